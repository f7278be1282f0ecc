"""The files as they came, kept under their sha256."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from index.database import sync_folder
from rag.errors import LibraryError

_BLOCK = 1024 * 1024
_HEX = frozenset("0123456789abcdef")


class Originals:
    """The folder ``originals``: one file per sha256, never changed once it is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the file of this sha256 lies, whether or not it is there."""
        if len(sha256) != 64 or not _HEX.issuperset(sha256):
            raise LibraryError(f"{sha256!r} is not a sha256 in lower-case hexadecimal")
        return self._folder / sha256

    def keep(self, original: Path, sha256: str) -> None:
        """Copy a file in, at once and on disk; raise LibraryError if it is another file."""
        final = self.path(sha256)
        if final.exists():
            return
        self._folder.mkdir(exist_ok=True)
        aside = self._folder / f"{secrets.token_hex(8)}.new"
        try:
            if _copy(original, aside) != sha256:
                raise LibraryError(f"{original}: changed while it was being read; ingest it again")
            aside.replace(final)
        except OSError as exc:
            raise LibraryError(f"{original}: cannot be kept ({exc.strerror})") from exc
        finally:
            aside.unlink(missing_ok=True)
        sync_folder(self._folder)

    def drop(self, sha256: str) -> None:
        """Remove a file, if it is there."""
        self.path(sha256).unlink(missing_ok=True)

    def files(self) -> Iterator[Path]:
        """Yield everything that lies in the folder."""
        if self._folder.is_dir():
            yield from sorted(self._folder.iterdir())


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("xb") as writing:
        while block := reading.read(_BLOCK):
            digest.update(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()
