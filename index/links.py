"""The files of an index under another path, without a copy where that can be."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def share(old: Path, new: Path) -> None:
    """Link a file that is never written again; copy the lists of files, which are."""
    if old.suffix != ".json":
        try:
            os.link(old, new)
            return
        except OSError:  # another disk, or one without links
            pass
    shutil.copyfile(old, new)


@contextmanager
def linked(folder: Path) -> Iterator[Path]:
    """Yield a folder that may be written, with links to all but the lock files of another."""
    with tempfile.TemporaryDirectory(prefix="scenario-qa-", ignore_cleanup_errors=True) as aside:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                (Path(aside) / path.name).symlink_to(path.resolve())
        yield Path(aside)
