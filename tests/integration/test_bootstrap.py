"""Setting the project up where that cannot work says what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
