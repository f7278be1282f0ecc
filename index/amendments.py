"""What people corrected about a source: it outlives new versions of the file, and goes with it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from index.database import Database


def write_amendment(
    connection: sqlite3.Connection, source: str, changes: Mapping[str, str]
) -> None:
    """Keep field -> value for a source, over what was kept before."""
    found = connection.execute("SELECT changes FROM amendments WHERE source = ?", (source,))
    before = json.loads(row[0]) if (row := found.fetchone()) else {}
    kept = json.dumps({**before, **changes}, ensure_ascii=False)
    connection.execute("INSERT OR REPLACE INTO amendments VALUES (?, ?)", (source, kept))


def read_amendments(database: Database, source: str) -> Mapping[str, str]:
    """Return field -> value of what was corrected about a source."""
    found = database.rows("SELECT changes FROM amendments WHERE source = ?", (source,))
    kept: dict[str, str] = json.loads(found[0][0]) if found else {}
    return kept
