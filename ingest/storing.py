"""Stores what an ingest has read: encodes what is new, keeps count, one step a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.files import file_sha256
from ingest.shelf import Shelf, ShelfWriter, Summary
from rag.errors import LibraryError
from rag.protocols import Encoder, Vectors
from rag.types import Document, Passage

Progress = Callable[[str, int, int, str], None]
"""Called with (stage, done, total, current name); stages are read, encode and index."""

_RECORD_SOURCE = re.compile(
    r"(?P<file>.+?\.(?:jsonl|ndjson))#(?P<id>.+)", re.IGNORECASE | re.DOTALL
)
_BATCH_PASSAGES = 256
_BATCH_CHARS = 2_000_000  # of whole documents; bounds memory when documents are long
_ENCODE_AT_ONCE = 64
_MANY = 20  # from this many items on, progress counts items, not passages


def embedding_text(passage: Passage) -> str:
    """Return what is embedded of a passage: title and outline path, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document to be stored; ``outcome`` is the field of the summary that counts it."""

    document: Document
    passages: list[Passage]
    original: Path | None
    outcome: str


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
        self._waiting: list[_Waiting] = []
        self._records: dict[str, tuple[str, str]] = {}
        for source, sha256 in self._stored.items():
            if found := _RECORD_SOURCE.match(source):
                self._records[found["id"]] = (found["file"], sha256)

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
        outcome = "unchanged" if document.sha256 in self._held else "added"
        if document.source in self._stored:
            outcome = "updated"
        self._held.add(document.sha256)
        self._waiting.append(_Waiting(document, passages, original, outcome))
        waiting = sum(len(held.passages) for held in self._waiting)
        chars = sum(len(held.document.text) for held in self._waiting)
        if waiting >= _BATCH_PASSAGES or chars >= _BATCH_CHARS:
            self.flush()

    def record_id(self, document: Document, file: str) -> str:
        """Return the id to store a record of ``file`` under.

        It is its own, unless a record of another file that says something else holds it.
        """
        holder, sha256 = self._records.get(document.doc_id, (file, document.sha256))
        if holder != file and sha256 != document.sha256:
            return f"{document.doc_id}~{document.sha256[:8]}"
        self._records[document.doc_id] = (file, document.sha256)
        return document.doc_id

    def flush(self) -> None:
        """Encode the passages that have no vector yet and store the waiting documents."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        passages = [passage for held in waiting for passage in held.passages]
        vectors = self._vectors(passages, waiting[-1].document.source)
        start = 0
        for held in waiting:
            end = start + len(held.passages)
            self._store(held, vectors[start:end])
            start = end

    def _store(self, held: _Waiting, vectors: Vectors) -> None:
        """Put one document away; one whose file changed meanwhile is listed as failed."""
        document = held.document
        try:
            self.writer.put(document, held.passages, vectors, held.original, self.recipe)
        except LibraryError:
            if held.original is None or not _changed(held.original, document.sha256):
                raise
            self.fail(document.source, "changed while it was being read; ingest it again")
            return
        self.summary.passages += len(held.passages)
        setattr(self.summary, held.outcome, getattr(self.summary, held.outcome) + 1)

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


def _changed(path: Path, sha256: str) -> bool:
    """Tell whether a file is no longer the one that was read."""
    try:
        return file_sha256(path) != sha256
    except OSError:
        return True


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _ENCODE_AT_ONCE):
        yield texts[start : start + _ENCODE_AT_ONCE]
