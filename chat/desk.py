"""What stands behind the chat: one library to read, one pipeline, and ingest beside them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from chat.ask.suggestions import Suggestion, suggest
from index.library import Library
from index.rows import Summary
from ingest.pipeline import Summary as IngestSummary
from rag.config import Settings
from rag.pipeline import Pipeline
from rag.protocols import Encoder
from rag.types import Answer, Document, Status, Turn
from rag.wiring import build_encoder, build_ingestor, build_pipeline, open_library

Advance = Callable[[str, int, int, str], None]
SAMPLE_DIR = Path(__file__).resolve().parent.parent / "data" / "sample"
SUGGESTIONS = 6
# A library of thousands of documents must not delay the first page.
SUGGESTION_DOCUMENTS = 12


class Desk:
    """Answers, shows and takes in documents for every visitor of one chat.

    Reads go through one library that follows the newest generation; each ingest writes
    through a library of its own, so that questions are answered meanwhile.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._encoder: Encoder = build_encoder(settings)
        self._library: Library = open_library(settings, self._encoder, create=True)
        self._pipeline: Pipeline = build_pipeline(settings, self._library, self._encoder)
        self._suggested: tuple[int, tuple[Suggestion, ...]] = (-1, ())
        self._lock = threading.Lock()

    @property
    def notices(self) -> Sequence[str]:
        """What had to be repaired on the way, one plain line each."""
        return self._library.notices

    def close(self) -> None:
        """Let go of the library."""
        self._library.close()

    def ask(self, question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        """Yield ever more complete answers from the newest state of the library."""
        self._library.refresh()
        yield from self._pipeline.stream(question, history)

    def document(self, doc_id: str) -> Document:
        """Return a document; raise LibraryError if it is not there."""
        return self._library.document(doc_id)

    def documents(self) -> list[Summary]:
        """Return a summary of every document, newest first."""
        self._library.refresh()
        return self._library.documents()

    def ingest(self, paths: Sequence[Path], advance: Advance) -> IngestSummary:
        """Read files or folders into the library; raise LockError while another writes."""
        with open_library(self.settings, self._encoder) as writing:
            summary = build_ingestor(self.settings, writing, self._encoder).ingest(paths, advance)
        self._library.refresh()
        return summary

    def take_in(self, uploads: Sequence[Path], advance: Advance) -> IngestSummary:
        """Ingest uploaded files under their own names, so that a newer one replaces an older."""
        uploads_dir = self.settings.library / "uploads"
        uploads_dir.mkdir(parents=True, exist_ok=True)
        placed: list[Path] = []
        try:
            for upload in uploads:
                placed.append(_free_name(uploads_dir / upload.name, placed))
                shutil.move(upload, placed[-1])
            return self.ingest(placed, advance)
        finally:
            for path in placed:
                path.unlink(missing_ok=True)

    def ingest_sample(self, advance: Advance) -> IngestSummary:
        """Ingest the sample documents that come with the program."""
        return self.ingest([SAMPLE_DIR], advance)

    def remove(self, doc_id: str) -> bool:
        """Remove a document; False if it was not there. Raise LockError while another writes."""
        with open_library(self.settings, self._encoder) as writing, writing.writing() as writer:
            removed = writer.remove(doc_id)
        self._library.refresh()
        return removed

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Return questions that this library answers, found once for each generation."""
        with self._lock:
            self._library.refresh()
            generation = self._library.generation
            if self._suggested[0] != generation:
                self._suggested = (generation, tuple(self._answerable()))
            return self._suggested[1]

    def _answerable(self) -> Iterator[Suggestion]:
        """Yield suggestions that the pipeline answers from the document they came from."""
        summaries = self._library.documents()[:SUGGESTION_DOCUMENTS]
        documents = [self._library.document(summary.doc_id) for summary in summaries]
        left = SUGGESTIONS
        for candidate in suggest(documents, SUGGESTIONS * 3):
            answer = self._pipeline.ask(candidate.question)
            cited = {citation.doc_id for citation in answer.citations}
            if answer.status is Status.ANSWERED and candidate.doc_id in cited:
                yield candidate
                left -= 1
            if not left:
                return


def _free_name(path: Path, taken: Sequence[Path]) -> Path:
    """Return ``path``, numbered if a file of the same upload has this name already."""
    number, free = 1, path
    while free in taken:
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free
