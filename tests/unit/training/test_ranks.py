"""One command is started once for each rank, as a module of the project."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from training import ranks

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(("module", "status"), [("bert", 0), ("no_such_module", 1)])
def test_every_rank_finds_the_packages(
    monkeypatch: pytest.MonkeyPatch, module: str, status: int
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    # As ``python -m`` leaves it: the path of the file, which alone would not find training.*.
    monkeypatch.setattr(sys, "argv", [str(ROOT / "training" / f"{module}.py")])
    assert ranks.start(2) == status
