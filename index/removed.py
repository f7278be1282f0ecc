"""Documents taken out that can still be brought back, whole: texts, passages, vectors, file.

A removed document is one compressed record of its rows, so that bringing it back encodes
nothing; once the library has another encoder it cannot come back. Its original file stays
until the record goes, after ``KEPT_DAYS``.
"""

# ruff: noqa: S608 - the statements are put together from constants; values are always bound

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from index.database import Database
from rag.errors import LibraryError

KEPT_DAYS = 30
_BARRED = "removed_before_encoder"  # the last entry whose vectors are of an earlier encoder
# Parents come first, so that they are back before what refers to them. The row of an
# embedding is found through its passage.
_TABLES = {
    "documents": "doc_id = ?",
    "sources": "doc_id = ?",
    "passages": "doc_id = ?",
    "embeddings": "row_id IN (SELECT row_id FROM passages WHERE doc_id = ?)",
    "relations": "doc_id = ?",
    "document_keys": "doc_id = ?",
    "amendments": "source IN (SELECT source FROM sources WHERE doc_id = ?)",
}


@dataclass(frozen=True, slots=True)
class Removed:
    """One document that can be brought back; ``entry`` is its number."""

    entry: int
    doc_id: str
    title: str
    removed_at: str
    removed_by: str


def removed_documents(database: Database) -> list[Removed]:
    """Return what can be brought back, last removed first."""
    found = database.rows(
        "SELECT entry, doc_id, title, removed_at, removed_by FROM removed ORDER BY entry DESC"
    )
    return [Removed(*row) for row in found]


def move_aside(connection: sqlite3.Connection, doc_id: str, user: str) -> int:
    """Remove a document, keep a record of it and return the number of the record."""
    record = {table: _rows(connection, table, doc_id) for table in _TABLES}
    title = record["documents"][0]["title"]
    sha256s = sorted({row["sha256"] for row in record["sources"]})
    now = datetime.now(UTC)
    done = connection.execute(
        "INSERT INTO removed (doc_id, title, removed_at, removed_by, sha256s, record) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (doc_id, title, _stamp(now), user, json.dumps(sha256s), _pack(record)),
    )
    # Another file that comes under the same name must not be taken for a version of this one.
    connection.execute(f"DELETE FROM amendments WHERE {_TABLES['amendments']}", (doc_id,))
    connection.execute("DELETE FROM documents WHERE doc_id = ?", (doc_id,))
    return int(done.lastrowid or 0)


def drop_old(connection: sqlite3.Connection) -> list[str]:
    """Forget what was removed too long ago; return the sha256 of files no longer needed."""
    before = _stamp(datetime.now(UTC) - timedelta(days=KEPT_DAYS))
    found = connection.execute("SELECT sha256s FROM removed WHERE removed_at < ?", (before,))
    unused = [sha256 for (listed,) in found.fetchall() for sha256 in json.loads(listed)]
    connection.execute("DELETE FROM removed WHERE removed_at < ?", (before,))
    return unused


def bring_back(connection: sqlite3.Connection, entry: int, generation: int) -> str:
    """Put a removed document back and return its doc_id; raise LibraryError if that cannot be."""
    found = connection.execute("SELECT doc_id, record FROM removed WHERE entry = ?", (entry,))
    if (row := found.fetchone()) is None:
        raise LibraryError(f"removed document {entry} is no longer kept; upload it again")
    if entry <= _barred(connection):
        raise LibraryError(
            f"removed document {row[0]} has vectors of an earlier encoder; upload its file again"
        )
    doc_id, record = row[0], _unpack(row[1])
    taken = [each["source"] for each in record["sources"] if _is_taken(connection, each["source"])]
    held = connection.execute("SELECT 1 FROM documents WHERE doc_id = ?", (doc_id,)).fetchone()
    if taken or held:
        raise LibraryError(f"document {doc_id} is in the library again; nothing was changed")
    for table in _TABLES:
        for values in record.get(table, ()):  # an older record holds no amendments
            if "generation" in values:
                values["generation"] = generation
            _insert(connection, table, values)
    connection.execute("DELETE FROM removed WHERE entry = ?", (entry,))
    return str(doc_id)


def bar_removed(connection: sqlite3.Connection) -> None:
    """Let nothing removed up to now come back: its vectors are of another encoder."""
    connection.execute(
        "INSERT OR REPLACE INTO meta SELECT ?, coalesce(max(entry), 0) FROM removed", (_BARRED,)
    )


def kept_sha256s(database: Database) -> set[str]:
    """Return the sha256 of all originals that removed documents would need again."""
    return {sha for (listed,) in database.rows("SELECT sha256s FROM removed")
            for sha in json.loads(listed)}  # fmt: skip


def _barred(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (_BARRED,)).fetchone()
    return int(found[0]) if found else 0


def _is_taken(connection: sqlite3.Connection, source: str) -> bool:
    found = connection.execute("SELECT 1 FROM sources WHERE source = ?", (source,))
    return found.fetchone() is not None


def _rows(connection: sqlite3.Connection, table: str, doc_id: str) -> list[dict[str, Any]]:
    found = connection.execute(f"SELECT * FROM {table} WHERE {_TABLES[table]}", (doc_id,))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _insert(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    """Insert one row; a column that came after the record was made keeps its default."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    named = [name for name in columns if name in values]
    connection.execute(
        f"INSERT INTO {table} ({', '.join(named)}) VALUES ({', '.join('?' * len(named))})",
        tuple(values[name] for name in named),
    )


def _pack(record: dict[str, list[dict[str, Any]]]) -> bytes:
    def plain(value: object) -> object:
        if isinstance(value, bytes):
            return {"base64": base64.b64encode(value).decode()}
        raise TypeError(type(value).__name__)

    return zlib.compress(json.dumps(record, default=plain).encode(), 1)


def _unpack(blob: bytes) -> dict[str, list[dict[str, Any]]]:
    def whole(value: dict[str, Any]) -> Any:
        return base64.b64decode(value["base64"]) if set(value) == {"base64"} else value

    record: dict[str, list[dict[str, Any]]] = json.loads(zlib.decompress(blob), object_hook=whole)
    return record


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
