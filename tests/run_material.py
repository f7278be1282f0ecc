"""Runs made by hand, for tests of what reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.files import write_lines
from evaluation.metrics.citation import CitationCounts
from evaluation.outcome import Outcome
from evaluation.reports.page import write_page
from evaluation.runs import Run
from evaluation.summary import summarise

Record = dict[str, Any]


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


def page_record(each: Outcome, question: str = "多少组？", text: str = "撮合15组合作。") -> Record:
    """Return the record of a question as a run keeps it, with one hit and one citation."""
    hit = {
        "rank": 1,
        "ranks": {"dense": 1, "lexical": 2},
        "passage_id": "p1",
        "doc_id": "d1",
        "title": "通报",
        "heading_path": ["一、成效"],
        "page": 2,
        "start": 3,
        "end": 3 + len(text),
        "text": text,
    }
    cited = {"key": "1", "title": "通报", "page": 2, "start": 5, "end": 8, "quote": text}
    return {
        "question": question,
        "history": [["前问", "前答"]],
        "expected": {
            "answers": ["15组"],
            "required": [["15组", "十五组"]],
            "evidence": ["撮合15组"],
            "positive_ids": ["d1"],
            "context_ids": ["d1", "d2"],
        },
        "failure": each.failure,
        "scores": each.record(),
        "result": {
            "question": "杭州有多少组？",
            "status": "answered" if each.answered else "abstained",
            "answer": f"**15组**\n\n{text}[1]",
            "short_answer": "15组",
            "notes": ["语言模型无法连接"],
            "citations": [cited],
            "evidence": ["p1"],
        },
        "hits": [hit],
        "why": {
            "hits": ["answer"],
            "named": ["15组" if each.right else None],
            "within": 200,
            "citations": [{"exact": True, "right": True}],
            "covered": [True],
        },
    }


def page_report(outcomes: Sequence[Outcome]) -> Record:
    """Return a report with everything that a page shows."""
    return {
        **summarise(outcomes),
        "settings": {"reader": {"backend": "rules"}},
        "fingerprints": {"program": "abc", "language_model": ""},
        "data": {
            "corpus": "corpus",
            "documents": 1,
            "passages": 1,
            "questions": "set.jsonl",
            "of": len(outcomes),
            "asked": len(outcomes),
        },
        "notes": ["1 lines left out as faulty: line 3 <b>"],
        "run": {"memory_mb": 1.0, "load_ms": 2.0, "finished_at": "2026-11-23T08:00:00+00:00"},
    }


def write_report_page(folder: Path, records: Sequence[Record], report: Record) -> Path:
    """Write a page from records and return its path."""
    questions, page = folder / "questions.jsonl", folder / "report.html"
    write_lines(questions, records)
    write_page(page, report, questions)
    return page
