"""What a source leads to and what a document holds, inside one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from index.packing import pack_vector
from index.rows import passage_key
from rag.protocols import Vectors
from rag.types import Passage

_OLD_PASSAGES = (
    "SELECT row_id, passage_id, doc_id, start, end, page, title, heading_path, text_hash "
    "FROM passages WHERE doc_id = ?"
)
_NEW_PASSAGE = (
    "INSERT INTO passages (passage_id, doc_id, start, end, page, title, heading_path, "
    "text_hash, generation, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def replace_passages(
    connection: sqlite3.Connection,
    doc_id: str,
    passages: Sequence[Passage],
    vectors: Vectors,
    generation: int,
) -> None:
    """Make the passages of a document these; one that did not change keeps its row."""
    stored = connection.execute(_OLD_PASSAGES, (doc_id,)).fetchall()
    old = {tuple(key): row_id for row_id, *key in stored}
    keys = [passage_key(passage) for passage in passages]
    kept = set(keys)
    gone = [(row_id,) for row_id, *key in stored if tuple(key) not in kept]
    connection.executemany("DELETE FROM passages WHERE row_id = ?", gone)
    for key, passage, vector in zip(keys, passages, vectors, strict=True):
        if key in old:
            continue
        row_id = connection.execute(_NEW_PASSAGE, (*key, generation, passage.text)).lastrowid
        connection.execute("INSERT INTO embeddings VALUES (?, ?)", (row_id, pack_vector(vector)))


def drop_if_unreachable(connection: sqlite3.Connection, doc_id: str) -> bool:
    """Drop a document without sources; else name it by a source that it has and return False."""
    left = connection.execute(
        "SELECT source, sha256 FROM sources WHERE doc_id = ? ORDER BY source", (doc_id,)
    ).fetchone()
    if left is None:
        connection.execute("DELETE FROM documents WHERE doc_id = ?", (doc_id,))
        return True
    connection.execute(
        "UPDATE documents SET source = ?1, sha256 = ?2 WHERE doc_id = ?3 AND source NOT IN "
        "(SELECT source FROM sources WHERE doc_id = ?3)",
        (*left, doc_id),
    )
    return False


def read_source(connection: sqlite3.Connection, source: str) -> tuple[str, str]:
    """Return the (doc_id, sha256) that a source leads to, empty where there is none."""
    row = connection.execute(
        "SELECT doc_id, sha256 FROM sources WHERE source = ?", (source,)
    ).fetchone()
    return row or ("", "")
