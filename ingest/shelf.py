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

    def together(self) -> AbstractContextManager[None]:
        """Make the changes inside one transaction."""

    def amend(self, source: str, changes: Mapping[str, str]) -> None:
        """Keep what people corrected about a source."""

    def forget_source(self, source: str) -> bool:
        """Remove a source; True if its document went, as no other source led to it."""

    def note_file(self, source: str, sha256: str, recipe: str, documents: int) -> None:
        """Note that a file of many documents was read to its end."""

    def quarantine(self, source: str, sha256: str, reason: str) -> None:
        """Note that a file could not be read."""

    def release(self, source: str) -> None:
        """Take a source out of quarantine, if it is there."""

    def start_job(self, paths: Sequence[str]) -> int:
        """Note a new job and return its number."""

    def note_job(
        self,
        job_id: int,
        stage: str,
        done: int,
        total: int,
        counts: Mapping[str, int],
        state: str = "running",
        error: str = "",
    ) -> None:
        """Note how far a job has come, or that it is done or failed."""


class Quarantined(Protocol):
    """A file that could not be read."""

    @property
    def source(self) -> str:
        """Its name."""

    @property
    def sha256(self) -> str:
        """Of its bytes, "" where they could not be read."""

    @property
    def reason(self) -> str:
        """Why, in one line."""


class Shelf(Protocol):
    """What an ingest needs of a library; ``index`` and ``ingest`` know each other only so."""

    def writing(self) -> AbstractContextManager[ShelfWriter]:
        """Hold the right to change the library."""

    def current(self, recipe: str) -> Mapping[str, str]:
        """Return source -> sha256 of what was read and cut by this recipe."""

    def file_is_current(self, source: str, sha256: str, recipe: str) -> bool:
        """Whether all that a file of many documents gave by this recipe is there."""

    def quarantined(self) -> Sequence[Quarantined]:
        """Return the files that could not be read."""

    def refresh(self) -> bool:
        """Move on to the newest generation."""

    def sources(self, root: str = "") -> Mapping[str, str]:
        """Return source -> sha256 of what is stored at or below ``root``."""

    def holdings(self) -> Mapping[str, tuple[str, str]]:
        """Return source -> (doc_id, sha256) of all that is stored."""

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
    ``skipped`` counts files of unknown formats met in folders, ``set_aside`` those that are
    in quarantine and were not tried again; ``passages`` were stored, ``encoded`` of them had
    no vector before. ``failed`` holds (source, reason).
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: int = 0
    set_aside: int = 0
    passages: int = 0
    encoded: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return every count by its name, the failed ones too."""
        names = ("added", "updated", "unchanged", "removed", "skipped", "set_aside", "passages")
        return {name: getattr(self, name) for name in (*names, "encoded")} | {
            "failed": len(self.failed)
        }
