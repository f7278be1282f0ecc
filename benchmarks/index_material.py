"""What the indexes are measured with: made vectors, and passages of a news corpus."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.storage import RowIds
from rag.protocols import Vectors
from rag.types import Document, Passage

DIMENSION = 384
PASSAGE_CHARS = 220


def clustered(count: int, seed: int) -> Vectors:
    """Return (count, DIMENSION) float32 unit rows, clustered as vectors of texts are.

    Each is the sum of one common mean, one of 60 subjects, one of its 40 topics, and noise of its
    own; later axes vary less than earlier ones.
    """
    fixed = np.random.default_rng(7)
    axes = (1.0 / np.sqrt(1.0 + np.arange(DIMENSION) / 16)).astype(np.float32)
    mean = 2.0 * fixed.standard_normal(DIMENSION, dtype=np.float32) * axes
    subjects = fixed.standard_normal((60, DIMENSION), dtype=np.float32) * axes
    topics = fixed.standard_normal((2_400, DIMENSION), dtype=np.float32) * axes
    random_ = np.random.default_rng(seed)
    topic = random_.integers(0, len(topics), count)
    out = random_.standard_normal((count, DIMENSION), dtype=np.float32) * axes
    out += 0.7 * subjects[topic % 60] + 0.7 * topics[topic] + mean
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    return out.astype(np.float16).astype(np.float32)  # as a library keeps them


class StoredVectors:
    """Vectors by row, as a library gives them to its index; row n is element n - 1."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def vectors(self, rows: RowIds) -> Iterator[tuple[RowIds, Vectors]]:
        """Yield batches of (rows, vectors)."""
        for at in range(0, len(rows), 2_000):
            part = rows[at : at + 2_000]
            yield part, self._vectors[part - 1]


class StoredTexts:
    """Texts by row, as a library gives them to its index; row n is element n - 1."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        self._texts = texts

    def texts(self, rows: RowIds) -> Iterator[tuple[int, str, str]]:
        """Yield (row, title, text)."""
        for row in rows.tolist():
            yield (row, *self._texts[row - 1])


def news(corpus: Path, count: int) -> list[tuple[str, str]]:
    """Return (title, passage) pairs of a corpus in JSON Lines, up to ``count`` of them."""
    found: list[tuple[str, str]] = []
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            for at in range(0, len(text), PASSAGE_CHARS):
                found.append((text[:20], text[at : at + PASSAGE_CHARS]))
            if len(found) >= count:
                break
    return found[:count]


def news_document(at: int, texts: Sequence[tuple[str, str]]) -> tuple[Document, list[Passage]]:
    """Return the texts as one document with a passage for each; ``at`` tells it from others."""
    whole = "".join(text for _, text in texts)
    sha256 = hashlib.sha256(f"{at}{whole}".encode()).hexdigest()
    document = Document(sha256, texts[0][0], whole, f"{at}.txt", sha256)
    passages: list[Passage] = []
    start = 0
    for _, text in texts:
        end = start + len(text)
        if text:
            key = f"{sha256[:16]}:{start}"
            passages.append(Passage(key, sha256, start, end, text, document.title))
        start = end
    return document, passages
