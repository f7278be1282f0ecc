"""A library folder: documents, passages and vectors in SQLite, indexes derived from them.

    library.sqlite      the only truth (WAL)
    originals/<sha256>  the files as they came
    derived/            FAISS and lexical indexes, rebuildable at any time
    writer.lock         held by the one writer; writer.json says who

SKELETON: signatures and promises first, so that callers can be written against them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.protocols import LexicalIndex, VectorIndex, Vectors
from rag.types import Document, Filter, Passage


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list of documents shows of one; ``passages`` and ``chars`` are counts."""

    doc_id: str
    title: str
    source: str
    kind: str
    issuer: str
    number: str
    written_on: str
    published_on: str
    region: str
    status: str
    passages: int
    chars: int
    warnings: tuple[str, ...]
    added_at: str


class Writer:
    """The right to change a library; got from ``Library.writing()``, one at a time.

    Every method is one transaction: after a crash it has happened wholly or not at all.
    """

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
        ``recipe`` identifies the settings and code that cut the text; see ``has``.
        Raises LibraryError if a passage is not a slice of the text, if a vector is not a
        finite unit vector of the library's dimension, or if ``original`` changed meanwhile.
        """

    def remove(self, doc_id: str) -> bool:
        """Remove a document with all its sources; False if it was not there."""
        return False

    def forget_source(self, source: str) -> bool:
        """Remove a source, and its document when no other source leads to it."""
        return False


class Library:
    """One library folder, open; a context manager. Implements PassageStore.

    Reads see the generation of opening (or of the last ``refresh``) and nothing newer.
    Safe to share between threads.
    """

    notices: list[str]
    folder: Path
    dimension: int
    encoder_fingerprint: str

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
        return cls()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and temporary folders."""

    @contextmanager
    def writing(self, timeout_s: float = 10.0) -> Iterator[Writer]:
        """Hold the writer lock; raise LockError naming its holder after ``timeout_s``.

        While writing, this object's reads follow its own writes; on leaving it is refreshed.
        A chat that answers during a long ingest should read through a Library of its own.
        """
        yield Writer()

    def refresh(self) -> bool:
        """Move on to the newest generation; True if there was one. Indexes follow lazily."""
        return False

    def build_indexes(self) -> None:
        """Bring both derived indexes to this generation and store them (end of an ingest)."""

    # ---- what the ingest asks
    def has(self, source: str, sha256: str, recipe: str = "") -> bool:
        """Whether this source holds exactly these bytes, cut by this recipe."""
        return False

    def sources(self, root: str = "") -> Mapping[str, str]:
        """Return source -> sha256 of all sources equal to or below ``root`` ("" for all)."""
        return {}

    def known_vectors(self, passages: Sequence[Passage]) -> list[Vectors | None]:
        """Return, for each passage, the (d,) vector of an equal one (context and text)."""
        return [None for _ in passages]

    # ---- PassageStore
    def document(self, doc_id: str) -> Document:
        """Return a whole document; raise LibraryError if it is not there."""
        raise KeyError(doc_id)

    def passages(self, row_ids: Sequence[int]) -> list[Passage]:
        """Return the passages of these rows, in the order given, skipping removed ones."""
        return []

    def allowed_rows(self, wanted: Filter) -> npt.NDArray[np.int64] | None:
        """Return the rows a filter allows, sorted; None when it allows all."""
        return None

    def neighbours(self, passage: Passage, before: int, after: int) -> list[Passage]:
        """Return the passages around one of the same document, itself included, in order."""
        return []

    # ---- overview
    def documents(self) -> list[Summary]:
        """Return a summary of every document, newest first."""
        return []

    def original(self, doc_id: str) -> Path | None:
        """Return the path of the original file, None where none was kept."""
        return None

    @property
    def generation(self) -> int:
        """The generation that reads see; each change of the library adds one."""
        return 0

    @property
    def passage_count(self) -> int:
        """Number of passages at this generation."""
        return 0

    # ---- indexes
    def vector_index(self) -> VectorIndex:
        """Return a handle on the vector index; it follows ``refresh`` by itself."""
        raise KeyError

    def lexical_index(self) -> LexicalIndex:
        """Return a handle on the lexical index; it follows ``refresh`` by itself."""
        raise KeyError
