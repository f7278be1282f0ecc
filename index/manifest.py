"""The stamp of a derived index: what it was built from, and what its files must look like."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from index.database import sync_folder

FORMAT = 1


class DamagedIndexError(Exception):
    """A derived index cannot be used as it is; never leaves this package."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """``stamp`` holds fingerprints; ``files`` maps a name to (bytes, sha256).

    ``folder`` lies beside the manifest; "" means an index of no rows without any files.
    """

    format: int
    generation: int
    rows: int
    stamp: Mapping[str, str]
    folder: str
    files: Mapping[str, tuple[int, str]]

    @classmethod
    def describe(
        cls, folder: Path | None, generation: int, rows: int, stamp: Mapping[str, str]
    ) -> Manifest:
        """Describe the files that now lie in ``folder``."""
        files = {}
        for path in sorted(folder.iterdir()) if folder else []:
            if _belongs(path):
                files[path.name] = (path.stat().st_size, _sha256(path))
        name = folder.name if folder else ""
        return cls(FORMAT, generation, rows, dict(stamp), name, files)

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest; raise DamagedIndexError if it is missing or makes no sense."""
        try:
            found = json.loads(path.read_text("utf-8"))
            manifest = cls(
                int(found["format"]),
                int(found["generation"]),
                int(found["rows"]),
                {str(key): str(value) for key, value in found["stamp"].items()},
                str(found["folder"]),
                {str(key): (int(size), str(sha)) for key, (size, sha) in found["files"].items()},
            )
        except FileNotFoundError as exc:
            raise DamagedIndexError("missing") from exc
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise DamagedIndexError("its manifest is damaged") from exc
        names = [manifest.folder, *manifest.files]
        if any(Path(name).name != name for name in names):
            raise DamagedIndexError("its manifest points elsewhere")
        if manifest.format != FORMAT:
            raise DamagedIndexError(f"format {manifest.format} is not {FORMAT}")
        return manifest

    def write(self, path: Path) -> None:
        """Put the manifest in place at once; its folder must already be there and synced."""
        aside = path.with_name(f"{path.name}.{os.getpid()}.new")
        with aside.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        sync_folder(path.parent)

    def check(self, folder: Path) -> None:
        """Raise DamagedIndexError unless every file is there, whole and unchanged."""
        for name, (size, sha256) in self.files.items():
            path = folder / name
            try:
                same = path.stat().st_size == size and _sha256(path) == sha256
            except FileNotFoundError as exc:
                raise DamagedIndexError(f"{name} is missing") from exc
            except OSError as exc:
                raise DamagedIndexError(f"{name} cannot be read ({exc.strerror})") from exc
            if not same:
                raise DamagedIndexError(f"{name} is damaged")


def sync_files(folder: Path) -> None:
    """Make every file of ``folder`` reach the disk."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)


def _belongs(path: Path) -> bool:
    # Lock files of the lexical index come and go with its writers.
    return path.is_file() and path.suffix != ".lock"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
