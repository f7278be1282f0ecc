"""What searching holds on to: an index that is always the one of the library's generation."""

from __future__ import annotations

from collections.abc import Callable

from index.derived import Derived
from index.lexical import TantivyIndex
from index.storage import RowIds
from index.vectors import FaissIndex
from rag.protocols import Vectors


class VectorHandle:
    """The vector index of a library; implements VectorIndex."""

    def __init__(self, derived: Derived[FaissIndex], generation: Callable[[], int]) -> None:
        """``generation`` says which one the library reads now."""
        self._derived = derived
        self._generation = generation

    def search(
        self, vector: Vectors, top_k: int, rows: RowIds | None = None
    ) -> list[tuple[int, float]]:
        """Return (row, cosine) of the best rows for one (d,) unit vector, best first."""
        return self._derived.get(self._generation()).search(vector, top_k, rows)


class LexicalHandle:
    """The lexical index of a library; implements LexicalIndex."""

    def __init__(self, derived: Derived[TantivyIndex], generation: Callable[[], int]) -> None:
        """``generation`` says which one the library reads now."""
        self._derived = derived
        self._generation = generation

    def search(self, query: str, top_k: int, rows: RowIds | None = None) -> list[tuple[int, float]]:
        """Return (row, BM25 score) of the best rows for one query, best first."""
        return self._derived.get(self._generation()).search(query, top_k, rows)
