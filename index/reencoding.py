"""Giving a library vectors of another encoder: aside, batch by batch, then all at once.

Until the end the library answers by its old vectors. What is aside survives a crash; it is
dropped when yet another encoder comes.
"""

# ruff: noqa: S608 - the statements are put together from constants; values are always bound

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.database import Database
from index.packing import pack_vector
from index.removed import bar_removed
from index.rows import PASSAGE_COLUMNS, as_passage
from rag.errors import LibraryError
from rag.protocols import Vectors
from rag.types import Passage

_BATCH = 256
_SET = "INSERT OR REPLACE INTO meta VALUES (?, ?)"


class Reencoding:
    """One change of encoder under way; got from ``Writer.reencoding``."""

    def __init__(
        self, database: Database, encoder: str, dimension: int, changed: Callable[[], None]
    ) -> None:
        self._database, self._changed = database, changed
        self._encoder, self._dimension = encoder, dimension
        meta: dict[str, str] = dict(database.rows("SELECT key, value FROM meta"))
        self._needless = meta["encoder"] == encoder
        if meta.get("coming_encoder") != encoder:
            with database.transaction() as connection:
                connection.execute("DELETE FROM coming_embeddings")
                connection.execute(_SET, ("coming_encoder", encoder))

    def next_batch(self) -> list[tuple[int, Passage]]:
        """Return up to 256 rows without a vector of the encoder; none when all have one."""
        if self._needless:
            return []
        found = self._database.rows(
            # A document that was brought back since lies among those that have one.
            f"SELECT {PASSAGE_COLUMNS} FROM passages WHERE row_id NOT IN "
            "(SELECT row_id FROM coming_embeddings) ORDER BY row_id LIMIT ?",
            (_BATCH,),
        )
        return [(row[0], as_passage(row)) for row in found]

    def put(self, rows: Sequence[int], vectors: Vectors) -> None:
        """Keep the (n, d) vectors of these rows aside."""
        if vectors.shape != (len(rows), self._dimension):
            raise LibraryError(
                f"vectors of shape {vectors.shape}, not ({len(rows)}, {self._dimension})"
            )
        packed = [(row, pack_vector(vector)) for row, vector in zip(rows, vectors, strict=True)]
        with self._database.transaction() as connection:
            connection.executemany("INSERT INTO coming_embeddings VALUES (?, ?)", packed)

    def finish(self) -> None:
        """Put the new vectors in place of the old ones, in one transaction.

        Raises LibraryError if passages are left; documents that lie aside cannot come back.
        """
        if self.next_batch():
            raise LibraryError(f"{self._database.path}: passages are left to encode; run it again")
        with self._database.transaction() as connection:
            if not self._needless:
                connection.execute("DELETE FROM embeddings")
                connection.execute("INSERT INTO embeddings SELECT * FROM coming_embeddings")
                connection.execute(_SET, ("encoder", self._encoder))
                connection.execute(_SET, ("dimension", str(self._dimension)))
                bar_removed(connection)
                connection.execute(
                    "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'"
                )
            connection.execute("DELETE FROM coming_embeddings")
            connection.execute("DELETE FROM meta WHERE key = 'coming_encoder'")
        self._changed()
