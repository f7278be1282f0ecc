"""The vector index against numpy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import vectors
from index.storage import RowIds
from index.vectors import FaissIndex, VectorKind
from rag.errors import LibraryError
from rag.protocols import Vectors

DIMENSION = 24


def unit(count: int, seed: int = 0) -> Vectors:
    """Clustered unit vectors, as those of texts are."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(99).standard_normal((20, DIMENSION))
    points = centres[random.integers(0, 20, count)] + random.standard_normal((count, DIMENSION))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


class Store:
    """A source of vectors that is an array; row n is its element n - 1."""

    def __init__(self, values: Vectors) -> None:
        self.values = values.astype(np.float16).astype(np.float32)

    def vectors(self, rows: RowIds) -> Iterator[tuple[RowIds, Vectors]]:
        for at in range(0, len(rows), 500):
            part = rows[at : at + 500]
            yield part, self.values[part - 1]


def best(store: Store, query: Vectors, rows: RowIds, top_k: int) -> list[int]:
    scores = store.values[rows - 1] @ query
    return [int(rows[at]) for at in np.lexsort((rows, -scores))[:top_k]]


def built(store: Store, folder: Path, rows: RowIds) -> FaissIndex:
    folder.mkdir()
    return VectorKind(store, DIMENSION, "test").build(folder, rows)


@pytest.mark.parametrize("exact_rows", [10_000, 1_000], ids=["exact", "codes"])
def test_search_agrees_with_numpy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exact_rows: int
) -> None:
    monkeypatch.setattr(vectors, "EXACT_ROWS", exact_rows)
    monkeypatch.setattr(vectors, "_FEW_ROWS", 50)
    store = Store(unit(5_000))
    rows = np.arange(2, 5_001, dtype=np.int64)
    index = built(store, tmp_path / "index", rows)
    shared = total = 0
    for query in unit(40, seed=1):
        for allowed in (None, rows[::3], rows[1000:1040]):
            expected = best(store, query, rows if allowed is None else allowed, 10)
            found = index.search(query, 10, allowed)
            assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
            for row, score in found:
                # Some processors multiply in half precision.
                assert score == pytest.approx(float(store.values[row - 1] @ query), abs=1e-3)
            if allowed is not None:
                assert {row for row, _ in found} <= set(allowed.tolist())
            shared += len(set(expected) & {row for row, _ in found})
            total += len(expected)
    assert shared / total >= (0.999 if exact_rows > len(rows) else 0.95)
    assert index.rows().tolist() == rows.tolist()


@pytest.mark.parametrize("exact_rows", [10_000, 1_000], ids=["exact", "codes"])
def test_an_update_equals_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exact_rows: int
) -> None:
    monkeypatch.setattr(vectors, "EXACT_ROWS", exact_rows)
    store = Store(unit(3_000))
    kind = VectorKind(store, DIMENSION, "test")
    built(store, tmp_path / "old", np.arange(1, 2_501, dtype=np.int64))
    removed, added = np.arange(1, 201), np.arange(2_501, 3_001)
    rows = np.arange(201, 3_001, dtype=np.int64)
    (tmp_path / "new").mkdir()
    kind.update(tmp_path / "new", tmp_path / "old", removed, added, rows)
    index = kind.load(tmp_path / "new")
    assert index.rows().tolist() == rows.tolist()
    assert np.allclose(index.vectors(rows[:50]), store.values[rows[:50] - 1], atol=1e-3)
    assert index.search(store.values[0], 5)
    assert index.search(store.values[2_999], 1)[0][0] == 3_000


def test_growing_past_the_switch_changes_the_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "EXACT_ROWS", 1_000)
    store = Store(unit(1_200))
    built(store, tmp_path / "old", np.arange(1, 991, dtype=np.int64))
    rows = np.arange(1, 1_201, dtype=np.int64)
    (tmp_path / "new").mkdir()
    index = VectorKind(store, DIMENSION, "test").update(
        tmp_path / "new", tmp_path / "old", np.array([], np.int64), rows[990:], rows
    )
    assert index.rows().tolist() == rows.tolist()


def test_edges(tmp_path: Path) -> None:
    store = Store(unit(3))
    rows = np.array([1, 3], dtype=np.int64)
    index = built(store, tmp_path / "index", rows)
    query = store.values[0]
    assert [row for row, _ in index.search(query, 10)] == best(store, query, rows, 10)
    assert index.search(query, 0) == []
    assert index.search(query, 5, np.array([], dtype=np.int64)) == []
    assert [row for row, _ in index.search(query, 5, np.array([2, 3], dtype=np.int64))] == [3]
    with pytest.raises(LibraryError, match="does not fit"):
        index.search(query[:-1], 1)
    empty = built(store, tmp_path / "empty", np.array([], dtype=np.int64))
    assert empty.search(query, 5) == []
