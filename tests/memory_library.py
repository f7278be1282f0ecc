"""A small library held in memory: whole documents cut at sentences, exact search by bigrams.

It keeps the PassageStore, VectorIndex, LexicalIndex and Encoder protocols, so that retrieval
and answering can be tested without files or models.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.names import document_keys, name_key
from rag.answerers.extractive import Extractive
from rag.config import RetrievalSettings
from rag.errors import LibraryError
from rag.language.sentences import bigrams, comparable, sentence_spans
from rag.pipeline import Pipeline
from rag.protocols import Encoder, Reader, Vectors
from rag.reading.rules_reader import RulesReader
from rag.retriever import Retriever
from rag.types import Document, Filter, Metadata, Passage, Section, Standing, StandingKind

DIMENSION = 256


def make_document(
    text: str,
    title: str = "测试文件",
    metadata: Metadata | None = None,
    sections: tuple[Section, ...] = (),
) -> Document:
    """Return a document whose id comes from its text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        doc_id=digest[:12],
        title=title,
        text=text,
        source=f"{title}.txt",
        sha256=digest,
        metadata=metadata or Metadata(),
        sections=sections,
    )


def cut(document: Document, max_chars: int = 220) -> list[Passage]:
    """Cut a document into passages of whole sentences that do not cross a line."""
    passages: list[Passage] = []
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(document.text):
        gap = document.text[spans[-1][1] : start] if spans else ""
        if spans and ("\n" in gap or end - spans[0][0] > max_chars):
            passages.append(_passage(document, spans[0][0], spans[-1][1]))
            spans = []
        spans.append((start, end))
    if spans:
        passages.append(_passage(document, spans[0][0], spans[-1][1]))
    return passages


def _passage(document: Document, start: int, end: int) -> Passage:
    headings = [s.heading for s in document.sections if s.start <= start < s.end]
    return Passage(
        passage_id=f"{document.doc_id}:{start}",
        doc_id=document.doc_id,
        start=start,
        end=end,
        text=document.text[start:end],
        title=document.title,
        heading_path=tuple(headings),
    )


class BigramEncoder:
    """Hashes character bigrams into unit vectors: alike texts come near each other."""

    @property
    def fingerprint(self) -> str:
        return "bigrams-256"

    @property
    def dimension(self) -> int:
        return DIMENSION

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for pair in bigrams(comparable(text)):
                row[zlib.crc32(pair.encode()) % DIMENSION] += 1.0
            row /= max(float(np.linalg.norm(row)), 1e-6)
        return rows

    encode_passages = encode_queries


class MemoryLibrary:
    """Documents, their passages and both indexes, in memory."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder | None = None) -> None:
        self.documents = {document.doc_id: document for document in documents}
        self.rows = [passage for document in documents for passage in cut(document)]
        self.encoder: Encoder = encoder or BigramEncoder()
        texts = [f"{passage.context}\n{passage.text}" for passage in self.rows]
        self._vectors = self.encoder.encode_passages(texts)
        self._pairs = [bigrams(comparable(text)) for text in texts]

    def document(self, doc_id: str) -> Document:
        if doc_id not in self.documents:
            raise LibraryError(f"no document {doc_id}")
        return self.documents[doc_id]

    def passages(self, row_ids: Sequence[int]) -> list[Passage]:
        return [self.rows[row] for row in row_ids if 0 <= row < len(self.rows)]

    def allowed_rows(self, wanted: Filter) -> npt.NDArray[np.int64] | None:
        if not wanted:
            return None
        kept = [row for row, passage in enumerate(self.rows) if self._allowed(passage, wanted)]
        return np.array(kept, dtype=np.int64)

    def _allowed(self, passage: Passage, wanted: Filter) -> bool:
        about = self.documents[passage.doc_id].metadata
        pairs = (
            (wanted.doc_ids, passage.doc_id),
            (wanted.kinds, about.kind),
            (wanted.issuers, about.issuer),
            (wanted.regions, about.region),
            (wanted.years, about.year),
        )
        return all(not allowed or value in allowed for allowed, value in pairs)

    def called(self, name: str) -> list[str]:
        key = name_key(name)
        return [
            d for d, document in self.documents.items() if key and key in document_keys(document)
        ]

    def standing(self, doc_ids: Sequence[str], as_of: str = "") -> dict[str, Standing]:
        over = Standing(StandingKind.REPEALED)
        found = {doc_id: self.documents[doc_id].metadata.status for doc_id in doc_ids}
        return {doc_id: over for doc_id, status in found.items() if status == "repealed"}

    def search_vectors(
        self, vector: Vectors, top_k: int, rows: npt.NDArray[np.int64] | None
    ) -> list[tuple[int, float]]:
        scores = self._vectors @ vector
        return _best(dict(enumerate(scores.tolist())), top_k, rows)

    def search_words(
        self, query: str, top_k: int, rows: npt.NDArray[np.int64] | None
    ) -> list[tuple[int, float]]:
        wanted = bigrams(comparable(query))
        scores = {
            row: len(wanted & pairs) / len(wanted)
            for row, pairs in enumerate(self._pairs)
            if wanted & pairs
        }
        return _best(scores, top_k, rows)


def _best(
    scores: dict[int, float], top_k: int, rows: npt.NDArray[np.int64] | None
) -> list[tuple[int, float]]:
    allowed = None if rows is None else set(rows.tolist())
    kept = [item for item in scores.items() if allowed is None or item[0] in allowed]
    return sorted(kept, key=lambda item: (-item[1], item[0]))[:top_k]


class _Vectors:
    def __init__(self, library: MemoryLibrary) -> None:
        self._library = library

    def search(
        self, vector: Vectors, top_k: int, rows: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        return self._library.search_vectors(vector, top_k, rows)


class _Words:
    def __init__(self, library: MemoryLibrary) -> None:
        self._library = library

    def search(
        self, query: str, top_k: int, rows: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        return self._library.search_words(query, top_k, rows)


def make_retriever(
    library: MemoryLibrary,
    reader: Reader | None = None,
    settings: RetrievalSettings | None = None,
) -> Retriever:
    """Return a retriever over a memory library."""
    return Retriever(
        library,
        _Vectors(library),
        _Words(library),
        library.encoder,
        reader,
        settings or RetrievalSettings(),
    )


def make_pipeline(documents: Sequence[Document]) -> Pipeline:
    """Return a whole pipeline over a few documents, with the rules reader."""
    library, reader = MemoryLibrary(documents), RulesReader()
    # Its vectors are bigrams in a few buckets: they know less than the words.
    settings = RetrievalSettings(dense_share=0.4)
    return Pipeline(
        make_retriever(library, reader, settings), Extractive(library, reader), settings
    )
