"""What every index must do, whichever library is behind it: the promises of the Protocols."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from index.library import Library
from index.storage import RowIds
from rag.protocols import LexicalIndex, VectorIndex, Vectors
from tests.library_material import DIMENSION, ENCODER, cut, document_of, vector_of, vectors_of

TEXTS = [
    f"第{number}号文件：支持{'场景' * (number % 4 + 1)}创新，编号{number}。" for number in range(40)
]


class CountingIndex:
    """A lexical index of ten lines: shared character pairs, counted."""

    def __init__(self, texts: dict[int, str]) -> None:
        self._pairs = {row: _pairs(text) for row, text in texts.items()}

    def search(self, query: str, top_k: int, rows: RowIds | None = None) -> list[tuple[int, float]]:
        """Return (row, shared pairs), best first."""
        allowed = self._pairs.keys() if rows is None else set(rows.tolist()) & self._pairs.keys()
        scores = [(row, float((self._pairs[row] & _pairs(query)).total())) for row in allowed]
        found = sorted((pair for pair in scores if pair[1]), key=lambda pair: (-pair[1], pair[0]))
        return found[:top_k]


class ArrayIndex:
    """A vector index that is an array."""

    def __init__(self, rows: RowIds, vectors: Vectors) -> None:
        self._rows, self._vectors = rows, vectors

    def search(
        self, vector: Vectors, top_k: int, rows: RowIds | None = None
    ) -> list[tuple[int, float]]:
        """Return (row, inner product), best first."""
        keep = np.ones(len(self._rows), bool) if rows is None else np.isin(self._rows, rows)
        scores = self._vectors[keep] @ vector
        numbers = self._rows[keep]
        best = np.lexsort((numbers, -scores))[:top_k]
        return [(int(numbers[at]), float(scores[at])) for at in best]


def _pairs(text: str) -> Counter[str]:
    return Counter(re.findall("(?=([一-鿿]{2}))", text))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("contract") / "library"
    with Library.open(
        folder, encoder_fingerprint=ENCODER, dimension=DIMENSION, create=True
    ) as library:
        with library.writing() as writer:
            for number, text in enumerate(TEXTS):
                document = document_of(text, f"{number}.txt")
                passages = cut(document)
                writer.put(document, passages, vectors_of(passages))
        yield library


def rows_of(library: Library) -> RowIds:
    return np.arange(1, library.passage_count + 1, dtype=np.int64)


@pytest.fixture(params=["library", "counting"])
def lexical(request: pytest.FixtureRequest, library: Library) -> LexicalIndex:
    if request.param == "library":
        return library.lexical_index()
    rows = rows_of(library).tolist()
    return CountingIndex(dict(zip(rows, (p.text for p in library.passages(rows)), strict=True)))


@pytest.fixture(params=["library", "array"])
def dense(request: pytest.FixtureRequest, library: Library) -> VectorIndex:
    if request.param == "library":
        return library.vector_index()
    rows = rows_of(library)
    return ArrayIndex(rows, vectors_of(library.passages(rows.tolist())))


def check(found: list[tuple[int, float]], top_k: int, rows: RowIds) -> None:
    assert len(found) <= top_k
    assert len({row for row, _ in found}) == len(found)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    assert {row for row, _ in found} <= set(rows.tolist())
    assert all(type(row) is int and type(score) is float for row, score in found)


def test_lexical_index(lexical: LexicalIndex, library: Library) -> None:
    rows = rows_of(library)
    for top_k in (1, 7, 1000):
        check(lexical.search("场景创新", top_k, None), top_k, rows)
        check(lexical.search("场景创新", top_k, rows[::3]), top_k, rows[::3])
    assert len(lexical.search("场景创新", 1000)) == len(rows)
    assert lexical.search("", 5) == []
    assert lexical.search("场景", 5, np.array([], dtype=np.int64)) == []
    assert lexical.search("场景", 5, np.array([10_000], dtype=np.int64)) == []


def test_vector_index(dense: VectorIndex, library: Library) -> None:
    rows = rows_of(library)
    vector = vector_of("问题")
    for top_k in (1, 7, 1000):
        check(dense.search(vector, top_k, None), top_k, rows)
        check(dense.search(vector, top_k, rows[::3]), top_k, rows[::3])
    assert len(dense.search(vector, 1000)) == len(rows)
    assert dense.search(vector, 5, np.array([], dtype=np.int64)) == []
    (passage,) = library.passages([5])
    row, score = dense.search(vectors_of([passage])[0], 1)[0]
    assert row == 5
    assert score == pytest.approx(1.0, abs=1e-3)


def test_both_vector_indexes_agree(library: Library) -> None:
    rows = rows_of(library)
    exact = ArrayIndex(rows, vectors_of(library.passages(rows.tolist())))
    for number in range(20):
        vector = vector_of(f"问题{number}")
        ours = library.vector_index().search(vector, 10)
        theirs = exact.search(vector, 10)
        assert [row for row, _ in ours][:8] == [row for row, _ in theirs][:8]
        assert np.allclose([s for _, s in ours], [s for _, s in theirs], atol=1e-3)
