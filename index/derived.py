"""Keeping a derived index true to its library: load, catch up, or rebuild and say so.

``derived/<name>.json`` is the manifest; it names the folder that holds the files. A new
version is written into a folder of its own and the manifest is then replaced, so that every
moment shows either the old index or the new one. Row ids are never used twice and a row
never changes, hence the difference of two row sets is all there is to catch up with.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import filelock
import numpy as np
import numpy.typing as npt

from index.manifest import DamagedIndexError, Manifest, sync_files

RowIds = npt.NDArray[np.int64]

_log = logging.getLogger(__name__)
_ROWS_FILE = "rows.npy"
# Past this share of changed rows, building anew is as fast and leaves a tidier index.
_REBUILD_SHARE = 0.3


class Index(Protocol):
    """What one kind of derived index can do besides searching. Never changed in place."""

    def rows(self) -> RowIds:
        """Return the rows it holds, sorted."""

    def close(self) -> None:
        """Let go of files."""


IndexT = TypeVar("IndexT", bound=Index)
BuiltT = TypeVar("BuiltT", bound=Index, covariant=True)


class Kind(Protocol[BuiltT]):
    """How one kind of index is made and stored; the row sets are kept for it."""

    name: str
    stamp: Mapping[str, str]

    def build(self, folder: Path, rows: RowIds) -> BuiltT:
        """Make the index of these rows in an empty folder."""

    def update(
        self, folder: Path, old: Path, removed: RowIds, added: RowIds, rows: RowIds
    ) -> BuiltT:
        """Make the index of ``rows`` in an empty folder from the one in ``old``."""

    def load(self, folder: Path) -> BuiltT:
        """Open what is in a checked folder; raise DamagedIndexError if that fails."""


class Derived(Generic[IndexT]):
    """One derived index of a library, opened when first asked for. Safe between threads."""

    def __init__(
        self,
        folder: Path,
        kind: Kind[IndexT],
        current: Callable[[], tuple[int, RowIds]],
        notices: list[str],
    ) -> None:
        """``current`` gives the generation and the sorted rows of the library as read now."""
        self.kind = kind
        self._folder = folder
        self.current = current
        self._notices = notices
        self._lock = threading.Lock()
        self._generation = -1
        self._index: IndexT | None = None
        self._scratch: list[tempfile.TemporaryDirectory[str]] = []

    def get(self, generation: int) -> IndexT:
        """Return the index at the library's generation, caught up or rebuilt if need be."""
        with self._lock:
            if self._index is None or self._generation != generation:
                self._generation, rows = self.current()
                self._index = self._open(rows)
            return self._index

    def rebuild(self) -> None:
        """Build the index anew and store it."""
        with self._lock:
            self._generation, rows = self.current()
            self._index = self._publish(lambda folder: self.kind.build(folder, rows), rows)

    def close(self) -> None:
        """Let go of the index and of temporary folders."""
        with self._lock:
            if self._index is not None:
                self._index.close()
            self._index = None
            for scratch in self._scratch:
                scratch.cleanup()
            self._scratch.clear()

    def stored(self) -> tuple[IndexT | None, RowIds, int]:
        """Return the index on disk (None if never written), its rows and its generation.

        For checking; raises DamagedIndexError if it is not sound.
        """
        manifest, folder, rows = self._stored()
        index = None if folder is None else self.kind.load(folder)
        return index, rows, manifest.generation

    @property
    def _manifest_path(self) -> Path:
        return self._folder / f"{self.kind.name}.json"

    def _open(self, rows: RowIds) -> IndexT:
        try:
            _, folder, stored = self._stored()
            removed = np.setdiff1d(stored, rows, assume_unique=True)
            added = np.setdiff1d(rows, stored, assume_unique=True)
            if folder is not None and not len(removed) and not len(added):
                return self.kind.load(folder)
            few = len(removed) + len(added) <= _REBUILD_SHARE * len(rows)
            if folder is not None and few:
                old = folder  # for the closure: never None
                return self._publish(
                    lambda new: self.kind.update(new, old, removed, added, rows), rows
                )
        except DamagedIndexError as exc:
            notice = (
                f"{self.kind.name} index: {exc}; rebuilt from the library ({len(rows)} passages)"
            )
            _log.warning("%s", notice)
            self._notices.append(notice)
        return self._publish(lambda folder: self.kind.build(folder, rows), rows)

    def _stored(self) -> tuple[Manifest, Path | None, RowIds]:
        """Return what is stored, after checking it; None for an index never written yet."""
        manifest = Manifest.read(self._manifest_path)
        while True:
            if dict(manifest.stamp) != dict(self.kind.stamp):
                raise DamagedIndexError("made by another version or encoder")
            if not manifest.folder:
                return manifest, None, np.empty(0, np.int64)
            folder = self._folder / manifest.folder
            try:
                manifest.check(folder)
                return manifest, folder, _load_rows(folder, manifest.rows)
            except DamagedIndexError:
                # Another process may have put a newer one in place and dropped this folder.
                newer = Manifest.read(self._manifest_path)
                if newer.folder == manifest.folder:
                    raise
                manifest = newer

    def _publish(self, make: Callable[[Path], IndexT], rows: RowIds) -> IndexT:
        """Make an index in a new folder; store it if this process may, else keep it here."""
        with self._publishing() as allowed:
            if not allowed:
                scratch = tempfile.TemporaryDirectory(prefix="scenario-qa-")
                self._scratch.append(scratch)
                return make(Path(scratch.name))
            name = f"{self.kind.name}-{self._generation}-{secrets.token_hex(4)}"
            folder = self._folder / name
            folder.mkdir(parents=True)
            index = make(folder)
            np.save(folder / _ROWS_FILE, rows, allow_pickle=False)
            sync_files(folder)
            stamp = self.kind.stamp
            Manifest.describe(folder, self._generation, len(rows), stamp).write(self._manifest_path)
            self._sweep(keep=name)
            return index

    @contextmanager
    def _publishing(self) -> Iterator[bool]:
        """Hold the lock that orders those who store this index; False if that may not be."""
        if not os.access(self._folder.parent, os.W_OK):
            yield False
            return
        self._folder.mkdir(exist_ok=True)
        lock = filelock.FileLock(self._folder / f"{self.kind.name}.lock")
        try:
            lock.acquire(timeout=0)
        except (filelock.Timeout, OSError):
            yield False
            return
        try:
            yield not self._is_older_than_stored()
        finally:
            lock.release()

    def _is_older_than_stored(self) -> bool:
        try:
            manifest = Manifest.read(self._manifest_path)
        except DamagedIndexError:
            return False
        return manifest.generation > self._generation

    def _sweep(self, keep: str) -> None:
        """Drop folders of older versions and of builds that were cut short."""
        for path in self._folder.glob(f"{self.kind.name}-*"):
            if path.name != keep and path.is_dir():
                # A reader may still hold files of it open where such files cannot be deleted;
                # the next sweep takes them.
                shutil.rmtree(path, ignore_errors=True)


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
