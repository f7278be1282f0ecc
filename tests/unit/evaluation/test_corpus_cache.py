"""The cache of corpus libraries keeps the last used ones and nothing that may be in use."""

from __future__ import annotations

import os
import time
from pathlib import Path

from evaluation.corpus import prune


def make(folder: Path, name: str, hours_ago: float) -> Path:
    made = folder / name
    made.mkdir()
    marker = made / "evaluated-corpus.json"
    marker.write_text("{}")
    then = time.time() - 3600 * hours_ago
    os.utime(marker, (then, then))
    os.utime(made, (then, then))
    return made


def test_only_the_last_used_stay(tmp_path: Path) -> None:
    old = [make(tmp_path, f"corpus-{hours}", hours) for hours in (50, 40, 30, 20)]
    other = make(tmp_path, "something-else", 90)
    unfinished = tmp_path / "corpus-unfinished"
    unfinished.mkdir()
    assert prune(tmp_path, kept=2) == old[:3]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "corpus-20",
        "corpus-unfinished",
        "something-else",
    ]
    assert other.exists()
    assert prune(tmp_path, kept=2) == []


def test_what_was_just_used_stays_however_many_there_are(tmp_path: Path) -> None:
    for number in range(6):
        make(tmp_path, f"corpus-{number}", number * 0.1)
    assert prune(tmp_path, kept=2) == []
    assert prune(tmp_path / "none") == []
