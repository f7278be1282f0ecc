"""Runs made by hand, for tests of what reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluation.metrics.citation import CitationCounts
from evaluation.outcome import Outcome
from evaluation.runs import Run


def outcome(name: str, contains: float = 1.0, answerable: bool = True) -> Outcome:
    """Return an answered question; an unanswerable one is answered by mistake."""
    return Outcome(
        id=name,
        type="number",
        answerable=answerable,
        answered=True,
        confidence=0.8,
        latency_ms=10.0,
        retrieval={"recall@1": 1.0, "recall@10": 1.0} if answerable else {},
        answer={"contains": contains, "f1": contains} if answerable else {},
        citation=CitationCounts(cited=1, exact=1, quotes=1, covered=1, judged=1, right=1),
        first_rank=1 if answerable else 0,
    )


def write_run(
    folder: Path, outcomes: Sequence[Outcome], fingerprints: Mapping[str, str] | None = None
) -> Run:
    """Write a run that is not finished and open it."""
    folder.mkdir(parents=True)
    about = {"fingerprints": dict(fingerprints or {}), "data": {}, "settings": {}}
    (folder / "run.json").write_text(json.dumps({**about, "started_at": folder.name}))
    records = [
        {"question": f"question {each.id}", "failure": each.failure, "scores": each.record()}
        for each in outcomes
    ]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    return Run.open(folder)
