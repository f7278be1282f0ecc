"""Stores what an ingest has read: encodes what is new, keeps count, documents whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.encoding import vectors_of
from ingest.files import holds
from ingest.identity import Identities
from ingest.noting import Noting
from ingest.reading import CONTAINERS
from ingest.shelf import Shelf, ShelfWriter, Summary
from rag.errors import LibraryError
from rag.protocols import Encoder, Vectors
from rag.types import Document, Passage

Progress = Callable[[str, int, int, str], None]
"""Called with (stage, done, total, current name); stages are read, encode and index."""

# Passages stored together: few at first, so that something can be found soon and little is lost
# when an ingest is stopped; then more, because each store waits for the disk.
_FIRST_BATCH, _LARGEST_BATCH = 32, 256
_BATCH_CHARS = 2_000_000  # of whole documents; bounds memory when documents are long
_MANY = 20  # from this many items on, progress counts items, not passages


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document to be stored; ``outcome`` is the field of the summary that counts it."""

    document: Document
    passages: Sequence[Passage]
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
        progress: Progress | None = None,
    ) -> None:
        self.library, self.writer, self.encoder, self.recipe = library, writer, encoder, recipe
        self.summary = Summary()
        self.seen: set[str] = set()
        self.done = 0
        self.total = 0
        self._progress = progress
        held = library.holdings()
        self._stored = {source: sha256 for source, (_, sha256) in held.items()}
        self.identities = Identities(held)
        self._current = dict(library.current(recipe))
        self._aside = {held.source: held.sha256 for held in library.quarantined()}
        self._held = set(self._stored.values())
        self._waiting: list[_Waiting] = []
        self._batch = _FIRST_BATCH
        self._noting = Noting(writer)

    def job(self, asked: Sequence[str]) -> AbstractContextManager[None]:
        """Note in the library what is asked, how far it comes and how it ends."""
        return self._noting.job(asked, self.summary)

    def report(self, stage: str, done: int, total: int, name: str) -> None:
        """Tell how far the ingest has come."""
        self._noting.advance(stage, self.done, self.total)
        if self._progress is not None:
            self._progress(stage, min(done, total), total, name)

    def held_of(self, source: str, sha256: str, several: bool) -> list[str]:
        """Return the sources under which a file is held as it is, none if it must be read."""
        if not several:
            return [source] if self._current.get(source) == sha256 else []
        if not self.library.file_is_current(source, sha256, self.recipe):
            return []
        return list(self.library.sources(source))

    def known_records(self, source: str) -> dict[str, str]:
        """Return sha256 -> id of the records of a file that need not be read again."""
        start = f"{source}#"
        return {
            sha256: name.removeprefix(start)
            for name, sha256 in self._current.items()
            if name.startswith(start)
        }

    def keep(self, source: str) -> None:
        """Count a document that is unchanged."""
        self.seen.add(source)
        self.summary.unchanged += 1

    def is_set_aside(self, source: str, sha256: str) -> bool:
        """Whether a file is in quarantine with just these bytes."""
        return self._aside.get(source) == sha256

    def set_aside(self, source: str) -> None:
        """Count a file that stays in quarantine; what it held before stays too."""
        self.summary.set_aside += 1
        self._see_below(source)

    def fail(self, source: str, sha256: str, reason: str) -> None:
        """List a file that could not be read and put it in quarantine; what it held stays."""
        self.summary.failed.append((source, reason))
        self._see_below(source)
        if sha256:
            self.writer.quarantine(source, sha256, reason)

    def end_file(self, source: str, sha256: str, documents: int) -> None:
        """Finish a file of many documents that was read to its end."""
        self.flush()
        self.forget_below(source)
        self.writer.note_file(source, sha256, self.recipe, documents)
        self.writer.release(source)

    def forget_below(self, root: str) -> None:
        """Remove what the library holds at or below a file or folder but was not seen there."""
        for source in self.library.sources(root):
            if source not in self.seen:
                self.summary.removed += self.writer.forget_source(source)
                self.identities.forget(source)
        for source in self._aside:
            if source not in self.seen and (source == root or source.startswith(f"{root}/")):
                self.writer.release(source)

    def _see_below(self, source: str) -> None:
        self.seen.add(source)
        if PurePosixPath(source).suffix.lower() in CONTAINERS:
            below = f"{source}#", f"{source}/"
            self.seen.update(name for name in self._stored if name.startswith(below))

    def add(self, document: Document, passages: Sequence[Passage], original: Path | None) -> None:
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
        if waiting >= self._batch or chars >= _BATCH_CHARS:
            self.flush()

    def amendments(self, document: Document) -> Mapping[str, str]:
        """Return what people corrected about a document, under this or another name of it."""
        own = self.library.amendments(document.source)
        for source in () if own else self.identities.sources_of(document.doc_id):
            if changes := self.library.amendments(source):
                self.writer.amend(document.source, changes)
                return changes
        return own

    def flush(self) -> None:
        """Encode the passages that have no vector yet and store the waiting documents."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        passages = [passage for held in waiting for passage in held.passages]
        name = waiting[-1].document.source
        vectors, encoded = vectors_of(
            passages, self.library, self.encoder, lambda made, all_: self._told(made, all_, name)
        )
        self.summary.encoded += encoded
        start = 0
        with self.writer.together():
            for held in waiting:
                end = start + len(held.passages)
                self._store(held, vectors[start:end])
                start = end
        self._batch = min(2 * self._batch, _LARGEST_BATCH)

    def _store(self, held: _Waiting, vectors: Vectors) -> None:
        """Put one document away; one whose file changed meanwhile is listed as failed."""
        document = held.document
        try:
            self.writer.put(document, held.passages, vectors, held.original, self.recipe)
        except LibraryError:
            if held.original is None or holds(held.original, document.sha256):
                raise
            self.fail(document.source, "", "changed while it was being read; ingest it again")
            return
        self.summary.passages += len(held.passages)
        setattr(self.summary, held.outcome, getattr(self.summary, held.outcome) + 1)

    def _told(self, made: int, texts: int, name: str) -> None:
        """Tell how far the encoding is: of many files in files, of a few in passages."""
        many = self.total > _MANY
        self.report("encode", self.done if many else made, self.total if many else texts, name)
