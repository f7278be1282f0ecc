"""The tables of ``library.sqlite``, their version, and the way forward from older ones.

A change of schema is one more entry in ``MIGRATIONS``; entries that were ever released stay
as they are. ``PRAGMA user_version`` counts the entries that a file has been through, and
``PRAGMA application_id`` tells a library from any other SQLite file.
"""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x53514131  # "SQA1"

_FIRST = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE documents (
    doc_id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    recipe TEXT NOT NULL,
    kind TEXT NOT NULL,
    issuer TEXT NOT NULL,
    number TEXT NOT NULL,
    written_on TEXT NOT NULL,
    published_on TEXT NOT NULL,
    year INTEGER,
    region TEXT NOT NULL,
    status TEXT NOT NULL,
    authors TEXT NOT NULL,
    warnings TEXT NOT NULL,
    passages INTEGER NOT NULL,
    chars INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    generation INTEGER NOT NULL,
    sections BLOB NOT NULL,
    lines BLOB NOT NULL,
    text TEXT NOT NULL
);

CREATE TABLE sources (
    source TEXT PRIMARY KEY,
    doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    original_kept INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sources_doc_id ON sources (doc_id);
CREATE INDEX sources_sha256 ON sources (sha256);

CREATE TABLE passages (
    row_id INTEGER PRIMARY KEY AUTOINCREMENT,
    passage_id TEXT NOT NULL,
    doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    page INTEGER,
    title TEXT NOT NULL,
    heading_path TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    generation INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX passages_doc_id ON passages (doc_id, start);
CREATE INDEX passages_text_hash ON passages (text_hash);

CREATE TABLE embeddings (
    row_id INTEGER PRIMARY KEY REFERENCES passages (row_id) ON DELETE CASCADE,
    vector BLOB NOT NULL
);

INSERT INTO meta VALUES ('generation', '0');
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)
VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Take a file from ``version`` to ``VERSION`` in one transaction (0 is a new file)."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for script in MIGRATIONS[version:]:
            for statement in script.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
