"""The folder of a run is written by one process and gives up nothing that was asked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from evaluation.reports.folder import RunFolder
from evaluation.runs import Run
from rag.errors import InputError, LockError
from tests.run_material import outcome, page_record, page_report

ABOUT: dict[str, Any] = {
    "settings": {},
    "fingerprints": {"corpus": "a"},
    "data": {"questions": "s", "asked": 2, "of": 2, "corpus": "c", "documents": 1, "passages": 1},
}


def keep(path: Path, *names: str, resume: bool = False) -> list[str]:
    """Keep a question for each name; return those that an earlier run had kept."""
    with RunFolder.open(path, ABOUT, resume) as folder:
        for name in names:
            folder.keep(page_record(outcome(name)))
        assert len(list(folder.notes())) == len(names) + len(folder.outcomes)
        return [each.id for each in folder.outcomes]


def test_an_unfinished_run_is_taken_up_and_never_overwritten(tmp_path: Path) -> None:
    assert keep(tmp_path / "run", "a") == []
    with (tmp_path / "run" / "questions.jsonl").open("a") as cut:
        cut.write('{"scores": {"id": "b"')  # the process ended while it wrote
    with pytest.raises(InputError, match=r"holds an unfinished run of 1 questions.*--resume"):
        keep(tmp_path / "run", "b")
    assert keep(tmp_path / "run", "b", resume=True) == ["a"]
    assert [each.id for each in Run.open(tmp_path / "run").outcomes()] == ["a", "b"]


def test_a_finished_run_gives_way_to_the_next(tmp_path: Path) -> None:
    with RunFolder.open(tmp_path, ABOUT, False) as folder:
        folder.keep(page_record(outcome("a")))
        folder.finish({**page_report([outcome("a")]), **ABOUT})
    assert Run.open(tmp_path).finished()["n"] == 1
    assert keep(tmp_path) == []
    assert Run.open(tmp_path).report is None
    assert not (tmp_path / "report.html").exists()


def test_two_processes_never_write_one_run(tmp_path: Path) -> None:
    with (
        RunFolder.open(tmp_path, ABOUT, False),
        pytest.raises(LockError, match=f"being written by process {os.getpid()}"),
    ):
        keep(tmp_path, resume=True)


def test_another_run_is_not_resumed(tmp_path: Path) -> None:
    keep(tmp_path, "a")
    other = {**ABOUT, "fingerprints": {"corpus": "b"}}
    with (
        pytest.raises(InputError, match=r"holds another run, not .*: the documents changed"),
        RunFolder.open(tmp_path, other, True),
    ):
        pass


def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="the report cannot be written"):
        keep(tmp_path / "file" / "run")
