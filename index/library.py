"""A library folder: documents, passages and vectors in SQLite, indexes derived from them.

library.sqlite      the only truth (WAL)
originals/<sha256>  the files as they came
derived/            FAISS and lexical indexes, rebuildable at any time
writer.lock         held by the one writer; writer.json says who
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.creation import FILE, LOCK_TO_OPEN_S, create_library
from index.database import Database
from index.derived import Derived
from index.handles import LexicalHandle, VectorHandle
from index.lexical import LexicalKind
from index.lock import writer_lock
from index.schema import VERSION
from index.shelf import Shelf
from index.source import PassageSource
from index.storage import RowIds
from index.vectors import VectorKind
from index.verify import Parts, find_problems
from index.writer import Writer
from rag.errors import LibraryError


class Library(Shelf):
    """One library folder, open; a context manager. Implements PassageStore.

    Reads see the generation of opening (or of the last ``refresh``) and nothing newer.
    Safe to share between threads. ``notices`` lists what had to be repaired on the way.
    """

    def __init__(self, folder: Path, database: Database) -> None:
        """Take over an open database; use ``Library.open``."""
        database.pin()
        super().__init__(folder, database)
        self.notices: list[str] = []
        self._generation = self._stored_generation()
        self._writing = False
        self._lock = threading.Lock()
        self._source = PassageSource(database, self.dimension)
        by_meaning = VectorKind(self._source, self.dimension, self.encoder_fingerprint)
        by_words = LexicalKind(self._source)
        derived = folder / "derived"
        self._vectors = Derived(derived, by_meaning, self._current, self.notices)
        self._lexical = Derived(derived, by_words, self._current, self.notices)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        encoder_fingerprint: str | None = None,
        dimension: int | None = None,
        create: bool = False,
    ) -> Library:
        """Open the library in ``folder``; with ``create`` make it if there is none.

        ``None`` skips the check of the encoder (for verify and listings); creating needs
        both. Raises LibraryError if the folder is no library, if the file is damaged, newer
        than this program, or made by another encoder. Nothing is overwritten.
        """
        path = folder / FILE
        if not path.exists():
            if not create or encoder_fingerprint is None or dimension is None:
                raise LibraryError(
                    f"{folder}: no library here; 'scenario-qa ingest PATH --library {folder}' "
                    "makes one"
                )
            create_library(folder, encoder_fingerprint, dimension)
        database = Database.open(path)
        try:
            if database.version < VERSION:
                with writer_lock(folder, LOCK_TO_OPEN_S):
                    database.migrate()
            library = cls(folder, database)
            _check_encoder(library, encoder_fingerprint, dimension)
        except BaseException:  # whatever stops the opening, its connection goes
            database.close()
            raise
        return library

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and temporary folders."""
        self._vectors.close()
        self._lexical.close()
        self._database.close()

    @contextmanager
    def writing(self, timeout_s: float = 10.0) -> Iterator[Writer]:
        """Hold the writer lock; raise LockError naming its holder after ``timeout_s``.

        While writing, this object's reads follow its own writes; on leaving it is refreshed.
        A chat that answers during a long ingest should read through a Library of its own.
        """
        with writer_lock(self.folder, timeout_s):
            with self._lock:
                self._writing = True
                self._database.unpin()
            try:
                yield Writer(self._database, self._originals, self.dimension, self._cache.clear)
            finally:
                with self._lock:
                    self._writing = False
                self.refresh()

    def refresh(self) -> bool:
        """Move on to the newest generation; True if there was one. Indexes follow lazily."""
        with self._lock:
            if not self._writing:
                self._database.pin()
            before, self._generation = self._generation, self._stored_generation()
            if self._generation != before:
                self._cache.clear()
            return self._generation != before

    @property
    def generation(self) -> int:
        """The generation that reads see; each change of the library adds one."""
        return self._generation

    @property
    def catch_up_s(self) -> float:
        """How many seconds it took to catch up with both indexes, the last time."""
        return self._vectors.took_s + self._lexical.took_s

    def build_indexes(self) -> None:
        """Bring both derived indexes to this generation and store them (end of an ingest)."""
        self._vectors.get(self._generation)
        self._lexical.get(self._generation)

    def rebuild_indexes(self) -> None:
        """Build both derived indexes anew from the library, whatever state they are in."""
        self._vectors.rebuild()
        self._lexical.rebuild()

    def vector_index(self) -> VectorHandle:
        """Return a handle on the vector index; it follows ``refresh`` by itself."""
        return VectorHandle(self._vectors, lambda: self._generation)

    def lexical_index(self) -> LexicalHandle:
        """Return a handle on the lexical index; it follows ``refresh`` by itself."""
        return LexicalHandle(self._lexical, lambda: self._generation)

    def verify(self, repair: bool = False) -> list[str]:
        """Check everything against everything else; return one line per problem.

        With ``repair``, derived indexes are rebuilt and orphan files dropped; a line about
        what that mended ends in "(repaired)"; raises LockError while another process writes.
        """
        parts = Parts(self._database, self._source, self._originals, self._vectors, self._lexical)
        if not repair:
            return find_problems(parts, repair)
        # A writer keeps an original before its document is there: without the lock that file
        # would look left over.
        with writer_lock(self.folder, LOCK_TO_OPEN_S):
            self.refresh()
            return find_problems(parts, repair)

    def _current(self) -> tuple[int, RowIds]:
        """Return the generation and the rows that an index must hold."""
        ((encoder,),) = self._database.rows("SELECT value FROM meta WHERE key = 'encoder'")
        if encoder != self.encoder_fingerprint:
            raise LibraryError(
                f"{self.folder}: was encoded anew by {encoder} meanwhile; open it again with "
                "that encoder"
            )
        return self._generation, self._source.rows()


def _check_encoder(library: Library, encoder: str | None, dimension: int | None) -> None:
    same_encoder = encoder is None or encoder == library.encoder_fingerprint
    same_dimension = dimension is None or dimension == library.dimension
    if not (same_encoder and same_dimension):
        raise LibraryError(
            f"{library.folder}: made by encoder {library.encoder_fingerprint} "
            f"({library.dimension} dimensions), not by {encoder} ({dimension}); configure that "
            "encoder, or run 'scenario-qa reindex' with this one"
        )
