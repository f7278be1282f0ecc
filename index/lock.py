"""The right to write: one holder at a time, who can be named."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import filelock

from rag.errors import LibraryError, LockError


@contextmanager
def writer_lock(folder: Path, timeout_s: float) -> Iterator[None]:
    """Hold the lock of a library; raise LockError naming the holder after ``timeout_s``.

    The system frees the lock when its process ends, however it ends, so what
    ``writer.json`` says counts only while the lock is held.
    """
    lock = filelock.FileLock(folder / "writer.lock", fallback_to_soft=False)
    holder = folder / "writer.json"
    try:
        lock.acquire(timeout=timeout_s)
    except filelock.Timeout as exc:
        raise LockError(
            f"{folder}: being written by {_describe(holder)}; wait for it to end, then try again"
        ) from exc
    except OSError as exc:
        raise _unwritable(folder, exc) from exc
    try:
        try:
            _announce(holder)
        except OSError as exc:  # a full disk
            raise _unwritable(folder, exc) from exc
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def is_held(folder: Path) -> bool:
    """Whether anyone, this process included, holds the right to write right now."""
    lock = filelock.FileLock(folder / "writer.lock", fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        return True
    except OSError:  # a folder that cannot be written has no writer
        return False
    lock.release()
    return False


def _unwritable(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(f"{folder}: cannot be written ({error.strerror})")


def _announce(holder: Path) -> None:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    record = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
    aside = holder.with_name(f"{holder.name}.new")
    aside.write_text(json.dumps(record), "utf-8")
    aside.replace(holder)


def _describe(holder: Path) -> str:
    try:
        record = json.loads(holder.read_text("utf-8"))
        return f"process {record['pid']} on {record['host']} since {record['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
