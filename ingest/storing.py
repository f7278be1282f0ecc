"""Stores what an ingest has read: encodes what is new, keeps count, one step a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from rag.protocols import Encoder, Vectors
from rag.types import Document, Passage

Progress = Callable[[str, int, int, str], None]
"""Called with (stage, done, total, current name); stages are read, encode and index."""

_BATCH_PASSAGES = 256
_BATCH_CHARS = 2_000_000  # of whole documents; bounds memory when documents are long
_ENCODE_AT_ONCE = 64
_MANY = 20  # from this many items on, progress counts items, not passages


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


def embedding_text(passage: Passage) -> str:
    """Return what is embedded of a passage: title and outline path, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


class Run:
    """One ingest under way: documents waiting to be encoded and stored, and the count."""

    def __init__(
        self,
        library: Shelf,
        writer: ShelfWriter,
        encoder: Encoder,
        recipe: str,
        progress: Progress | None,
    ) -> None:
        self.library, self.writer, self.encoder, self.recipe = library, writer, encoder, recipe
        self.summary = Summary()
        self.seen: set[str] = set()
        self.done = 0
        self.total = 0
        self._progress = progress
        self._stored = dict(library.sources())
        self._held = set(self._stored.values())
        self._waiting: list[tuple[Document, list[Passage], Path | None]] = []

    def report(self, stage: str, done: int, total: int, name: str) -> None:
        """Tell how far the ingest has come."""
        if self._progress is not None:
            self._progress(stage, min(done, total), total, name)

    def keep(self, source: str) -> None:
        """Count a document that is unchanged."""
        self.seen.add(source)
        self.summary.unchanged += 1

    def fail(self, source: str, reason: str) -> None:
        """List a file that could not be read; what it held before stays."""
        self.summary.failed.append((source, reason))
        self.seen.add(source)
        self.seen.update(name for name in self._stored if name.startswith(f"{source}#"))

    def forget(self, source: str) -> None:
        """Remove a source that is gone."""
        self.summary.removed += self.writer.forget_source(source)

    def add(self, document: Document, passages: list[Passage], original: Path | None) -> None:
        """Take a document in; it is stored when enough have come together."""
        self.seen.add(document.source)
        self.summary.warnings += [(document.source, warning) for warning in document.warnings]
        if document.source in self._stored:
            self.summary.updated += 1
        elif document.sha256 in self._held:
            self.summary.unchanged += 1
        else:
            self.summary.added += 1
        self._held.add(document.sha256)
        self._waiting.append((document, passages, original))
        waiting = sum(len(cut) for _, cut, _ in self._waiting)
        chars = sum(len(held.text) for held, _, _ in self._waiting)
        if waiting >= _BATCH_PASSAGES or chars >= _BATCH_CHARS:
            self.flush()

    def flush(self) -> None:
        """Encode the passages that have no vector yet and store the waiting documents."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        passages = [passage for _, cut, _ in waiting for passage in cut]
        vectors = self._vectors(passages, waiting[-1][0].source)
        start = 0
        for document, cut, original in waiting:
            end = start + len(cut)
            self.writer.put(document, cut, vectors[start:end], original, self.recipe)
            self.summary.passages += len(cut)
            start = end

    def _vectors(self, passages: Sequence[Passage], name: str) -> Vectors:
        """Return (n, d) vectors: known ones from the library, each new text encoded once."""
        known = self.library.known_vectors(passages)
        fresh = [p for p, vector in zip(passages, known, strict=True) if vector is None]
        texts = list(dict.fromkeys(embedding_text(passage) for passage in fresh))
        made: dict[str, Vectors] = {}
        for part in _parts(texts):
            made.update(zip(part, self.encoder.encode_passages(part), strict=True))
            if self.total > _MANY:
                self.report("encode", self.done, self.total, name)
            else:
                self.report("encode", len(made), len(texts), name)
        self.summary.encoded += len(texts)
        vectors = np.empty((len(passages), self.encoder.dimension), dtype=np.float32)
        for row, (passage, vector) in enumerate(zip(passages, known, strict=True)):
            vectors[row] = made[embedding_text(passage)] if vector is None else vector
        return vectors


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _ENCODE_AT_ONCE):
        yield texts[start : start + _ENCODE_AT_ONCE]
