from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chat.measure.tab import Bench
from chat.measure.trials import Trials
from rag.config import Settings


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_run_that_breaks_ends_so_that_the_next_one_can_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*asked: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Trials, "run", full)
    ledger = SimpleNamespace(audit=None, feedback=None)
    desk: Any = SimpleNamespace(settings=Settings(library=tmp_path), ledger=ledger)
    *_, last = Bench(desk).run("", 0)
    assert "程序内部出错，评测没有做完" in last[0]
