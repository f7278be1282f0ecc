"""Runs question sets for the page, one at a time, and finds the runs and sets that are there."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chat.server.door import ForbiddenError, Visitor
from evaluation.contrast import Contrast, contrast
from evaluation.importers.importing import import_questions
from evaluation.importers.tables import SHEET_ENDINGS
from evaluation.run import Options, evaluate
from evaluation.runs import Run, list_runs, runs_dir
from evaluation.sets import read_questions
from index.audit import AuditLog
from rag.config import Settings
from rag.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_SET = ROOT / "tests" / "golden" / "sample_questions.jsonl"
SAMPLE_CORPUS = ROOT / "data" / "sample"
SAMPLE = "sample"
MAX_SET_BYTES = 20 * 1024 * 1024
_NAME = re.compile(r"[\w.()\- ]{1,80}")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come, in questions (or other items of its ``stage``)."""

    stage: str = ""
    done: int = 0
    total: int = 0
    question: str = ""


class StoppedError(InputError):
    """Someone stopped the run; what was asked is kept."""


class Trials:
    """The runs and question sets beside one library."""

    def __init__(self, settings: Settings, audit: AuditLog) -> None:
        self._settings = settings
        self._audit = audit
        self._running = threading.Lock()
        self._stop = threading.Event()

    def sets(self) -> list[str]:
        """Return the names of the sets that can be run; the built-in one first."""
        folder = self._sets_dir
        kept = sorted(path.name for path in folder.glob("*.jsonl")) if folder.is_dir() else []
        return [SAMPLE, *kept] if SAMPLE_SET.is_file() else kept

    def keep_set(self, upload: Path, who: Visitor) -> str:
        """Check an uploaded set or filled-in sheet, keep it as a set, and return its name."""
        _must_edit(who)
        if upload.stat().st_size > MAX_SET_BYTES:
            raise InputError(f"{upload.name}: at most {MAX_SET_BYTES:,} bytes are allowed")
        name = f"{upload.stem[:60]}.jsonl"
        if not _NAME.fullmatch(name):
            name = f"{datetime.now():%Y%m%d-%H%M%S}.jsonl"
        self._sets_dir.mkdir(parents=True, exist_ok=True)
        kept = self._sets_dir / name
        try:
            if upload.suffix.lower() in SHEET_ENDINGS:
                import_questions("sheet", upload, kept, kept.with_suffix(".corpus.jsonl"))
            else:
                read_questions(upload)
                shutil.copyfile(upload, kept)
        except InputError as error:
            raise InputError(str(error).replace(str(upload), upload.name)) from error
        self._audit.note(who.name, "question set", name)
        return name

    def run(
        self, name: str, sample: int | None, who: Visitor, tell: Callable[[Progress], None]
    ) -> Run:
        """Run a set; raise InputError if another run is under way, StoppedError if stopped."""
        _must_edit(who)
        if not self._running.acquire(blocking=False):
            raise InputError("another run is under way; wait for its end or stop it")
        try:
            self._stop.clear()
            folder = runs_dir(self._settings) / f"{datetime.now():%Y%m%d-%H%M%S}"
            corpus, questions = self._find(name)
            self._audit.note(who.name, "evaluate", name, folder.name)

            def advance(stage: str, done: int, total: int, current: str) -> None:
                if self._stop.is_set():
                    raise StoppedError("stopped; what was asked so far is kept")
                tell(Progress(stage, done, total, current))

            options = Options(report_dir=folder, sample=sample)
            evaluate(self._settings, corpus, questions, options, advance)
            return Run.open(folder)
        finally:
            self._running.release()

    def stop(self, who: Visitor) -> None:
        """Stop the run that is under way, after its present question."""
        _must_edit(who)
        self._stop.set()

    def runs(self) -> list[Run]:
        """Return the runs, newest first."""
        return list_runs(runs_dir(self._settings))

    def open(self, name: str) -> Run:
        """Return a run by its name; raise InputError where there is none."""
        for run in self.runs():
            if run.name == name:
                return run
        raise InputError("this run is not there any more")

    @property
    def under_way(self) -> bool:
        """Whether a run is going on, whoever started it."""
        return self._running.locked()

    def others(self, run: Run) -> list[Run]:
        """Return the other finished runs of the same set, newest first."""
        return [
            one
            for one in self.runs()
            if one.report and one.name != run.name and set_name(one) == set_name(run)
        ]

    def compare(self, run: Run, other: str = "") -> tuple[Run, Contrast] | None:
        """Return the ``other`` run of the same set and what changed since it.

        Where none is named it is the one before; None where there is none. Raises InputError
        for a run that is not there and for two that share no question.
        """
        others = self.others(run)
        earlier = [one for one in others if one.started_at <= run.started_at]
        found = [one for one in others if one.name == other] if other else earlier
        if other and not found:
            raise InputError("this run is not there any more")
        return (found[0], contrast(found[0], run)) if found else None

    @property
    def _sets_dir(self) -> Path:
        return self._settings.library / "question-sets"

    def _find(self, name: str) -> tuple[Path | None, Path]:
        """Return the corpus (None: the library itself) and file of a set."""
        if name == SAMPLE and SAMPLE_SET.is_file():
            return SAMPLE_CORPUS, SAMPLE_SET
        if name not in self.sets():
            raise InputError("this question set is not there any more; upload it again")
        return None, self._sets_dir / name


def set_name(run: Run) -> str:
    """Return the file name of the set of a run."""
    return str(run.about.get("data", {}).get("questions", ""))


def _must_edit(who: Visitor) -> None:
    if not who.may_edit:
        raise ForbiddenError(f"{who.name!r} may read reports but not run an evaluation")
