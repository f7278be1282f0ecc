"""Changing a library: each method is one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.database import Database
from index.originals import Originals
from index.packing import pack_vector
from index.rows import WRITE_DOCUMENT, WRITE_SOURCE, document_row, passage_key
from rag.errors import LibraryError
from rag.protocols import Vectors
from rag.types import Document, Passage

_OLD_PASSAGES = (
    "SELECT row_id, passage_id, doc_id, start, end, page, title, heading_path, text_hash "
    "FROM passages WHERE doc_id = ?"
)
_NEW_PASSAGE = (
    "INSERT INTO passages (passage_id, doc_id, start, end, page, title, heading_path, "
    "text_hash, generation, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# float16 rounds a component by up to 2^-11 of its size; encoders of half precision do worse.
_LENGTH_TOLERANCE = 0.01


class Writer:
    """The right to change a library; got from ``Library.writing()``, one at a time.

    Every method is one transaction: after a crash it has happened wholly or not at all.
    """

    def __init__(
        self,
        database: Database,
        originals: Originals,
        dimension: int,
        changed: Callable[[], None],
    ) -> None:
        """``changed`` is called after each transaction."""
        self._database = database
        self._changed = changed
        self._originals = originals
        self._dimension = dimension

    def put(
        self,
        document: Document,
        passages: Sequence[Passage],
        vectors: Vectors,
        original: Path | None = None,
        recipe: str = "",
    ) -> None:
        """Store one document, its (n, d) unit vectors and its original file.

        ``document.source`` names one document: what was stored under that source before is
        replaced (and dropped when no other source leads to it). The same ``doc_id`` again is
        one document with several sources. Passages that did not change keep their rows.
        ``recipe`` identifies the settings and code that cut the text; see ``Library.has``.
        Raises LibraryError if a passage is not a slice of the text, if a vector is not a
        finite unit vector of the library's dimension, or if ``original`` changed meanwhile.
        """
        _check_passages(document, passages)
        _check_vectors(document, vectors, len(passages), self._dimension)
        if original is not None:
            self._originals.keep(original, document.sha256)
        with self._changing() as (connection, generation, unused):
            replaced, sha256 = _read_source(connection, document.source)
            added_at = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(
                WRITE_DOCUMENT,
                document_row(document, recipe, len(passages), added_at, generation),
            )
            connection.execute(
                WRITE_SOURCE,
                (document.source, document.doc_id, document.sha256, original is not None),
            )
            _replace_passages(connection, document.doc_id, passages, vectors, generation)
            unused.append(sha256)
            if replaced and replaced != document.doc_id:
                _drop_if_unreachable(connection, replaced)

    def remove(self, doc_id: str) -> bool:
        """Remove a document with all its sources; False if it was not there."""
        found = self._database.rows("SELECT sha256 FROM sources WHERE doc_id = ?", (doc_id,))
        if not found:
            return False
        with self._changing() as (connection, _, unused):
            connection.execute("DELETE FROM documents WHERE doc_id = ?", (doc_id,))
            unused += [sha256 for (sha256,) in found]
        return True

    def forget_source(self, source: str) -> bool:
        """Remove a source, and its document when no other source leads to it."""
        if not self._database.rows("SELECT 1 FROM sources WHERE source = ?", (source,)):
            return False
        with self._changing() as (connection, _, unused):
            doc_id, sha256 = _read_source(connection, source)
            connection.execute("DELETE FROM sources WHERE source = ?", (source,))
            _drop_if_unreachable(connection, doc_id)
            unused.append(sha256)
        return True

    @contextmanager
    def _changing(self) -> Iterator[tuple[sqlite3.Connection, int, list[str]]]:
        """Yield the connection, the new generation, and a list for sha256 no longer used.

        Originals go after the transaction: a crash in between leaves a file too many, which
        ``verify`` finds, never one too few.
        """
        unused: list[str] = []
        with self._database.transaction() as connection:
            (before,) = connection.execute(
                "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'generation'"
            ).fetchone()
            yield connection, before + 1, unused
            connection.execute(
                "UPDATE meta SET value = ? WHERE key = 'generation'", (str(before + 1),)
            )
        self._changed()
        for sha256 in filter(None, unused):
            if not self._database.rows("SELECT 1 FROM sources WHERE sha256 = ?", (sha256,)):
                self._originals.drop(sha256)


def _check_passages(document: Document, passages: Sequence[Passage]) -> None:
    if not document.doc_id or not document.source:
        raise LibraryError("a document needs a doc_id and a source")
    for passage in passages:
        if passage.doc_id != document.doc_id:
            raise LibraryError(f"{document.source}: a passage belongs to {passage.doc_id!r}")
        same = document.text[passage.start : passage.end] == passage.text
        if not same or not 0 <= passage.start < passage.end:
            raise LibraryError(
                f"{document.source}: the passage at {passage.start}:{passage.end} is not a slice "
                "of the text"
            )


def _check_vectors(document: Document, vectors: Vectors, count: int, dimension: int) -> None:
    if vectors.shape != (count, dimension):
        raise LibraryError(
            f"{document.source}: vectors of shape {vectors.shape}, not ({count}, {dimension})"
        )
    lengths = np.linalg.norm(vectors.astype(np.float32), axis=1)
    # Written so that NaN fails it too.
    if not bool(np.all(np.abs(lengths - 1.0) <= _LENGTH_TOLERANCE)):
        raise LibraryError(f"{document.source}: a vector is not finite or not of length 1")


def _replace_passages(
    connection: sqlite3.Connection,
    doc_id: str,
    passages: Sequence[Passage],
    vectors: Vectors,
    generation: int,
) -> None:
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


def _drop_if_unreachable(connection: sqlite3.Connection, doc_id: str) -> None:
    """Drop a document without sources; else name it by a source that it has."""
    left = connection.execute(
        "SELECT source, sha256 FROM sources WHERE doc_id = ? ORDER BY source", (doc_id,)
    ).fetchone()
    if left is None:
        connection.execute("DELETE FROM documents WHERE doc_id = ?", (doc_id,))
        return
    connection.execute(
        "UPDATE documents SET source = ?1, sha256 = ?2 WHERE doc_id = ?3 AND source NOT IN "
        "(SELECT source FROM sources WHERE doc_id = ?3)",
        (*left, doc_id),
    )


def _read_source(connection: sqlite3.Connection, source: str) -> tuple[str, str]:
    """Return the (doc_id, sha256) that a source leads to, empty where there is none."""
    row = connection.execute(
        "SELECT doc_id, sha256 FROM sources WHERE source = ?", (source,)
    ).fetchone()
    return row or ("", "")
