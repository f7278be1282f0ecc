"""Which files an ingest reads: names, folders, sizes and fingerprints of their bytes."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_BLOCK = 1 << 20


@dataclass(slots=True)
class Plan:
    """What is to be read: files in order, folders that were listed whole, and what is not.

    ``named`` are the files that were asked for themselves; ``failed`` holds (source, reason);
    ``skipped`` counts files of unknown formats in folders.
    """

    files: list[Path] = field(default_factory=list)
    named: set[Path] = field(default_factory=set)
    roots: list[Path] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: int = 0


def source_name(path: Path) -> str:
    """Return the name under which the library knows a file: its real path, / separated."""
    return _written(path.resolve().as_posix())


def _written(name: str) -> str:
    """Return a name that can be stored and shown: bytes that are no UTF-8 in hexadecimal."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def plan(paths: Sequence[Path], suffixes: Iterable[str]) -> Plan:
    """List the files named by ``paths``: each file once, folders with all below, sorted.

    Hidden files and folders, and links that lead out of a folder, are left out. A file named
    directly is listed whatever its suffix, so that reading it can say what is wrong.
    """
    known = frozenset(suffixes)
    found = Plan()
    seen: set[str] = set()
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError as exc:
            if not os.path.islink(path):  # noqa: PTH114 - says no where nothing may be known
                found.failed.append((_written(str(path)), _absent(exc)))
                continue
            is_folder = False
        if not is_folder:
            found.named.add(path)
        for file in _walk(path, known, found) if is_folder else [path]:
            name = source_name(file)
            if name in seen:
                continue
            seen.add(name)
            if reason := _not_a_file(file):
                found.failed.append((name, reason))
            else:
                found.files.append(file)
    return found


def _absent(exc: OSError) -> str:
    """Return why nothing is known of a path that was asked for."""
    if isinstance(exc, FileNotFoundError):
        return "no such file or folder"
    return f"cannot be read: {exc.strerror or exc}"


def _not_a_file(path: Path) -> str:
    """Return why a path cannot be read as a file: opening a pipe would wait for ever."""
    if source_name(path) != path.resolve().as_posix():
        return "its name is not UTF-8, so the library cannot keep it: rename it"
    if path.is_symlink() and not path.exists():
        return "a link that leads nowhere"
    return "not a regular file" if path.exists() and not path.is_file() else ""


def _walk(root: Path, known: frozenset[str], found: Plan) -> list[Path]:
    errors: list[OSError] = []
    listed: list[Path] = []
    real_root = root.resolve()
    for folder, names, files in os.walk(root, onerror=errors.append):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith(".") or name.startswith("~$"):
                continue
            escapes = path.is_symlink() and not path.resolve().is_relative_to(real_root)
            if path.suffix.lower() not in known or escapes:
                found.skipped += 1
            else:
                listed.append(path)
    for error in errors:
        found.failed.append((_written(str(error.filename)), f"cannot be listed: {error.strerror}"))
    if not errors:
        found.roots.append(root)
    return listed


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file's bytes in hexadecimal; raise OSError if it cannot be read."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def holds(path: Path, sha256: str) -> bool:
    """Tell whether a file still is the one with this sha256."""
    try:
        return file_sha256(path) == sha256
    except OSError:
        return False


def record_count(path: Path) -> int:
    """Return the number of non-blank lines of a file; 1 if it cannot be read."""
    try:
        with path.open("rb") as file:
            return sum(1 for line in file if line.strip())
    except OSError:
        return 1
