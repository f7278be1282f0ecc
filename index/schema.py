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

_RECORDS = """
CREATE TABLE quarantine (
    source TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE relations (
    doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    number TEXT NOT NULL,
    title_key TEXT NOT NULL,
    number_key TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    quote TEXT NOT NULL
);
CREATE INDEX relations_doc_id ON relations (doc_id, start);
CREATE INDEX relations_kind ON relations (kind);
CREATE INDEX relations_title ON relations (title_key) WHERE title_key <> '';
CREATE INDEX relations_number ON relations (number_key) WHERE number_key <> '';

CREATE TABLE document_keys (
    key TEXT NOT NULL,
    doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
    PRIMARY KEY (key, doc_id)
) WITHOUT ROWID;
CREATE INDEX document_keys_doc_id ON document_keys (doc_id);

CREATE TABLE jobs (
    job_id INTEGER PRIMARY KEY AUTOINCREMENT,
    paths TEXT NOT NULL,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    counts TEXT NOT NULL,
    error TEXT NOT NULL,
    started_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
"""

_PEOPLE = """
CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    failures INTEGER NOT NULL,
    locked_until REAL NOT NULL,
    added_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    user TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);

CREATE TABLE removed (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    doc_id TEXT NOT NULL,
    title TEXT NOT NULL,
    removed_at TEXT NOT NULL,
    removed_by TEXT NOT NULL,
    sha256s TEXT NOT NULL,
    record BLOB NOT NULL
);

CREATE TABLE amendments (
    source TEXT PRIMARY KEY,
    changes TEXT NOT NULL
) WITHOUT ROWID;
"""

_CONVERSATIONS = """
CREATE TABLE conversations (
    conversation_id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    title TEXT NOT NULL,
    wanted TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT NOT NULL
);
CREATE INDEX conversations_user ON conversations (user, updated_at);

CREATE TABLE exchanges (
    exchange_id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    question TEXT NOT NULL,
    reached TEXT NOT NULL,
    answer TEXT NOT NULL,
    trouble TEXT NOT NULL
);
CREATE INDEX exchanges_conversation ON exchanges (conversation_id, position);

CREATE TABLE feedback (
    exchange_id INTEGER PRIMARY KEY,
    user TEXT NOT NULL,
    good INTEGER NOT NULL,
    reason TEXT NOT NULL,
    question TEXT NOT NULL,
    history TEXT NOT NULL,
    answer TEXT NOT NULL,
    given_at TEXT NOT NULL
);
"""

_LETTERS = """
ALTER TABLE documents ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN addressee TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]'
"""

_FILES = """
CREATE TABLE files (
    source TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    recipe TEXT NOT NULL,
    documents INTEGER NOT NULL
) WITHOUT ROWID;
"""

_COMING = """
CREATE TABLE coming_embeddings (
    row_id INTEGER PRIMARY KEY REFERENCES passages (row_id) ON DELETE CASCADE,
    vector BLOB NOT NULL
);
"""

_VALIDITY = """
ALTER TABLE documents ADD COLUMN effective_on TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN expires_on TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN term TEXT NOT NULL DEFAULT ''
"""

MIGRATIONS: tuple[str, ...] = (
    _FIRST, _RECORDS, _PEOPLE, _CONVERSATIONS, _LETTERS, _FILES, _COMING, _VALIDITY,
)  # fmt: skip
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
    except BaseException:  # an interrupt too must leave no half of a change behind
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK")
        raise
