"""A watched folder: what comes to rest is handed on once, with what is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.watching import Watcher
from rag.errors import LockError


class ScriptEndError(Exception):
    """The script of a test is at its end."""


def watched(folder: Path, *steps: Callable[[], object]) -> list[tuple[list[str], list[str]]]:
    """Run the steps, one before each look; return the names handed on, changed and gone."""
    told: list[tuple[list[str], list[str]]] = []
    script = iter(steps)
    watcher = Watcher([folder])

    def wait(_: float) -> None:
        step = next(script, None)
        if step is None:
            raise ScriptEndError
        step()

    def follow(changed: Sequence[Path], gone: Sequence[str]) -> None:
        names = sorted(path.name for path in changed), sorted(Path(each).name for each in gone)
        told.append(names)
        if names[0] == ["busy.txt"] and len(told) == 1:
            raise LockError("being written")

    with pytest.raises(ScriptEndError):
        watcher.run(follow, wait=wait)
    return told


def rest() -> None:
    """Nothing happens."""


def test_a_file_is_handed_on_once_it_has_come_to_rest(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    told = watched(
        tmp_path,
        lambda: file.write_text("一"),
        lambda: file.write_text("一二三"),
        lambda: file.write_text("一二三四五"),
        rest,
        rest,
        rest,
    )
    assert told == [(["a.txt"], [])]


def test_renames_changes_and_deletions(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.unknown"):
        (tmp_path / name).write_text(name)
    told = watched(
        tmp_path,
        rest,
        lambda: (tmp_path / "a.txt").rename(tmp_path / "z.txt"),
        rest,
        lambda: ((tmp_path / "b.txt").write_text("other"), (tmp_path / "c.txt").unlink()),
        rest,
    )
    assert told == [(["z.txt"], ["a.txt"]), (["b.txt"], ["c.txt"])]


def test_a_busy_library_is_tried_again_and_a_lost_folder_is_not_emptied(tmp_path: Path) -> None:
    inner = tmp_path / "share"
    inner.mkdir()
    (inner / "kept.txt").write_text("kept")
    told = watched(
        inner,
        lambda: inner.rename(tmp_path / "gone"),
        rest,
        rest,
        lambda: (tmp_path / "gone").rename(inner),
        lambda: (inner / "busy.txt").write_text("x"),
        rest,
        rest,
        rest,
    )
    assert told == [(["busy.txt"], []), (["busy.txt"], [])]
