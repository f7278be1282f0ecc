"""Keeping a derived index true to its library: load, catch up, or rebuild and say so.

Row ids are never used twice and a row never changes, hence the difference of two row sets
is all there is to catch up with, forwards and backwards.
"""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import numpy as np

from index.manifest import DamagedIndexError
from index.storage import RowIds, Storage, Stored
from rag.errors import LibraryError

_log = logging.getLogger(__name__)
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
    """How one kind of index is made, caught up and loaded."""

    name: str
    stamp: Mapping[str, str]

    def build(self, folder: Path, rows: RowIds) -> BuiltT:
        """Make the index of these rows in an empty folder."""

    def update(
        self, folder: Path, old: Path, removed: RowIds, added: RowIds, rows: RowIds
    ) -> BuiltT:
        """Make the index of ``rows`` in an empty folder from the one in ``old``.

        Raises DamagedIndexError if ``old`` cannot be read.
        """

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
        self.current = current
        self._storage = Storage(folder, kind.name, kind.stamp)
        self._notices = notices
        self._lock = threading.Lock()
        self._generation = -1
        self._index: IndexT | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self.took_s = 0.0  # catching up, the last time

    def get(self, generation: int) -> IndexT:
        """Return the index at the library's generation, caught up or rebuilt if need be."""
        with self._lock:
            if self._index is None or self._generation != generation:
                began = time.monotonic()
                self._index = self._caught_up()
                self.took_s = time.monotonic() - began
            return self._index

    def rebuild(self) -> None:
        """Build the index anew and store it."""
        with self._lock:
            generation, rows = self.current()
            with self._storage.publishing(generation) as allowed:
                self._index = self._make(generation, None, rows, allowed)
            self._generation = generation

    def stored(self) -> tuple[IndexT | None, Stored]:
        """Return the index as it lies on disk (None if never written), for checking.

        Raises DamagedIndexError if it is not sound.
        """
        stored = self._storage.read()
        return (None if stored.folder is None else self.kind.load(stored.folder)), stored

    def close(self) -> None:
        """Let go of the index and of temporary folders."""
        with self._lock:
            if self._index is not None:
                self._index.close()
            self._index = None
            self._drop_scratch()

    def _caught_up(self) -> IndexT:
        """Return the index at the generation that the library reads now, and note which it is."""
        while True:
            generation, rows = self.current()
            try:
                index = self._open(generation, rows)
            except LibraryError:
                # Another thread may have moved on, and rows that were to be read went with that.
                if self.current()[0] == generation:
                    raise
            else:
                self._generation = generation
                return index

    def _open(self, generation: int, rows: RowIds) -> IndexT:
        stored, problem = self._read()
        index = self._load(stored, rows)
        if index is not None:
            return index
        with self._storage.publishing(generation) as allowed:
            if not self._storage.holds(stored):
                # Whoever held the right until now has stored something else.
                stored, problem = self._read()
                index = self._load(stored, rows)
            if index is None:
                index = self._updated(generation, stored, rows, allowed)
            if index is None:
                self._notice(problem or "cannot be read", len(rows))
                index = self._make(generation, None, rows, allowed)
            return index

    def _read(self) -> tuple[Stored | None, str]:
        try:
            return self._storage.read(), ""
        except DamagedIndexError as exc:
            return None, str(exc)

    def _load(self, stored: Stored | None, rows: RowIds) -> IndexT | None:
        """Load what is stored if it holds exactly these rows."""
        if stored is None or stored.folder is None or not np.array_equal(stored.rows, rows):
            return None
        try:
            return self.kind.load(stored.folder)
        except DamagedIndexError:
            return None

    def _updated(
        self, generation: int, stored: Stored | None, rows: RowIds, allowed: bool
    ) -> IndexT | None:
        """Bring what is stored to these rows; None if it is not sound."""
        if stored is None or (stored.folder is not None and np.array_equal(stored.rows, rows)):
            return None
        try:
            return self._make(generation, stored, rows, allowed)
        except DamagedIndexError:
            return None

    def _make(self, generation: int, stored: Stored | None, rows: RowIds, allowed: bool) -> IndexT:
        """Make the index of these rows; store it if allowed, else keep it to this process."""
        try:
            if not allowed:
                self._drop_scratch()
                self._scratch = tempfile.TemporaryDirectory(
                    prefix="scenario-qa-", ignore_cleanup_errors=True
                )
                return self._built(Path(self._scratch.name), stored, rows)
            folder = self._storage.new_folder(generation)
            index = self._built(folder, stored, rows)
            self._storage.commit(folder, generation, rows)
            return index
        except OSError as exc:
            raise LibraryError(
                f"{self.kind.name} index: cannot be written ({exc.strerror or exc})"
            ) from exc

    def _built(self, folder: Path, stored: Stored | None, rows: RowIds) -> IndexT:
        if stored is not None and stored.folder is not None:
            removed = np.setdiff1d(stored.rows, rows, assume_unique=True)
            added = np.setdiff1d(rows, stored.rows, assume_unique=True)
            if len(removed) + len(added) <= _REBUILD_SHARE * len(rows):
                return self.kind.update(folder, stored.folder, removed, added, rows)
        return self.kind.build(folder, rows)

    def _drop_scratch(self) -> None:
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def _notice(self, problem: str, count: int) -> None:
        notice = f"{self.kind.name} index: {problem}; rebuilt from the library ({count} passages)"
        _log.warning("%s", notice)
        self._notices.append(notice)
