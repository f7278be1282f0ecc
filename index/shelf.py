"""What a library answers from its tables; no index is needed for any of it."""

# ruff: noqa: S608 - the statements are put together from constants; values are always bound

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.cache import DocumentCache
from index.database import Database
from index.originals import Originals
from index.packing import passage_hash, unpack_vectors
from index.records import Records
from index.relations import read_relations
from index.rows import (
    PASSAGE_COLUMNS,
    READ_DOCUMENT,
    READ_SUMMARIES,
    Summary,
    as_document,
    as_passage,
    as_summary,
    filter_query,
)
from rag.errors import LibraryError
from rag.protocols import Vectors
from rag.types import Document, Filter, Passage

_CACHED_CHARS = 4_000_000
_PASSAGES = f"SELECT {PASSAGE_COLUMNS} FROM passages "


class Shelf(Records):
    """The reading side of a library, at the snapshot that its database is pinned to."""

    def __init__(self, folder: Path, database: Database) -> None:
        """Read from an open database of the library in ``folder``."""
        super().__init__(folder, database)
        self._originals = Originals(folder / "originals")
        self._cache = DocumentCache(_CACHED_CHARS)
        meta: dict[str, str] = dict(database.rows("SELECT key, value FROM meta"))
        try:
            self.encoder_fingerprint = str(meta["encoder"])
            self.dimension = int(meta["dimension"])
        except (KeyError, ValueError) as exc:
            raise LibraryError(f"{folder}: does not say which encoder made it") from exc

    # ---- what the ingest asks

    def current(self, recipe: str) -> Mapping[str, str]:
        """Return source -> sha256 of all that was cut by this recipe."""
        found = self._database.rows(
            "SELECT s.source, s.sha256 FROM sources s JOIN documents d USING (doc_id) "
            "WHERE d.recipe = ?",
            (recipe,),
        )
        return dict(found)

    def file_is_current(self, source: str, sha256: str, recipe: str) -> bool:
        """Whether all that a file of many documents gave by this recipe is still there."""
        found = self._database.rows(
            "SELECT documents FROM files WHERE source = ? AND sha256 = ? AND recipe = ?",
            (source, sha256, recipe),
        )
        return bool(found) and len(self.sources(source)) == found[0][0]

    def sources(self, root: str = "") -> Mapping[str, str]:
        """Return source -> sha256 of all sources equal to or below ``root`` ("" for all).

        Below means that ``root`` is followed by "/" (a folder) or "#" (a record of a file).
        """
        found = self._database.rows(
            "SELECT source, sha256 FROM sources "
            "WHERE ?1 = '' OR source = ?1 OR substr(source, 1, length(?2)) IN (?2, ?3)",
            (root, root.rstrip("/") + "/", root + "#"),
        )
        return dict(found)

    def holdings(self) -> Mapping[str, tuple[str, str]]:
        """Return source -> (doc_id, sha256) of all sources."""
        found = self._database.rows("SELECT source, doc_id, sha256 FROM sources")
        return {source: (doc_id, sha256) for source, doc_id, sha256 in found}

    def known_vectors(self, passages: Sequence[Passage]) -> list[Vectors | None]:
        """Return, for each passage, the (d,) vector of an equal one (context and text)."""
        hashes = [passage_hash(passage) for passage in passages]
        found: dict[bytes, bytes] = dict(
            self._database.rows_in(
                "SELECT p.text_hash, e.vector FROM passages p JOIN embeddings e USING (row_id) "
                "WHERE p.text_hash IN ({})",
                list(dict.fromkeys(hashes)),
            )
        )
        return [
            unpack_vectors([found[each]], self.dimension)[0] if each in found else None
            for each in hashes
        ]

    # ---- PassageStore

    def document(self, doc_id: str) -> Document:
        """Return a whole document; raise LibraryError if it is not there."""
        cleared, document = self._cache.cleared, self._cache.get(doc_id)
        if document is None:
            found = self._database.rows(READ_DOCUMENT, (doc_id,))
            if not found:
                raise LibraryError(f"{self.folder}: no document {doc_id!r}")
            document = as_document(found[0], read_relations(self._database, doc_id))
            self._cache.add(document, cleared)
        return document

    def passages(self, row_ids: Sequence[int]) -> list[Passage]:
        """Return the passages of these rows, in the order given, skipping removed ones."""
        found = self._database.rows_in(
            _PASSAGES + "WHERE row_id IN ({})",
            [int(row) for row in row_ids],
        )
        by_row = {row[0]: as_passage(row) for row in found}
        return [by_row[row] for row in row_ids if row in by_row]

    def passages_of(self, doc_id: str) -> list[Passage]:
        """Return all passages of a document in the order of its text; none if it is not there."""
        found = self._database.rows(_PASSAGES + "WHERE doc_id = ? ORDER BY start", (doc_id,))
        return [as_passage(row) for row in found]

    def allowed_rows(self, wanted: Filter) -> npt.NDArray[np.int64] | None:
        """Return the rows a filter allows, sorted; None when it allows all."""
        if not wanted:
            return None
        found = self._database.rows(*filter_query(wanted))
        return np.array([row for (row,) in found], dtype=np.int64)

    # ---- overview

    def documents(self) -> list[Summary]:
        """Return a summary of every document, newest first."""
        return [as_summary(row) for row in self._database.rows(READ_SUMMARIES)]

    def original(self, doc_id: str) -> Path | None:
        """Return the path of the original file, None where none was kept."""
        found = self._database.rows("SELECT sha256 FROM documents WHERE doc_id = ?", (doc_id,))
        path = self._originals.path(found[0][0]) if found else None
        return path if path is not None and path.exists() else None

    @property
    def document_count(self) -> int:
        """Number of documents."""
        return int(self._database.rows("SELECT count(*) FROM documents")[0][0])

    @property
    def passage_count(self) -> int:
        """Number of passages."""
        return int(self._database.rows("SELECT count(*) FROM passages")[0][0])

    def _stored_generation(self) -> int:
        return int(self._database.rows("SELECT value FROM meta WHERE key = 'generation'")[0][0])
