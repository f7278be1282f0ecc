"""Where one derived index lies on disk: read it checked, put a new one in its place.

``derived/<name>.json`` is the manifest; it names the folder that holds the files. A new
version is written into a folder of its own and the manifest is then replaced, so that every
moment shows either the old index or the new one.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock
import numpy as np
import numpy.typing as npt

from index.manifest import DamagedIndexError, Manifest, sync_files

RowIds = npt.NDArray[np.int64]

_ROWS_FILE = "rows.npy"
# Another process that is catching up will most likely be done by then; if not, this one
# works for itself.
_WAIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Stored:
    """A sound index on disk and the rows it holds; ``folder`` is None if never written."""

    folder: Path | None
    rows: RowIds
    generation: int


class Storage:
    """The place of one derived index, shared by all processes that use the library."""

    def __init__(self, folder: Path, name: str, stamp: Mapping[str, str]) -> None:
        """``stamp`` is what a stored index must have been made with to be used."""
        self._folder = folder
        self._name = name
        self._stamp = dict(stamp)

    @property
    def _manifest_path(self) -> Path:
        return self._folder / f"{self._name}.json"

    def read(self) -> Stored:
        """Return what is stored after checking all of it; raise DamagedIndexError."""
        manifest = Manifest.read(self._manifest_path)
        while True:
            try:
                return self._checked(manifest)
            except DamagedIndexError:
                # Another process may have put a newer one in place and swept this folder.
                newer = Manifest.read(self._manifest_path)
                if newer.folder == manifest.folder:
                    raise
                manifest = newer

    def holds(self, stored: Stored | None) -> bool:
        """Whether ``stored`` (None for what could not be read) is still what lies there."""
        try:
            name = Manifest.read(self._manifest_path).folder
        except DamagedIndexError:
            return stored is None
        if stored is None:
            return False
        return name == (stored.folder.name if stored.folder else "")

    @contextmanager
    def publishing(self, generation: int) -> Iterator[bool]:
        """Hold the right to replace what is stored; False if this process may not.

        It may not without write permission, while another process does it, or when what is
        stored is newer than ``generation``.
        """
        if not os.access(self._folder.parent, os.W_OK):
            yield False
            return
        self._folder.mkdir(exist_ok=True)
        lock = filelock.FileLock(self._folder / f"{self._name}.lock")
        try:
            lock.acquire(timeout=_WAIT_S)
        except (filelock.Timeout, OSError):
            yield False
            return
        try:
            yield not self._is_newer_than(generation)
        finally:
            lock.release()

    def new_folder(self, generation: int) -> Path:
        """Make the empty folder that a new version is written into."""
        folder = self._folder / f"{self._name}-{generation}-{secrets.token_hex(4)}"
        folder.mkdir()
        return folder

    def commit(self, folder: Path, generation: int, rows: RowIds) -> None:
        """Put the version in ``folder`` in place and sweep away all others."""
        np.save(folder / _ROWS_FILE, rows, allow_pickle=False)
        for path in folder.iterdir():
            # tantivy makes two of its files for their owner alone.
            path.chmod(folder.stat().st_mode & 0o666)
        sync_files(folder)
        Manifest.describe(folder, generation, len(rows), self._stamp).write(self._manifest_path)
        for path in self._folder.glob(f"{self._name}-*"):
            if path != folder and path.is_dir():
                # Where files that are in use cannot be deleted, the next sweep takes them.
                shutil.rmtree(path, ignore_errors=True)

    def _checked(self, manifest: Manifest) -> Stored:
        if dict(manifest.stamp) != self._stamp:
            raise DamagedIndexError("made by another version or encoder")
        if not manifest.folder:
            return Stored(None, np.empty(0, np.int64), manifest.generation)
        folder = self._folder / manifest.folder
        manifest.check(folder)
        return Stored(folder, _load_rows(folder, manifest.rows), manifest.generation)

    def _is_newer_than(self, generation: int) -> bool:
        try:
            return Manifest.read(self._manifest_path).generation > generation
        except DamagedIndexError:
            return False


def write_empty(folder: Path, name: str, stamp: Mapping[str, str]) -> None:
    """Say that the index of a new library is empty, so that a missing one is noticed."""
    folder.mkdir(exist_ok=True)
    Manifest.describe(None, 0, 0, stamp).write(folder / f"{name}.json")


def _load_rows(folder: Path, count: int) -> RowIds:
    try:
        rows: RowIds = np.load(folder / _ROWS_FILE, allow_pickle=False)
    except (OSError, ValueError) as exc:
        raise DamagedIndexError(f"{_ROWS_FILE} cannot be read") from exc
    if rows.dtype != np.int64 or rows.shape != (count,):
        raise DamagedIndexError(f"{_ROWS_FILE} does not hold {count} rows")
    return rows
