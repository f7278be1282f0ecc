"""Finished and interrupted runs: reading them back, listing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.files import read_lines, read_record
from evaluation.outcome import Outcome
from evaluation.reports.folder import ABOUT, QUESTIONS, SUMMARY
from rag.config import Settings
from rag.errors import InputError

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One run on disk; ``report`` is its summary, None while it is unfinished."""

    path: Path
    about: Record
    report: Record | None

    @classmethod
    def open(cls, path: Path) -> Run:
        """Read a run; raise InputError if the folder holds none."""
        if not (path / ABOUT).is_file():
            raise InputError(
                f"{path}: no run here (no {ABOUT}); 'scenario-qa evaluate --report {path}' "
                "makes one"
            )
        summary = path / SUMMARY
        return cls(
            path, read_record(path / ABOUT), read_record(summary) if summary.exists() else None
        )

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.path.name

    @property
    def started_at(self) -> str:
        """When it was started, ISO 8601 in UTC."""
        return str(self.about.get("started_at", ""))

    def finished(self) -> Record:
        """Return the summary; raise InputError while the run is unfinished."""
        if self.report is None:
            raise InputError(
                f"{self.path}: the run is unfinished; 'scenario-qa evaluate --resume' finishes it"
            )
        return self.report

    def records(self) -> Iterator[Record]:
        """Yield the record of every question, one at a time."""
        return read_lines(self.path / QUESTIONS)

    def outcomes(self) -> list[Outcome]:
        """Return the scores of every question."""
        return [Outcome.from_record(record.get("scores", {})) for record in self.records()]


def runs_dir(settings: Settings) -> Path:
    """Return the folder for runs on a library, without making it."""
    return settings.library / "evaluations"


def list_runs(folder: Path) -> list[Run]:
    """Return the runs below a folder, newest first; folders that hold none are left out."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if (path / ABOUT).is_file():
            try:
                found.append(Run.open(path))
            except InputError:
                continue  # a damaged run must not hide the others
    return sorted(found, key=lambda run: (run.started_at, run.name), reverse=True)
