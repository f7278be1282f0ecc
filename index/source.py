"""What the derived indexes are built from: texts and vectors of rows, in batches."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np

from index.database import Database
from index.packing import unpack_vectors
from index.storage import RowIds
from rag.errors import LibraryError
from rag.protocols import Vectors
from rag.types import Passage

_BATCH = 2_000


class PassageSource:
    """Reads rows of the library in batches, so that no index needs all of it in memory."""

    def __init__(self, database: Database, dimension: int) -> None:
        self._database = database
        self._dimension = dimension

    def rows(self) -> RowIds:
        """Return all rows, sorted."""
        # The index is a tenth of the table, which holds the texts.
        found = self._database.rows("SELECT row_id FROM passages INDEXED BY passages_text_hash")
        return np.sort(np.fromiter((row for (row,) in found), dtype=np.int64, count=len(found)))

    def vectors(self, rows: RowIds) -> Iterator[tuple[RowIds, Vectors]]:
        """Yield batches of (ascending rows, (n, d) float32); LibraryError if one is missing."""
        for part in _batches(rows):
            found = self._database.rows_in(
                "SELECT row_id, vector FROM embeddings WHERE row_id IN ({})", part.tolist()
            )
            if len(found) != len(part):
                raise LibraryError(
                    f"{self._database.path}: passages without vectors; ingest the documents "
                    "into a new library (--library DIR)"
                )
            found.sort()
            numbers = np.array([row for row, _ in found], dtype=np.int64)
            yield numbers, unpack_vectors([blob for _, blob in found], self._dimension)

    def texts(self, rows: RowIds) -> Iterator[tuple[int, str, str]]:
        """Yield (row, title and outline, text)."""
        for part in _batches(rows):
            found = self._database.rows_in(
                "SELECT row_id, title, heading_path, text FROM passages WHERE row_id IN ({})",
                part.tolist(),
            )
            for row, title, heading_path, text in found:
                path = tuple(json.loads(heading_path))
                passage = Passage("", "", 0, 0, "", title=title, heading_path=path)
                yield row, passage.context, text


def _batches(rows: RowIds) -> Iterator[RowIds]:
    for at in range(0, len(rows), _BATCH):
        yield rows[at : at + _BATCH]
