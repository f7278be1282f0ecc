"""Nearest passages by inner product: the one door to faiss.

Vectors are stored as float16, as they are in SQLite. Up to ``EXACT_ROWS`` every vector is
compared; above, an inverted file looks only into the cells nearest to the question.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import faiss as _typed_faiss
import numpy as np

from index.manifest import DamagedIndexError
from index.storage import RowIds
from rag.errors import LibraryError
from rag.protocols import Vectors

# The stubs that come with faiss do not know what its Python wrapper adds.
faiss: Any = _typed_faiss

# Measured by benchmarks/index_speed.py on 2 cores.
EXACT_ROWS = 50_000
_PROBED_SHARE = 0.08
_TRAINED_ON = 50
# So few allowed rows, and so small a share of all, are compared one by one: fetching a vector
# costs as much as passing by sixteen.
_FEW_ROWS = 2_000
_FEW_SHARE = 1 / 16
_FILE = "vectors.faiss"
_FORMAT = "faiss-fp16-1"


class VectorSource(Protocol):
    """Where vectors come from."""

    def vectors(self, rows: RowIds) -> Iterator[tuple[RowIds, Vectors]]:
        """Yield batches of (rows, (n, d) float32)."""


class FaissIndex:
    """An index over unit vectors with rows as ids; scores are cosines, higher is better."""

    def __init__(self, index: Any, dimension: int) -> None:
        self._index = index
        self._dimension = dimension

    def search(
        self, vector: Vectors, top_k: int, rows: RowIds | None = None
    ) -> list[tuple[int, float]]:
        """Return (row, score) of the best rows for one (d,) vector, best first."""
        query = np.ascontiguousarray(vector, dtype=np.float32)
        if query.shape != (self._dimension,):
            raise LibraryError(
                f"a question vector of shape {query.shape} does not fit the "
                f"{self._dimension} dimensions of the library"
            )
        top_k = min(top_k, self._index.ntotal)
        if top_k <= 0 or (rows is not None and not len(rows)):
            return []
        # A thread more gains nothing for one question, and on a busy machine two wait for each
        # other: 25 ms instead of 0.4. The setting is per calling thread.
        faiss.omp_set_num_threads(1)
        few = min(_FEW_ROWS, int(self._index.ntotal * _FEW_SHARE))
        if rows is not None and len(rows) <= few:
            return self._compare(query, top_k, rows)
        scores, found = self._index.search(query[None, :], top_k, params=self._parameters(rows))
        return _ranked(found[0], scores[0])

    def rows(self) -> RowIds:
        """Return the rows it holds, sorted."""
        if isinstance(self._index, faiss.IndexIVF):
            lists = self._index.invlists
            cells = [
                faiss.rev_swig_ptr(lists.get_ids(cell), lists.list_size(cell)).copy()
                for cell in range(self._index.nlist)
            ]
            return np.sort(np.concatenate(cells))
        return np.sort(faiss.vector_to_array(self._index.id_map))

    def vectors(self, rows: RowIds) -> Vectors:
        """Return the stored vectors of rows that are in the index, (n, d) float32."""
        found: Vectors = self._index.reconstruct_batch(np.ascontiguousarray(rows, np.int64))
        return found

    def close(self) -> None:
        """Nothing is held open."""

    def _compare(self, query: Vectors, top_k: int, rows: RowIds) -> list[tuple[int, float]]:
        try:
            scores = self.vectors(rows) @ query
        except RuntimeError:
            # A filter newer than this index names a row that is not in it.
            return self._selected(query, top_k, rows)
        best = np.lexsort((rows, -scores))[:top_k]
        return [(int(rows[at]), float(scores[at])) for at in best]

    def _selected(self, query: Vectors, top_k: int, rows: RowIds) -> list[tuple[int, float]]:
        scores, found = self._index.search(query[None, :], top_k, params=self._parameters(rows))
        return _ranked(found[0], scores[0])

    def _parameters(self, rows: RowIds | None) -> Any:
        selector = None if rows is None else _selector(rows)
        if isinstance(self._index, faiss.IndexIVF):
            # The fewer rows are allowed, the more cells hold the best of them.
            allowed = 1.0 if rows is None else min(1.0, len(rows) / self._index.ntotal)
            cells = min(self._index.nlist, int(self._index.nlist * _PROBED_SHARE / allowed) + 1)
            return faiss.SearchParametersIVF(sel=selector, nprobe=cells)
        return None if selector is None else faiss.SearchParameters(sel=selector)


class VectorKind:
    """Builds, catches up and loads the vector index of a library."""

    name = "vectors"

    def __init__(self, source: VectorSource, dimension: int, encoder_fingerprint: str) -> None:
        self._source = source
        self._dimension = dimension
        self.stamp = vector_stamp(dimension, encoder_fingerprint)

    def build(self, folder: Path, rows: RowIds) -> FaissIndex:
        """Make the index of these rows in an empty folder."""
        if len(rows) > EXACT_ROWS:
            index = self._trained(rows)
        else:
            index = faiss.IndexIDMap2(
                faiss.IndexScalarQuantizer(
                    self._dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
                )
            )
        return self._filled(index, folder, rows)

    def update(
        self, folder: Path, old: Path, removed: RowIds, added: RowIds, rows: RowIds
    ) -> FaissIndex:
        """Make the index of ``rows`` from the one in ``old``."""
        index = self.load(old)._index
        if isinstance(index, faiss.IndexIVF) != (len(rows) > EXACT_ROWS):
            return self.build(folder, rows)
        if len(removed):
            # An inverted file with a hash table of its rows takes this selector only.
            as_array = isinstance(index, faiss.IndexIVF)
            selector = faiss.IDSelectorArray if as_array else faiss.IDSelectorBatch
            index.remove_ids(selector(np.ascontiguousarray(removed, np.int64)))
        return self._filled(index, folder, added)

    def load(self, folder: Path) -> FaissIndex:
        """Open what is in a folder whose checksums hold."""
        try:
            index = faiss.read_index(str(folder / _FILE))
        except RuntimeError as exc:
            raise DamagedIndexError(f"{_FILE} cannot be read") from exc
        if index.d != self._dimension:
            raise DamagedIndexError(f"{_FILE} has {index.d} dimensions, not {self._dimension}")
        return FaissIndex(index, self._dimension)

    def _filled(self, index: Any, folder: Path, rows: RowIds) -> FaissIndex:
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        for part, vectors in self._source.vectors(rows):
            index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), part)
        faiss.write_index(index, str(folder / _FILE))
        return FaissIndex(index, self._dimension)

    def _trained(self, rows: RowIds) -> Any:
        # faiss asks for 39 examples a cell.
        cells = min(int(2 * np.sqrt(len(rows))), len(rows) // 39)
        sample = np.random.default_rng(0).choice(
            rows, min(len(rows), cells * _TRAINED_ON), replace=False
        )
        vectors = np.concatenate([part for _, part in self._source.vectors(np.sort(sample))])
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(self._dimension),
            self._dimension,
            cells,
            faiss.ScalarQuantizer.QT_fp16,
            faiss.METRIC_INNER_PRODUCT,
        )
        index.set_direct_map_type(faiss.DirectMap.Hashtable)
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        index.train(vectors)
        return index


def vector_stamp(dimension: int, encoder_fingerprint: str) -> Mapping[str, str]:
    """Return what a stored index must have been made with to be used."""
    return {"format": _FORMAT, "dimension": str(dimension), "encoder": encoder_fingerprint}


def _selector(rows: RowIds) -> Any:
    """A bitmap with one bit per row id: exact, and constant time per looked-up row."""
    marks = np.zeros(int(rows.max()) + 1, dtype=bool)
    marks[rows] = True
    return faiss.IDSelectorBitmap(np.packbits(marks, bitorder="little"))


def _ranked(rows: RowIds, scores: Vectors) -> list[tuple[int, float]]:
    found = [(int(row), float(score)) for row, score in zip(rows, scores, strict=True) if row >= 0]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
