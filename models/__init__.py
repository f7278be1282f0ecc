"""The weights that come with the program; each folder has a model card."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def encoder_dir() -> Path:
    """Return the folder of the embedded encoder."""
    return _folder("encoder")


def reader_dir() -> Path:
    """Return the folder of the embedded reader."""
    return _folder("reader")


def _folder(name: str) -> Path:
    return Path(str(files(__name__))) / name
