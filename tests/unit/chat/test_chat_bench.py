from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chat.measure.figures import runs_html
from chat.measure.tab import Bench
from chat.measure.trials import Trials
from chat.server.door import Visitor
from rag.config import Settings


def test_only_who_may_run_a_set_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "点“开始评测”" in runs_html([])
    monkeypatch.setattr("chat.measure.figures.visitor", lambda: Visitor("韩梅梅", may_edit=False))
    assert "还没有评测。" in runs_html([])
    assert "点“开始评测”" not in runs_html([])


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
