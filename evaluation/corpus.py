"""A library for a corpus under evaluation, kept in the user's cache folder.

The folder is named by a fingerprint of everything that decides what is in it: the corpus, the
encoder, the settings and the code of the ingest. A second run with the same finds it ready.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import ingest
from index.library import Library
from rag.config import Settings
from rag.errors import InputError
from rag.protocols import Encoder
from rag.wiring import build_ingestor, open_library

Advance = Callable[[str, int, int, str], None]
_MARKER = "evaluated-corpus.json"
_PREFIX = "corpus-"
_BLOCK = 1 << 20
KEPT = 5  # libraries in the cache that stay, the last used ones
_IN_USE_S = 2 * 3600  # what was used since then may be in use by another process


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus that is in a library; ``failed`` are (source, reason) of files left out."""

    library: Library
    settings: Settings
    fingerprint: str
    failed: tuple[tuple[str, str], ...]


@contextmanager
def corpus_library(
    settings: Settings,
    corpus: Path,
    encoder: Encoder,
    advance: Advance,
    keep_in: Path | None = None,
) -> Iterator[Corpus]:
    """Open the library of a corpus, ingesting it first unless that was done before.

    It is kept below ``keep_in``, by default the user's cache folder. Raises InputError if
    the corpus is missing or nothing of it can be read.
    """
    fingerprint = corpus_fingerprint(corpus)
    folder = (keep_in or cache_dir()) / f"{_PREFIX}{_recipe(fingerprint, settings, encoder)[:24]}"
    own = settings.model_copy(update={"library": folder})
    marker = folder / _MARKER
    if not marker.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with open_library(own, encoder, create=True) as opened:
            summary = build_ingestor(own, opened, encoder).ingest([corpus], advance)
        if not (summary.added or summary.updated or summary.unchanged):
            reasons = "; ".join(f"{source}: {reason}" for source, reason in summary.failed[:3])
            raise InputError(f"{corpus}: nothing in it could be read ({reasons or 'it is empty'})")
        # Last, so that an interrupted ingest is taken up again next time.
        marker.write_text(json.dumps({"failed": [list(pair) for pair in summary.failed]}))
    failed = json.loads(marker.read_text())["failed"]
    marker.touch()
    if keep_in is None:
        prune(folder.parent)
    with open_library(own, encoder) as opened:
        yield Corpus(opened, own, fingerprint, tuple((str(a), str(b)) for a, b in failed))


@contextmanager
def present_library(settings: Settings, encoder: Encoder) -> Iterator[Corpus]:
    """Open the library of the settings as it stands, to be asked about what it holds."""
    with open_library(settings, encoder) as opened:
        digest = hashlib.sha256()
        for source, sha256 in sorted(opened.sources().items()):
            digest.update(f"{source}\0{sha256}\0".encode())
        yield Corpus(opened, settings, digest.hexdigest(), ())


def prune(folder: Path, kept: int = KEPT, in_use_s: float = _IN_USE_S) -> list[Path]:
    """Remove the libraries of a cache folder but the last used ones; return what went."""
    used = {path: _last_used(path) for path in folder.glob(f"{_PREFIX}*") if path.is_dir()}
    oldest_first = sorted(used, key=used.__getitem__)
    gone = [
        path
        for path in oldest_first[: max(0, len(used) - kept)]
        if used[path] < time.time() - in_use_s
    ]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return gone


def _last_used(path: Path) -> float:
    marker = path / _MARKER
    return (marker if marker.exists() else path).stat().st_mtime


def corpus_fingerprint(corpus: Path) -> str:
    """Return the SHA-256 over names and bytes of a file, or of all files of a folder."""
    if not corpus.exists():
        raise InputError(f"{corpus}: no such file or folder; --corpus names what to ask about")
    files = sorted(path for path in corpus.rglob("*") if path.is_file()) if corpus.is_dir() else []
    digest = hashlib.sha256()
    for path in files or [corpus]:
        name = path.relative_to(corpus).as_posix() if files else path.name
        digest.update(f"{name}\0{path.stat().st_size if path.is_file() else 0}\0".encode())
        if path.is_file():
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
    return digest.hexdigest()


def cache_dir() -> Path:
    """Return the user's cache folder for evaluations, without making it."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "scenario-qa" / "evaluation"


def _recipe(fingerprint: str, settings: Settings, encoder: Encoder) -> str:
    digest = hashlib.sha256(f"{fingerprint}\0{encoder.fingerprint}\0".encode())
    digest.update(settings.ingest.model_dump_json().encode())
    # The code that cuts the text is part of the recipe: another cutter makes other passages.
    digest.update(code_fingerprint(ingest).encode())
    return digest.hexdigest()


@cache
def code_fingerprint(*packages: ModuleType) -> str:
    """Return the SHA-256 over the code and the prompts of packages, as this process found them."""
    digest = hashlib.sha256()
    for package in packages:
        folder = Path(str(package.__file__)).parent
        for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.md"))):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def folder_fingerprint(folder: Path) -> str:
    """Return the SHA-256 over the files of a folder of model weights."""
    return corpus_fingerprint(folder)
