"""Setting the project up: what cannot work says what to do, what was cut short is mended."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from rag import bootstrap as module

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.integration


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a folder that holds what is read before anything is installed."""
    (tmp_path / "rag").mkdir()
    for name in ("rag/__init__.py", "rag/bootstrap.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def bootstrap(folder: Path, *job: str) -> subprocess.CompletedProcess[str]:
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folder / "none"),
        "PIP_CONFIG_FILE": os.devnull,
    }
    return subprocess.run(
        [sys.executable, "-m", "rag.bootstrap", *job],
        cwd=folder,
        env=os.environ | offline,
        capture_output=True,
        text=True,
    )


def test_without_internet_the_way_out_is_named(copy: Path) -> None:
    done = bootstrap(copy, "chat")
    assert done.returncode == 1
    assert "Without internet, install them from another computer" in done.stderr
    assert not list((copy / ".venv").glob("installed-*"))  # the next try installs again


def test_other_words_are_refused_before_anything_is_made(copy: Path) -> None:
    done = bootstrap(copy, "chat", "now")
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python3 -m rag.bootstrap chat | test")
    assert not (copy / ".venv").exists()


@pytest.fixture
def project(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder as the one of this process's bootstrap, with no settings around."""
    monkeypatch.delenv("SCENARIO_QA_LIBRARY", raising=False)
    settle(copy, monkeypatch)
    return copy


def settle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROOT", folder)
    monkeypatch.setattr(module, "LOCK", folder / "requirements.lock")
    monkeypatch.setattr(module, "VENV", folder / ".venv")
    monkeypatch.setattr(module, "BIN", folder / ".venv" / "bin")


def test_what_is_installed_for_another_place_or_half_is_made_anew(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def create(folder: Path, **how: bool) -> None:
        made.append(how)
        (folder / "bin").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(venv, "create", create)
    monkeypatch.setattr(module, "_call", lambda *_: 0)
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").touch()  # and no pip: it was interrupted there
    module.install("")
    module.install("")
    module.install("test")
    assert made == [{"clear": True, "with_pip": True}]
    moved = tmp_path_factory.mktemp("moved") / "project"
    settle(project.rename(moved), monkeypatch)
    module.install("")
    assert len(made) == 2
    monkeypatch.setattr(sys, "base_prefix", "another-python")
    module.install("")
    assert len(made) == 3


def program(project: Path, script: str) -> Path:
    """Put a shell script in the place of the program; it finds the file of what was run."""
    command = project / ".venv" / "bin" / "scenario-qa"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\necho "$*" >> run\n{script}\n')
    command.chmod(0o755)
    return project / "run"


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is no signal there")
def test_samples_whose_reading_was_interrupted_are_read_to_their_end(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "install", lambda _: None)
    stop = "touch library/library.sqlite; kill -INT $PPID; sleep 0.5; exit 1"
    run = program(
        project, f'[ "$(cat run)" = "ingest {project}/data/sample" ] && {{ {stop}; }}\nexit 0'
    )
    with pytest.raises(SystemExit) as left:
        module.chat()
    assert left.value.code == 1
    assert [line.split()[0] for line in run.read_text().splitlines()] == ["ingest"]
    module.chat()
    module.chat()
    words = [line.split()[0] for line in run.read_text().splitlines()]
    assert words == ["ingest", "ingest", "ui", "ui"]


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script here")
def test_the_library_of_the_settings_is_the_one_opened(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "install", lambda _: None)
    run = program(project, "exit 0")
    (project / "mine").mkdir()
    (project / "mine" / "library.sqlite").touch()
    (project / "scenario-qa.toml").write_text('library = "mine"\n', encoding="utf-8")
    module.chat()
    assert run.read_text() == "ui\n"
    assert not (project / "library").exists()


def test_a_computer_without_the_libraries_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bootstrap", "chat"])
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setitem(module.JOBS, "chat", lambda: None)
    with pytest.raises(SystemExit, match="Intel Macs"):
        module.main()
