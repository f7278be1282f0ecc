"""Writing what a library knows besides documents; no index depends on any of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.amendments import write_amendment
from index.database import Database
from index.jobs import RUNNING, note_job, start_job
from index.quarantine import release, write_quarantine


class Notes:
    """The part of a writer that moves no generation. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        """Write to an open database."""
        self._database = database

    def amend(self, source: str, changes: Mapping[str, str]) -> None:
        """Keep what people corrected about a source; the next ``put`` is to carry it."""
        with self._database.transaction() as connection:
            write_amendment(connection, source, changes)

    def note_file(self, source: str, sha256: str, recipe: str, documents: int) -> None:
        """Note that a file of many documents was read to its end."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
                (source, sha256, recipe, documents),
            )

    def quarantine(self, source: str, sha256: str, reason: str) -> None:
        """Note that a file could not be read; what its source held before stays."""
        with self._database.transaction() as connection:
            write_quarantine(connection, source, sha256, reason)

    def release(self, source: str) -> None:
        """Take a source out of quarantine, if it is there."""
        with self._database.transaction() as connection:
            release(connection, source)

    def start_job(self, paths: Sequence[str]) -> int:
        """Note a new job and return its number; one that a crash left running is interrupted."""
        with self._database.transaction() as connection:
            return start_job(connection, paths)

    def note_job(
        self,
        job_id: int,
        stage: str,
        done: int,
        total: int,
        counts: Mapping[str, int],
        state: str = RUNNING,
        error: str = "",
    ) -> None:
        """Note how far a job has come, or that it is done or failed."""
        with self._database.transaction() as connection:
            note_job(connection, job_id, stage, done, total, counts, state, error)
