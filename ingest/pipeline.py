"""From files to a library: read, cut, encode what changed, store each document whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.amending import amended, checked
from ingest.files import Plan, file_sha256, plan, record_count, record_sha256s, source_name
from ingest.loaders import SUFFIXES, load
from ingest.loaders.jsonl import JsonLinesLoader
from ingest.passages import chunker
from ingest.shelf import Shelf, Summary
from ingest.storing import Progress, Run, embedding_text
from rag.config import IngestSettings
from rag.errors import IngestError
from rag.protocols import Encoder
from rag.types import Document

__all__ = ["Ingestor", "Progress", "Shelf", "Summary", "embedding_text"]

_RECORDS = JsonLinesLoader.suffixes


class Ingestor:
    """Reads files and folders into a library."""

    def __init__(self, library: Shelf, encoder: Encoder, settings: IngestSettings) -> None:
        self._library = library
        self._encoder = encoder
        self._settings = settings
        self._recipe = f"{chunker.VERSION}/{settings.target_chars}/{settings.max_chars}"

    def ingest(self, paths: Sequence[Path], progress: Progress | None = None) -> Summary:
        """Read files and folders; what is unchanged is not read again.

        A changed file replaces what it held, a file gone from a folder that is listed whole
        is removed, a file that cannot be read is listed in ``failed`` and keeps its old
        state. Every document is stored in one step, so that an interrupted ingest leaves
        whole documents and a second run finishes it. Raises LockError, LibraryError or
        ModelError where going on makes no sense.
        """
        planned = plan(paths, SUFFIXES)
        with self._library.writing() as writer:
            run = Run(self._library, writer, self._encoder, self._recipe, progress)
            run.summary.skipped = planned.skipped
            run.summary.failed += planned.failed
            run.total = sum(map(_documents_in, planned.files))
            for path in planned.files:
                self._read(path, run)
            run.flush()
            _remove_vanished(planned, run)
        run.report("index", 0, 1, "")
        self._library.build_indexes()
        run.report("index", 1, 1, "")
        return run.summary

    def remove(self, doc_id: str) -> bool:
        """Remove a document from the library; False if it was not there."""
        with self._library.writing() as writer:
            removed = writer.remove(doc_id)
        self._library.build_indexes()
        return removed

    def amend(self, doc_id: str, changes: Mapping[str, str]) -> None:
        """Correct the title of a document or what it is filed under, now and in later versions.

        Raises InputError for a field or value that cannot be, LibraryError if the document
        is not there.
        """
        wanted = checked(changes)
        with self._library.writing() as writer:
            document = self._library.document(doc_id)
            writer.amend(document.source, wanted)
            run = Run(self._library, writer, self._encoder, self._recipe, None)
            self._add(run, document, None)
            run.flush()
        self._library.build_indexes()

    def _read(self, path: Path, run: Run) -> None:
        """Read one file, unless the library holds it as it is."""
        source = source_name(path)
        run.report("read", run.done, run.total, source)
        try:
            if path.suffix.lower() in _RECORDS:
                self._read_records(path, source, run)
                return
            if run.library.has(source, _fingerprint(path, source), run.recipe):
                run.keep(source)
            else:
                for document in load(path, source, self._settings.max_file_bytes):
                    self._add(run, document, path)
        except IngestError as exc:
            run.fail(source, exc.reason)
        run.done += 1

    def _read_records(self, path: Path, source: str, run: Run) -> None:
        """Read a JSON Lines file: every record is a document with a source of its own."""
        stored = run.library.sources(source)
        if _same_records(path, source, stored) and all(
            run.library.has(name, sha256, run.recipe) for name, sha256 in stored.items()
        ):
            for name in stored:
                run.keep(name)
            run.done += len(stored)
            return
        before = len(run.seen)
        for document in load(path, source, self._settings.max_file_bytes):
            document = replace(
                document,
                source=f"{source}#{document.doc_id}",
                doc_id=run.record_id(document, source),
            )
            run.report("read", run.done, run.total, document.source)
            if stored.get(document.source) == document.sha256 and run.library.has(
                document.source, document.sha256, run.recipe
            ):
                run.keep(document.source)
            else:
                self._add(run, document, None)
            run.done += 1
        if len(run.seen) > before:
            run.flush()
            for name in stored.keys() - run.seen:
                run.forget(name)

    def _add(self, run: Run, document: Document, original: Path | None) -> None:
        """Take in a document as people corrected it, cut into passages."""
        document = amended(document, run.library.amendments(document.source))
        sizes = self._settings.target_chars, self._settings.max_chars
        run.add(document, chunker.cut(document, *sizes), original)


def _remove_vanished(planned: Plan, run: Run) -> None:
    """Remove what the library holds below the listed folders but the folders do not."""
    for root in planned.roots:
        for source in run.library.sources(source_name(root)):
            if source not in run.seen:
                run.forget(source)


def _same_records(path: Path, source: str, stored: Mapping[str, str]) -> bool:
    try:
        return bool(stored) and Counter(record_sha256s(path)) == Counter(stored.values())
    except OSError as exc:
        raise IngestError(source, f"cannot be read: {exc.strerror or exc}") from exc


def _fingerprint(path: Path, source: str) -> str:
    try:
        return file_sha256(path)
    except OSError as exc:
        raise IngestError(source, f"cannot be read: {exc.strerror or exc}") from exc


def _documents_in(path: Path) -> int:
    """Return how many documents a file will give, for the progress: 1, or its records."""
    return record_count(path) if path.suffix.lower() in _RECORDS else 1
