"""What was done to a library, by whom and when; entries are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from index.database import Database
from rag.printing import storable

MAX_CHARS = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done; ``at`` is ISO 8601 in UTC, ``action`` a word such as upload or remove."""

    number: int
    at: str
    user: str
    action: str
    subject: str
    detail: str


class AuditLog:
    """The log of one library. Safe between threads and processes."""

    def __init__(self, database: Database) -> None:
        """Work on a database that is not pinned."""
        self._database = database

    def note(self, user: str, action: str, subject: str, detail: str = "") -> None:
        """Add one entry; long names are cut to 500 characters."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        values = (storable(text)[:MAX_CHARS] for text in (subject, detail))
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO audit (at, user, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
                (at, user, action, *values),
            )

    def entries(self, limit: int = 100) -> list[Entry]:
        """Return the newest entries, newest first."""
        found = self._database.rows(
            "SELECT number, at, user, action, subject, detail FROM audit "
            "ORDER BY number DESC LIMIT ?",
            (limit,),
        )
        return [Entry(*row) for row in found]
