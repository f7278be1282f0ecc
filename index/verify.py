"""Checks that everything in a library agrees with everything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.database import Database
from index.derived import Derived
from index.lexical import TantivyIndex
from index.manifest import DamagedIndexError
from index.originals import Originals, file_sha256
from index.packing import passage_hash
from index.removed import kept_sha256s
from index.rows import PASSAGE_COLUMNS, as_passage
from index.source import PassageSource
from index.storage import RowIds
from index.vectors import FaissIndex
from rag.errors import LibraryError

_SAMPLE = 50
_UNIT_TOLERANCE = 0.01
_SCORE_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an open library that are checked."""

    database: Database
    source: PassageSource
    originals: Originals
    vectors: Derived[FaissIndex]
    lexical: Derived[TantivyIndex]


def find_problems(parts: Parts, repair: bool) -> list[str]:
    """Return one line per problem; with ``repair`` mend what is derived or left over."""
    problems = [*_database(parts.database)]
    if problems:
        # Nothing below can be trusted, and nothing may be rebuilt from it.
        return problems
    rows = parts.source.rows()
    problems += [*_passages(parts), *_vectors(parts, rows)]
    sound = not problems
    for derived in (parts.vectors, parts.lexical):
        for problem in _derived(parts, derived):
            if repair and sound:
                derived.rebuild()
                problem += " (repaired)"
            problems.append(problem)
    return [*problems, *_originals(parts, repair)]


def _database(database: Database) -> Iterator[str]:
    for (line,) in database.rows("PRAGMA integrity_check(20)"):
        if line != "ok":
            yield f"{database.path.name}: {line}"
    for table, row, parent, _ in database.rows("PRAGMA foreign_key_check"):
        yield f"{database.path.name}: row {row} of {table} has lost its {parent}"


def _passages(parts: Parts) -> Iterator[str]:
    """Passages must be exact slices, and hashed as they are."""
    for doc_id, text, count in _documents(parts.database):
        found = parts.database.rows(
            f"SELECT text_hash, {PASSAGE_COLUMNS} FROM passages WHERE doc_id = ?",  # noqa: S608 - columns are constants
            (doc_id,),
        )
        if len(found) != count:
            yield f"document {doc_id}: {len(found)} passages, not {count}"
        for stored_hash, *row in found:
            passage = as_passage(tuple(row))
            if text[passage.start : passage.end] != passage.text:
                yield f"document {doc_id}: passage {row[0]} is not a slice of the text"
            elif passage_hash(passage) != stored_hash:
                yield f"document {doc_id}: passage {row[0]} does not match its hash"
    unreachable = parts.database.rows(
        "SELECT doc_id FROM documents WHERE doc_id NOT IN (SELECT doc_id FROM sources)"
    )
    yield from (f"document {doc_id}: no source leads to it" for (doc_id,) in unreachable)


def _documents(database: Database) -> Iterator[tuple[str, str, int]]:
    """Yield (doc_id, text, passages) one document at a time: together they may not fit."""
    for (doc_id,) in database.rows("SELECT doc_id FROM documents ORDER BY doc_id"):
        text, count = database.rows(
            "SELECT text, passages FROM documents WHERE doc_id = ?", (doc_id,)
        )[0]
        yield doc_id, text, count


def _vectors(parts: Parts, rows: RowIds) -> Iterator[str]:
    try:
        for numbers, vectors in parts.source.vectors(rows):
            lengths = np.linalg.norm(vectors, axis=1)
            for row in numbers[~(np.abs(lengths - 1.0) <= _UNIT_TOLERANCE)].tolist():
                yield f"vector {row} is not finite or not of length 1"
    except LibraryError as exc:
        yield str(exc)


def _derived(parts: Parts, derived: Derived[FaissIndex] | Derived[TantivyIndex]) -> Iterator[str]:
    """Yield at most one problem of a stored index: one is enough to rebuild it.

    An index of an older generation is no problem, it is caught up when next used; what it
    holds must still be sound.
    """
    name = derived.kind.name
    generation, rows = derived.current()
    try:
        index, on_disk = derived.stored()
    except DamagedIndexError as exc:
        yield f"{name} index: {exc}"
        return
    stored = on_disk.rows
    if on_disk.generation == generation and not np.array_equal(stored, rows):
        yield f"{name} index: holds {len(stored)} passages, the library {len(rows)}"
        return
    if index is None:
        return
    common = _sample(np.intersect1d(stored, rows, assume_unique=True))
    if not np.array_equal(index.rows(), stored):
        yield f"{name} index: its rows are not those of its manifest"
    elif isinstance(index, FaissIndex) and not _same_vectors(parts.source, index, common):
        yield f"{name} index: its vectors are not those of the library"
    elif isinstance(index, TantivyIndex) and not _finds_texts(parts.source, index, common):
        yield f"{name} index: does not find passages by their own words"


def _sample(rows: RowIds) -> RowIds:
    count = min(_SAMPLE, len(rows))
    return np.sort(np.random.default_rng(0).choice(rows, count, replace=False))


def _same_vectors(source: PassageSource, index: FaissIndex, rows: RowIds) -> bool:
    return all(
        np.allclose(index.vectors(numbers), vectors, atol=_SCORE_TOLERANCE)
        for numbers, vectors in source.vectors(rows)
    )


def _finds_texts(source: PassageSource, index: TantivyIndex, rows: RowIds) -> bool:
    """A passage must be found among itself alone by the words it holds."""
    for row, head, text in source.texts(rows):
        alone = np.array([row], dtype=np.int64)
        if index.has_terms(f"{head} {text}") and not index.search(f"{head} {text}", 1, alone):
            return False
    return True


def _originals(parts: Parts, repair: bool) -> Iterator[str]:
    stored = parts.database.rows("SELECT sha256, max(original_kept) FROM sources GROUP BY sha256")
    wanted = {sha256 for sha256, _ in stored} | kept_sha256s(parts.database)
    present = {path.name for path in parts.originals.files()}
    for sha256, kept in stored:
        if kept and sha256 not in present:
            yield f"originals/{sha256}: is missing; ingest the file again"
    for path in parts.originals.files():
        if path.name not in wanted:
            if repair:
                path.unlink()
            yield f"originals/{path.name}: belongs to no document" + " (repaired)" * repair
        elif file_sha256(path) != path.name:
            yield f"originals/{path.name}: is not the file it was; ingest it again"
