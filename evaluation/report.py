"""Reports: a folder that grows question by question, a summary, and plain-text tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.outcome import Outcome
from evaluation.sets import Question
from rag.errors import InputError
from rag.records import answer_record
from rag.types import Answer, Hit

Record = dict[str, Any]
_HEAD = ("figure", "value", "95 % interval", "n")
_BY_TYPE = (
    ("retrieval", "recall@5"),
    ("answer", "contains"),
    ("answer", "f1"),
    ("abstention", "recall"),
    ("abstention", "answered_rate"),
    ("citation", "evidence_recall"),
)
_HITS_KEPT = 10


@dataclass(slots=True)
class ReportFolder:
    """``run.json`` says what is measured, ``questions.jsonl`` grows, ``finish`` adds the rest."""

    path: Path
    outcomes: tuple[Outcome, ...] = ()

    @classmethod
    def open(cls, path: Path, about: Record, resume: bool) -> ReportFolder:
        """Start a report, or take an interrupted one up again.

        Raises InputError if the folder cannot be written, or to resume holds another run.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
            if resume and (path / "run.json").exists():
                return cls(path, _finished(path, about))
            _write(path / "run.json", _dump(about))
            _write(path / "questions.jsonl", "")
        except OSError as exc:
            raise InputError(f"{path}: the report cannot be written: {exc.strerror}") from exc
        return cls(path)

    def keep(
        self, question: Question, outcome: Outcome, answer: Answer, hits: Sequence[Hit]
    ) -> None:
        """Append one question: what was asked, expected, answered, cited, found, and its scores."""
        record = {
            "question": question.text,
            "history": [[turn.question, turn.answer] for turn in question.history],
            "expected": {
                "answers": list(question.answers),
                "required": [list(group) for group in question.required],
                "evidence": list(question.evidence),
                "positive_ids": list(question.positive_ids),
            },
            "failure": outcome.failure,
            "scores": outcome.record(),
            "result": answer_record(answer),
            "hits": [_hit(hit) for hit in hits[:_HITS_KEPT]],
        }
        with (self.path / "questions.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def finish(self, report: Record) -> None:
        """Write the summary as JSON and as Markdown."""
        _write(self.path / "summary.json", _dump(report))
        _write(self.path / "report.md", as_markdown(report))


def _finished(path: Path, about: Record) -> tuple[Outcome, ...]:
    """Read back the questions that an interrupted run of the same settings finished."""
    before, now = (
        json.loads((path / "run.json").read_text(encoding="utf-8")),
        json.loads(_dump(about)),
    )
    if differing := [
        f"{part} {name}"
        for part in now
        for name in now[part]
        if now[part][name] != before.get(part, {}).get(name)
    ]:
        raise InputError(
            f"{path} holds another run ({', '.join(differing)} differ); choose another folder"
        )
    lines = (path / "questions.jsonl").read_text(encoding="utf-8").split("\n")
    whole = [line for line in lines[:-1] if line]  # what follows the last line end was cut off
    _write(path / "questions.jsonl", "".join(line + "\n" for line in whole))
    return tuple(Outcome.from_record(json.loads(line)["scores"]) for line in whole)


def _hit(hit: Hit) -> Record:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "ranks": dict(hit.ranks),
        "doc_id": passage.doc_id,
        "title": passage.title,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }


def _dump(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, text: str) -> None:
    """Write aside, then rename: a reader sees the old file or the whole new one."""
    aside = path.with_name(path.name + ".new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def as_table(report: Record) -> str:
    """Return the figures as a plain-text table with intervals and a table by type."""
    rows = [_HEAD, *_figure_rows(report)]
    by_type = [_type_head(), *_type_rows(report)]
    return f"{_aligned(rows)}\n\n{_aligned(by_type)}"


def as_markdown(report: Record) -> str:
    """Return the whole report as Markdown, for a pull request."""
    data = report["data"]
    head = [
        "# Evaluation",
        "",
        f"{data['asked']} of {data['of']} questions of `{data['questions']}` on "
        f"`{data['corpus']}` ({data['documents']} documents, {data['passages']} passages).",
        "",
    ]
    facts = {**report["fingerprints"], **report["run"]}
    tail = ["", *(f"- {name}: {value}" for name, value in facts.items())]
    notes = ["", *(f"- note: {note}" for note in report["notes"])] if report["notes"] else []
    figures = _piped([_HEAD, *_figure_rows(report)])
    by_type = _piped([_type_head(), *_type_rows(report)])
    return "\n".join([*head, *figures, "", *by_type, *tail, *notes]) + "\n"


def _figure_rows(report: Record) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for section, figures in report["intervals"].items():
        for name, interval in figures.items():
            value = report[section][name]
            between = (
                "" if value is None else f"{_number(interval['low'])} – {_number(interval['high'])}"
            )
            rows.append((f"{section} {name}", _number(value), between, str(interval["n"])))
    return rows


def _type_head() -> tuple[str, ...]:
    return ("type", "n", *(name for _, name in _BY_TYPE))


def _type_rows(report: Record) -> list[tuple[str, ...]]:
    return [
        (name, str(part["n"]), *(_number(part[section][figure]) for section, figure in _BY_TYPE))
        for name, part in report["by_type"].items()
    ]


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.1f}" if value > 1.5 else f"{value:.3f}"


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _piped(rows: Sequence[tuple[str, ...]]) -> list[str]:
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return [head, "|" + " --- |" * len(rows[0]), *body]
