"""What an ingest needs of a library, and what it reports; ``index`` is not imported here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rag.protocols import Vectors
from rag.types import Document, Passage


class ShelfWriter(Protocol):
    """What an ingest needs of the right to change a library."""

    def put(
        self,
        document: Document,
        passages: Sequence[Passage],
        vectors: Vectors,
        original: Path | None = None,
        recipe: str = "",
    ) -> None:
        """Store a document whole, in place of what its source held."""

    def remove(self, doc_id: str) -> bool:
        """Remove a document; False if it was not there."""

    def amend(self, source: str, changes: Mapping[str, str]) -> None:
        """Keep what people corrected about a source."""

    def forget_source(self, source: str) -> bool:
        """Remove a source, and its document if no other source leads to it."""


class Shelf(Protocol):
    """What an ingest needs of a library; ``index`` and ``ingest`` know each other only so."""

    def writing(self) -> AbstractContextManager[ShelfWriter]:
        """Hold the right to change the library."""

    def has(self, source: str, sha256: str, recipe: str = "") -> bool:
        """Whether this source holds exactly these bytes, cut by this recipe."""

    def sources(self, root: str = "") -> Mapping[str, str]:
        """Return source -> sha256 of what is stored at or below ``root``."""

    def known_vectors(self, passages: Sequence[Passage]) -> Sequence[Vectors | None]:
        """Return, for each passage, the (d,) vector of an equal one, if there is one."""

    def document(self, doc_id: str) -> Document:
        """Return a document; raise LibraryError if it is not there."""

    def amendments(self, source: str) -> Mapping[str, str]:
        """Return what people corrected about a source."""

    def build_indexes(self) -> None:
        """Bring the derived indexes up to date."""


@dataclass(slots=True)
class Summary:
    """What an ingest did; counts are of documents, except ``passages`` and ``encoded``.

    ``unchanged`` includes files whose bytes the library holds under another name already.
    ``skipped`` counts files of unknown formats met in folders; ``passages`` were stored,
    ``encoded`` of them had no vector before. ``failed`` holds (source, reason).
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: int = 0
    passages: int = 0
    encoded: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
