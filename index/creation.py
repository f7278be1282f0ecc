"""Making an empty library folder, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from index.database import Database
from index.lexical import LexicalKind, lexical_stamp
from index.lock import writer_lock
from index.storage import write_empty
from index.vectors import VectorKind, vector_stamp
from rag.errors import LibraryError

FILE = "library.sqlite"
LOCK_TO_OPEN_S = 30.0


def create_library(folder: Path, encoder: str, dimension: int) -> None:
    """Make an empty library; the database comes last, so that a library is always whole."""
    if dimension < 1:
        raise LibraryError(f"a library of {dimension} dimensions cannot be made")
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise LibraryError(f"{folder}: cannot be made ({exc.strerror})") from exc
    with writer_lock(folder, LOCK_TO_OPEN_S):
        if path.exists():  # another process was faster
            return
        wal = folder / f"{FILE}-wal"
        originals = folder / "originals"
        if wal.exists() or (originals.is_dir() and any(originals.iterdir())):
            # A new file beside the WAL of a lost one would be filled with its remains.
            raise LibraryError(
                f"{folder}: {FILE} is missing but other files of a library are there; restore "
                "it, or use a new folder (--library DIR)"
            )
        write_empty(folder / "derived", VectorKind.name, vector_stamp(dimension, encoder))
        write_empty(folder / "derived", LexicalKind.name, lexical_stamp())
        Database.create(path, {"encoder": encoder, "dimension": str(dimension)})
