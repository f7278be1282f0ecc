"""One connection to ``library.sqlite``: opening, checking, snapshots, transactions, errors.

What SQLite reports is translated here; no other module sees a ``sqlite3`` exception.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from index.schema import APPLICATION_ID, VERSION, migrate
from rag.errors import LibraryError

Row = tuple[Any, ...]

# quick_check reads the whole file: below this size that is not noticed, above it ``verify``
# does it, and damage met while reading is still reported as such.
_CHECKED_BYTES = 64 * 1024 * 1024
_BUSY_S = 30.0
_MAX_VARIABLES = 500
_OUTERMOST = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
_NESTED = ("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part", "RELEASE part")


class Database:
    """A connection that reads one snapshot until told otherwise. Safe between threads."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._pinned = False
        self._depth = 0

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open and check an existing file; raise LibraryError if it cannot be trusted."""
        _refuse_empty(path)
        with _translated(path):
            database = cls(path, _connect(path))
            try:
                database._check()
            except BaseException:  # whatever stops the opening, its connection goes
                database.close()
                raise
        return database

    @classmethod
    def create(cls, path: Path, meta: dict[str, str]) -> None:
        """Make a new file, whole or not at all, with the ``meta`` values in it."""
        aside = path.with_name(path.name + ".new")
        for leftover in (aside, aside.with_name(aside.name + "-journal")):
            leftover.unlink(missing_ok=True)
        with _translated(path):
            connection = sqlite3.connect(aside, isolation_level=None)
            try:
                migrate(connection, 0)
                connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
        aside.replace(path)
        sync_folder(path.parent)

    def beside(self) -> Database:
        """Return a second connection to the same file, which sees every change at once."""
        with _translated(self.path):
            return Database(self.path, _connect(self.path))

    @property
    def version(self) -> int:
        """The schema version of the file."""
        return int(self.rows("PRAGMA user_version")[0][0])

    def migrate(self) -> None:
        """Bring an older file to this program's schema."""
        with self._lock, _translated(self.path):
            migrate(self._connection, self.version)

    def close(self) -> None:
        """End the snapshot and let go of the file."""
        with self._lock:
            self._connection.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run one reading statement and return all its rows."""
        with self._lock, _translated(self.path):
            return self._connection.execute(sql, parameters).fetchall()

    def rows_in(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """Run ``sql``, whose ``{}`` stands for a list of ``values`` of any length."""
        found: list[Row] = []
        for at in range(0, len(values), _MAX_VARIABLES):
            part = values[at : at + _MAX_VARIABLES]
            found += self.rows(sql.format(",".join("?" * len(part))), part)
        return found

    def pin(self) -> None:
        """Take a fresh snapshot and keep it: later reads see nothing newer."""
        with self._lock, _translated(self.path):
            self._release()
            # Without a moment in which no snapshot is held the log would grow for ever.
            with suppress(sqlite3.OperationalError):  # who may only read leaves it to others
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT count(*) FROM meta").fetchone()
            self._pinned = True

    def unpin(self) -> None:
        """Let go of the snapshot: every read sees the newest state."""
        with self._lock, _translated(self.path):
            self._release()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write in one transaction; other threads wait. Needs an unpinned database.

        Inside another one it is a part of it, which can fail alone.
        """
        with self._lock, _translated(self.path):
            begin, end, *undo = _NESTED if self._depth else _OUTERMOST
            self._connection.execute(begin)
            self._depth += 1
            try:
                yield self._connection
                self._connection.execute(end)
            except BaseException:  # an interrupt too must leave no half of a change behind
                if self._connection.in_transaction:  # a full disk ends it by itself
                    for statement in undo:
                        self._connection.execute(statement)
                raise
            finally:
                self._depth -= 1

    def _release(self) -> None:
        if self._pinned:
            self._connection.execute("COMMIT")
            self._pinned = False

    def _check(self) -> None:
        if self.path.stat().st_size <= _CHECKED_BYTES:
            verdict = self.rows("PRAGMA quick_check(1)")[0][0]
            if verdict != "ok":
                raise sqlite3.DatabaseError(str(verdict).replace("\n", " "))
        if self.rows("PRAGMA application_id")[0][0] != APPLICATION_ID:
            raise LibraryError(f"{self.path}: an SQLite file, but not a library of this program")
        if self.version > VERSION:
            raise LibraryError(
                f"{self.path}: schema {self.version} is newer than this program knows "
                f"({VERSION}); update the program"
            )


def sync_folder(folder: Path) -> None:
    """Make renames inside ``folder`` survive a power failure, where the system can."""
    if os.name == "nt":  # a folder cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_empty(path: Path) -> None:
    """Raise LibraryError for a file of no bytes, which SQLite takes for a new database.

    Nothing but SQLite may open the file: when a process closes any handle on a file, the system
    drops all locks that the process holds on it. Another process would then believe itself alone
    and delete the write-ahead log that this one still reads and writes.
    """
    try:
        size = path.stat().st_size
    except OSError as exc:
        raise LibraryError(f"{path}: cannot be read ({exc.strerror})") from exc
    if not size:
        raise _damaged(path, "is empty")


def _connect(path: Path) -> sqlite3.Connection:
    """Connect for writing where allowed; else for reading, as it is if even WAL cannot work."""
    name = path.resolve().as_uri()
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return _connected(f"{name}?mode=rw")
    try:
        return _connected(f"{name}?mode=ro")
    except sqlite3.OperationalError as exc:
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise LibraryError(
                f"{path}: its last changes are in {log.name}, which is of no use where nothing may "
                "be written; open the library once where it may be, then try again"
            ) from exc
        return _connected(f"{name}?mode=ro&immutable=1")


def _connected(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA journal_size_limit = 67108864")
    except BaseException:  # whatever stops the opening, its connection goes
        connection.close()
        raise
    return connection


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as exc:
        raise LibraryError(f"{path}: text that is not valid Unicode cannot be stored") from exc
    except sqlite3.OperationalError as exc:
        raise LibraryError(f"{path}: {exc}") from exc
    except sqlite3.DatabaseError as exc:
        raise _damaged(path, str(exc)) from exc
    except sqlite3.Error as exc:
        raise LibraryError(f"{path}: {exc}") from exc


def _damaged(path: Path, what: str) -> LibraryError:
    return LibraryError(
        f"{path}: damaged ({what}); nothing was changed: restore a backup, or ingest the "
        "documents into a new library (--library DIR)"
    )
