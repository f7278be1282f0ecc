"""Nearest passages by inner product: the one door to faiss.

Vectors are kept as float16, as they are in SQLite. Up to ``EXACT_ROWS`` every vector is
compared with the question. Above, codes of one bit a component (RaBitQ, Gao and Long 2024)
are all compared first and the best of them again exactly. With a filter the allowed vectors
are always compared exactly.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import faiss as _typed_faiss
import numpy as np
import numpy.typing as npt

from index.manifest import DamagedIndexError
from index.storage import RowIds
from rag.errors import LibraryError
from rag.protocols import Vectors

# The stubs that come with faiss do not know what its Python wrapper adds.
faiss: Any = _typed_faiss

# Measured by benchmarks/index_speed.py on one core: 2 ms for exact and 1.6 for codes at 50,000
# vectors, 19 against 4.7 at 250,000. An inverted file was tried in place of the codes: on
# vectors of real texts, which all lie close together, it missed a tenth of the ten best even
# with a third of its cells looked into.
EXACT_ROWS = 50_000
# So many candidates, or this share of all, are compared again: on 150,000
# vectors mixed from real ones recall@10 is 0.9975.
_CANDIDATES = 1_000
_CANDIDATE_SHARE = 0.01
# So few allowed rows, and so small a share of all, are compared one by one: fetching a vector
# costs as much as passing by sixteen.
_FEW_ROWS = 2_000
_FEW_SHARE = 1 / 16
_FILE = "vectors.faiss"
_CODES_FILE = "codes.faiss"
_FORMAT = "faiss-fp16-rabitq-1"


class VectorSource(Protocol):
    """Where vectors come from."""

    def vectors(self, rows: RowIds) -> Iterator[tuple[RowIds, Vectors]]:
        """Yield batches of (rows, (n, d) float32), rows ascending."""


class FaissIndex:
    """An index over unit vectors with rows as ids; scores are cosines, higher is better."""

    def __init__(self, exact: Any, codes: Any | None) -> None:
        """``exact`` holds all vectors by row, ``codes`` the same in the same order."""
        self._exact = exact
        self._codes = codes
        self._rows: RowIds = faiss.vector_to_array(exact.id_map)
        self._matrix = _view(exact)

    def search(
        self, vector: Vectors, top_k: int, rows: RowIds | None = None
    ) -> list[tuple[int, float]]:
        """Return (row, score) of the best rows for one (d,) vector, best first."""
        query = np.ascontiguousarray(vector, dtype=np.float32)
        if query.shape != (self._exact.d,):
            raise LibraryError(
                f"a question vector of shape {query.shape} does not fit the "
                f"{self._exact.d} dimensions of the library"
            )
        top_k = min(top_k, len(self._rows))
        if top_k <= 0 or (rows is not None and not len(rows)):
            return []
        # A thread more gains nothing for one question, and on a busy machine two wait for each
        # other: 25 ms instead of 0.4. The setting is per calling thread.
        faiss.omp_set_num_threads(1)
        if rows is None:
            if self._codes is None:
                return self._selected(query, top_k, None)
            return self._compared(query, top_k, self._candidates(self._codes, query, top_k))
        if len(rows) <= min(_FEW_ROWS, int(len(self._rows) * _FEW_SHARE)):
            return self._compared(query, top_k, self._places(rows))
        return self._selected(query, top_k, rows)

    def rows(self) -> RowIds:
        """Return the rows it holds, sorted."""
        return np.sort(self._rows)

    def vectors(self, rows: RowIds) -> Vectors:
        """Return the stored vectors of rows that are in the index, (n, d) float32."""
        return self._matrix[self._places(rows)].astype(np.float32)

    def close(self) -> None:
        """Nothing is held open."""

    def _candidates(self, codes: Any, query: Vectors, top_k: int) -> RowIds:
        """Return the places of vectors whose codes come closest."""
        share = int(len(self._rows) * _CANDIDATE_SHARE)
        count = min(len(self._rows), max(_CANDIDATES, share, 16 * top_k))
        places: RowIds = codes.search(query[None, :], count)[1][0]
        return places[places >= 0]

    def _places(self, rows: RowIds) -> RowIds:
        """Return where rows lie; rows that are not here are left out.

        Rows are added in ascending order and faiss closes gaps, so they stay sorted.
        """
        at = np.searchsorted(self._rows, rows)
        at = at[at < len(self._rows)]
        return at[np.isin(self._rows[at], rows)]

    def _compared(self, query: Vectors, top_k: int, places: RowIds) -> list[tuple[int, float]]:
        # Not ``@``: from about 1500 rows on, BLAS would wake threads that cost ten times the work.
        scores = np.einsum("ij,j->i", self._matrix[places].astype(np.float32), query)
        rows = self._rows[places]
        best = np.lexsort((rows, -scores))[:top_k]
        return [(int(rows[at]), float(scores[at])) for at in best]

    def _selected(self, query: Vectors, top_k: int, rows: RowIds | None) -> list[tuple[int, float]]:
        only = None if rows is None else faiss.SearchParameters(sel=_selector(rows))
        scores, found = self._exact.search(query[None, :], top_k, params=only)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return sorted((pair for pair in pairs if pair[0] >= 0), key=lambda p: (-p[1], p[0]))


class VectorKind:
    """Builds, catches up and loads the vector index of a library."""

    name = "vectors"

    def __init__(self, source: VectorSource, dimension: int, encoder_fingerprint: str) -> None:
        self._source = source
        self._dimension = dimension
        self.stamp = vector_stamp(dimension, encoder_fingerprint)

    def build(self, folder: Path, rows: RowIds) -> FaissIndex:
        """Make the index of these rows in an empty folder."""
        halves = faiss.ScalarQuantizer.QT_fp16
        inner_product = faiss.METRIC_INNER_PRODUCT
        exact = faiss.IndexIDMap2(
            faiss.IndexScalarQuantizer(self._dimension, halves, inner_product)
        )
        return self._filled(exact, folder, rows)

    def update(
        self, folder: Path, old: Path, removed: RowIds, added: RowIds, rows: RowIds
    ) -> FaissIndex:
        """Make the index of ``rows`` from the one in ``old``."""
        if len(added) and len(rows) > len(added) and rows[-len(added)] != added[0]:
            # Going back to an older generation: appending would leave rows unsorted.
            return self.build(folder, rows)
        exact = _read(old / _FILE)
        if len(removed):
            exact.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(removed, np.int64)))
        return self._filled(exact, folder, added)

    def load(self, folder: Path) -> FaissIndex:
        """Open what is in a folder whose checksums hold."""
        exact = _read(folder / _FILE)
        if exact.d != self._dimension:
            raise DamagedIndexError(f"{_FILE} has {exact.d} dimensions, not {self._dimension}")
        codes = folder / _CODES_FILE
        return FaissIndex(exact, _read(codes) if codes.exists() else None)

    def _filled(self, exact: Any, folder: Path, rows: RowIds) -> FaissIndex:
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        for part, vectors in self._source.vectors(rows):
            exact.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), part)
        _write(exact, folder / _FILE)
        codes = self._coded(_view(exact)) if exact.ntotal > EXACT_ROWS else None
        if codes is not None:
            _write(codes, folder / _CODES_FILE)
        return FaissIndex(exact, codes)

    def _coded(self, matrix: npt.NDArray[np.float16]) -> Any:
        """Make the codes of all vectors; a few milliseconds per thousand."""
        codes = faiss.IndexRaBitQFastScan(self._dimension, faiss.METRIC_INNER_PRODUCT)
        every = max(1, len(matrix) // 20_000)
        codes.train(matrix[::every].astype(np.float32))
        for at in range(0, len(matrix), 20_000):
            codes.add(matrix[at : at + 20_000].astype(np.float32))
        return codes


def vector_stamp(dimension: int, encoder_fingerprint: str) -> Mapping[str, str]:
    """Return what a stored index must have been made with to be used."""
    return {"format": _FORMAT, "dimension": str(dimension), "encoder": encoder_fingerprint}


def _read(path: Path) -> Any:
    try:
        return faiss.read_index(str(path))
    except RuntimeError as exc:
        raise DamagedIndexError(f"{path.name} cannot be read") from exc


def _write(index: Any, path: Path) -> None:
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as exc:
        # What faiss says begins with its own source and ends with what the system said.
        reason = str(exc).rpartition("failed: ")[2]
        raise LibraryError(f"{path}: cannot be written ({reason})") from exc


def _view(exact: Any) -> npt.NDArray[np.float16]:
    """The vectors of an index as an array that shares its memory; it must outlive the array."""
    quantized = faiss.downcast_index(exact.index)
    if not quantized.ntotal:
        return np.empty((0, quantized.d), np.float16)
    flat = faiss.rev_swig_ptr(quantized.codes.data(), quantized.ntotal * quantized.code_size)
    halves: npt.NDArray[np.float16] = flat.view(np.float16)
    return halves.reshape(quantized.ntotal, quantized.d)


def _selector(rows: RowIds) -> Any:
    """A bitmap with one bit per row id: exact, and constant time per looked-up row."""
    marks = np.zeros(int(rows.max()) + 1, dtype=bool)
    marks[rows] = True
    return faiss.IDSelectorBitmap(np.packbits(marks, bitorder="little"))
