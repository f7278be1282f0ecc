"""Our own program: ordinary ingest into a library, and the search of its pipeline."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from rag.config import Settings
from rag.wiring import build_encoder, build_ingestor, build_pipeline, open_library


class Peer:
    """The default settings; the int8 encoder that travels with the program."""

    def __init__(self, encoder: str) -> None:
        """Take no notice of the shared float32 folder: the same weights are built in."""
        self._encoder = build_encoder(Settings())
        self._encoder.encode_queries(["热身"])

    def ingest(self, documents: list[dict[str, str]]) -> int:
        """Cut, encode and store; return the number of passages."""
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        corpus = folder / "corpus.jsonl"
        lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in documents)
        corpus.write_text("".join(lines), encoding="utf-8")
        settings = Settings(library=folder / "library")
        self._library = open_library(settings, self._encoder, create=True)
        build_ingestor(settings, self._library, self._encoder).ingest([corpus])
        self._pipeline = build_pipeline(settings, self._library, self._encoder)
        self._words = self._library.lexical_index()
        self._names = {
            each.doc_id: each.source.split("#", 1)[-1] for each in self._library.documents()
        }
        return self._library.passage_count

    def search(self, question: str, k: int) -> list[tuple[str, str]]:
        """Return the best passages as (document, text)."""
        found = self._pipeline.search(question, k)
        return [(self._names[hit.passage.doc_id], hit.passage.text) for hit in found]

    def lexical(self, question: str, k: int) -> list[str]:
        """Return the documents of the best passages of the word search alone."""
        rows = [row for row, _ in self._words.search(question, k)]
        return [self._names[passage.doc_id] for passage in self._library.passages(rows)]
