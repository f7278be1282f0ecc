"""Notes in the library how far an ingest has come, so that anyone can see it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from ingest.shelf import ShelfWriter, Summary
from rag.errors import LibraryError, RagError

_EVERY_S = 2.0  # each note is a write to the disk


def _tells(exc: BaseException) -> bool:
    """Tell whether an error says more than that someone stopped the job."""
    return isinstance(exc, Exception)


class Noting:
    """Keeps the record of one job."""

    def __init__(self, writer: ShelfWriter) -> None:
        self._writer = writer
        self._job_id: int | None = None
        self._summary = Summary()
        self._stage, self._done, self._total = "plan", 0, 0
        self._noted_at = 0.0

    @contextmanager
    def job(self, asked: Sequence[str], summary: Summary) -> Iterator[None]:
        """Note a job from its start to its end, done or failed; a killed one stays running."""
        self._summary = summary
        self._job_id = self._writer.start_job(asked)
        try:
            yield
        except BaseException as exc:  # Ctrl+C ends a job too, and is noted as such
            state = "failed" if isinstance(exc, RagError) else "interrupted"
            with suppress(LibraryError):  # what stopped the job may stop this note too
                self._note(state, (str(exc) or type(exc).__name__) if _tells(exc) else "")
            raise
        self._note("done", "")

    def advance(self, stage: str, done: int, total: int) -> None:
        """Note how far the job is, every two seconds and at each new stage that lasts."""
        now = time.monotonic()
        self._stage, self._done, self._total = stage, min(done, total), total
        if self._job_id is not None and now - self._noted_at >= _EVERY_S:
            self._noted_at = now
            self._note("running", "")

    def _note(self, state: str, error: str) -> None:
        if self._job_id is not None:
            counts = self._summary.counts()
            progress = (self._stage, self._done, self._total)
            self._writer.note_job(self._job_id, *progress, counts, state, error)
