"""Files that could not be read: why, how often it was tried, and when."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from index.database import Database


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that could not be read. ``sha256`` is "" where not even its bytes could be.

    Times are ISO, UTC; ``attempts`` counts readings of these bytes.
    """

    source: str
    sha256: str
    reason: str
    attempts: int
    first_at: str
    last_at: str


def write_quarantine(connection: sqlite3.Connection, source: str, sha256: str, reason: str) -> None:
    """Note that a file could not be read; other bytes under its name begin a new count."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO quarantine VALUES (?1, ?2, ?3, 1, ?4, ?4) ON CONFLICT (source) DO UPDATE "
        "SET attempts = iif(sha256 = ?2, attempts + 1, 1), "
        "first_at = iif(sha256 = ?2, first_at, ?4), sha256 = ?2, reason = ?3, last_at = ?4",
        (source, sha256, reason, now),
    )


def read_quarantine(database: Database) -> list[Quarantined]:
    """Return the files in quarantine, latest first."""
    found = database.rows(
        "SELECT source, sha256, reason, attempts, first_at, last_at FROM quarantine "
        "ORDER BY last_at DESC, source"
    )
    return [Quarantined(*row) for row in found]


def release(connection: sqlite3.Connection, source: str) -> None:
    """Take a file and the records in it out of quarantine."""
    connection.execute("DELETE FROM quarantine WHERE source = ?", (source,))
