"""The folder of a run: it grows question by question and can be taken up again.

run.json         what is measured: settings, fingerprints, data
questions.jsonl  one record a question, appended as each is finished
summary.json     the figures, once all are
report.md        the same for a pull request
report.html      the same for people, with every question
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evaluation.differing import differing
from evaluation.files import read_lines, read_record, replacing, write_record, write_text
from evaluation.outcome import Outcome
from evaluation.reports.page import write_page
from evaluation.reports.tables import as_markdown
from index.lock import writer_lock
from rag.errors import InputError

Record = dict[str, Any]
ABOUT, QUESTIONS, SUMMARY = "run.json", "questions.jsonl", "summary.json"
MARKDOWN, PAGE = "report.md", "report.html"


@dataclass(slots=True)
class RunFolder:
    """A run being made; ``outcomes`` are those that an interrupted one had finished."""

    path: Path
    outcomes: tuple[Outcome, ...] = ()

    @classmethod
    @contextmanager
    def open(cls, path: Path, about: Record, resume: bool) -> Iterator[RunFolder]:
        """Start a run, or take an interrupted one up again; nobody else writes it meanwhile.

        Raises InputError if the folder cannot be written, holds another run to resume or an
        unfinished one that was not to be resumed, LockError if it is being written.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
            with writer_lock(path, 0):
                yield cls(path, _finished(path, about) if resume else _started(path, about))
        except OSError as exc:
            raise InputError(f"{path}: the report cannot be written: {exc.strerror}") from exc

    def keep(self, record: Record) -> None:
        """Append the record of one question."""
        with (self.path / QUESTIONS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def notes(self) -> Iterator[str]:
        """Yield the notes under the answers that are kept so far."""
        for record in read_lines(self.path / QUESTIONS):
            yield from record["result"]["notes"]

    def finish(self, report: Record) -> None:
        """Write the summary, the Markdown and the page."""
        write_text(self.path / MARKDOWN, as_markdown(report))
        with replacing(self.path / PAGE) as aside:
            write_page(aside, report, self.path / QUESTIONS)
        write_record(self.path / SUMMARY, report)


def _started(path: Path, about: Record) -> tuple[Outcome, ...]:
    """Make the folder of a run of which nothing is asked yet, in place of a finished one."""
    if (path / ABOUT).exists() and not (path / SUMMARY).exists():
        asked = sum(1 for _ in read_lines(path / QUESTIONS))
        if asked:
            raise InputError(
                f"{path} holds an unfinished run of {asked} questions; take it up with --resume "
                "or choose another folder"
            )
    for name in (ABOUT, SUMMARY, MARKDOWN, PAGE):
        (path / name).unlink(missing_ok=True)  # of the run that this one replaces
    write_text(path / QUESTIONS, "")
    # Last: a folder that says what is measured has all that resuming needs.
    started = datetime.now(UTC).isoformat(timespec="seconds")
    write_record(path / ABOUT, {**about, "started_at": started})
    return ()


def _finished(path: Path, about: Record) -> tuple[Outcome, ...]:
    """Read back the questions that an interrupted run of the same settings finished."""
    if not (path / ABOUT).exists():
        return _started(path, about)
    before = read_record(path / ABOUT)
    if changed := differing(before, json.loads(json.dumps(about))):
        raise InputError(
            f"{path} holds another run, not to be resumed with this one: {', '.join(changed)} "
            "changed; choose another folder"
        )
    questions = path / QUESTIONS
    data = questions.read_bytes()
    # What follows the last line end was being written when the run was cut off.
    os.truncate(questions, data.rfind(b"\n") + 1)
    return tuple(Outcome.from_record(record["scores"]) for record in read_lines(questions))
