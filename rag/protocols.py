"""The seams: each Protocol has at least two implementations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rag.types import Answer, Document, Evidence, Filter, Passage, Reading, Standing

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Loader(Protocol):
    """Reads one file format into documents."""

    suffixes: frozenset[str]

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the documents of one file; raise IngestError with the reason if it cannot."""


class Encoder(Protocol):
    """Turns text into unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Identifies weights and prefixes; vectors of unlike fingerprints never mix."""

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 unit rows; (0, d) for no texts."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 unit rows; (0, d) for no texts."""


class Reader(Protocol):
    """Reads passages for a question: relevance, answer span, answerability."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return one reading per passage, in the order given."""


class PassageStore(Protocol):
    """What searching and answering need of a library."""

    def document(self, doc_id: str) -> Document:
        """Return a document; raise LibraryError if it is not there."""

    def passages(self, row_ids: Sequence[int]) -> list[Passage]:
        """Return the passages of these rows, in the order given, skipping removed ones."""

    def allowed_rows(self, wanted: Filter) -> Rows | None:
        """Return the rows a filter allows, sorted; None when it allows all."""

    def called(self, name: str) -> list[str]:
        """Return the doc_ids of the documents of exactly this number or title."""

    def standing(self, doc_ids: Sequence[str], as_of: str = "") -> Mapping[str, Standing]:
        """Return doc_id -> standing of those not in force, or amended, on the ISO ``as_of``."""


class VectorIndex(Protocol):
    """Nearest passages by inner product."""

    def search(
        self, vector: Vectors, top_k: int, rows: Rows | None = None
    ) -> list[tuple[int, float]]:
        """Return (row, score) of the best rows for one (d,) vector, best first."""


class LexicalIndex(Protocol):
    """Best passages by shared words and character bigrams."""

    def search(self, query: str, top_k: int, rows: Rows | None = None) -> list[tuple[int, float]]:
        """Return (row, score) of the best rows for one query, best first."""


class Answerer(Protocol):
    """Composes an answer from evidence."""

    def stream(self, question: str, evidence: Sequence[Evidence]) -> Iterator[Answer]:
        """Yield ever more complete answers; the last one is final and verified."""


class ChatModel(Protocol):
    """Writes text as asked; what it writes is never trusted."""

    @property
    def name(self) -> str:
        """Identifies model and server; answers of unlike names are cached apart."""

    def stream(self, system: str, user: str) -> Iterator[str]:
        """Yield the reply piece by piece; raise ModelError if it fails or breaks off."""
