"""BM25 over character bigrams and single characters of numbers, for mining hard negatives."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def terms(text: str) -> list[str]:
    """Return the character bigrams of a text, white space removed."""
    text = "".join(text.split()).lower()
    return [text[i : i + 2] for i in range(len(text) - 1)]


class Pool:
    """A fixed pool of texts, searched by BM25 (Robertson and Zaragoza 2009, k1 .9, b .4)."""

    def __init__(self, texts: Sequence[str], k1: float = 0.9, b: float = 0.4) -> None:
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = np.zeros(len(texts), np.float32)
        for row, text in enumerate(texts):
            counts = Counter(terms(text))
            lengths[row] = sum(counts.values())
            for term, count in counts.items():
                postings[term].append((row, count))
        norm = k1 * (1 - b + b * lengths / max(float(lengths.mean()), 1.0))
        self.count = len(texts)
        self.weights: dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]] = {}
        for term, found in postings.items():
            rows = np.array([row for row, _ in found], np.int64)
            counted = np.array([count for _, count in found], np.float32)
            idf = math.log(1 + (len(texts) - len(found) + 0.5) / (len(found) + 0.5))
            self.weights[term] = (rows, idf * counted * (k1 + 1) / (counted + norm[rows]))

    def search(self, query: str, top_k: int) -> list[tuple[int, float]]:
        """Return (row, score) of the best rows, best first; ties by row."""
        scores = np.zeros(self.count, np.float32)
        for term in set(terms(query)):
            if term in self.weights:
                rows, weights = self.weights[term]
                scores[rows] += weights
        top_k = min(top_k, self.count)
        best = np.argpartition(-scores, top_k - 1)[:top_k]
        best = best[np.lexsort((best, -scores[best]))]
        return [(int(row), float(scores[row])) for row in best]
