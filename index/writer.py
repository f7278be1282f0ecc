"""Changing a library: each method is one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.contents import drop_if_unreachable, read_source, replace_passages
from index.database import Database
from index.notes import Notes
from index.originals import Originals
from index.quarantine import release
from index.reencoding import Reencoding
from index.relations import write_relations
from index.removed import bring_back, drop_old, kept_sha256s, move_aside
from index.rows import WRITE_DOCUMENT, WRITE_SOURCE, document_row
from index.soundness import check_slices, check_vectors
from rag.protocols import Vectors
from rag.types import Document, Passage


class Writer(Notes):
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
        super().__init__(database)
        self._changed = changed
        self._originals = originals
        self._dimension = dimension
        self._unused: list[str] | None = None  # in ``together``: originals to drop at its end

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
        ``recipe`` identifies the settings and code that cut the text; see ``Library.current``.
        A source that was in quarantine leaves it. Raises LibraryError if a passage or relation
        is not a slice of the text, if a vector is not a finite unit vector of the library's
        dimension, or if ``original`` changed meanwhile.
        """
        check_slices(document, passages)
        check_vectors(document, vectors, len(passages), self._dimension)
        if original is not None:
            self._originals.keep(original, document.sha256)
        with self._changing() as (connection, generation, unused):
            replaced, sha256 = read_source(connection, document.source)
            added_at = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(
                WRITE_DOCUMENT,
                document_row(document, recipe, len(passages), added_at, generation),
            )
            connection.execute(
                WRITE_SOURCE,
                (document.source, document.doc_id, document.sha256, original is not None),
            )
            replace_passages(connection, document.doc_id, passages, vectors, generation)
            write_relations(connection, document)
            release(connection, document.source)
            unused.append(sha256)
            if replaced and replaced != document.doc_id:
                drop_if_unreachable(connection, replaced)

    def set_aside(self, doc_id: str, user: str = "") -> int | None:
        """Remove a document so that ``bring_back`` can undo it; return the number for that.

        None if it was not there. What was set aside too long ago is forgotten.
        """
        if not self._database.rows("SELECT 1 FROM documents WHERE doc_id = ?", (doc_id,)):
            return None
        with self._changing() as (connection, _, unused):
            unused += drop_old(connection)
            return move_aside(connection, doc_id, user)

    def bring_back(self, entry: int) -> str:
        """Undo a removal and return the doc_id; raise LibraryError if that cannot be."""
        with self._changing() as (connection, generation, _):
            return bring_back(connection, entry, generation)

    def forget_source(self, source: str) -> bool:
        """Remove a source and what people corrected about it.

        True if its document went too, as no other source led to it.
        """
        if not self._database.rows("SELECT 1 FROM sources WHERE source = ?", (source,)):
            return False
        with self._changing() as (connection, _, unused):
            doc_id, sha256 = read_source(connection, source)
            connection.execute("DELETE FROM amendments WHERE source = ?", (source,))
            connection.execute("DELETE FROM sources WHERE source = ?", (source,))
            unused.append(sha256)
            return drop_if_unreachable(connection, doc_id)

    def reencoding(self, encoder: str, dimension: int) -> Reencoding:
        """Begin, or take up, giving all passages vectors of another encoder."""
        return Reencoding(self._database, encoder, dimension, self._changed)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make the changes inside one transaction: as safe, and much faster, for many."""
        unused: list[str] = []
        self._unused = unused
        try:
            with self._database.transaction():
                yield
        finally:
            self._unused = None
        self._drop(unused)

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
        if self._unused is None:
            self._drop(unused)
        else:
            self._unused += unused

    def _drop(self, unused: Iterable[str]) -> None:
        """Drop the originals of these sha256 that nothing leads to any more."""
        left = set(filter(None, unused))
        aside = kept_sha256s(self._database) if left else set()
        for sha256 in left - aside:
            if not self._database.rows("SELECT 1 FROM sources WHERE sha256 = ?", (sha256,)):
                self._originals.drop(sha256)
