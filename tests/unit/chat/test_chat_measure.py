"""What the page says of a run: what it rests on, and what else is not the same in another."""

from __future__ import annotations

from pathlib import Path

from chat.measure.figures import run_html
from evaluation.contrast import contrast
from evaluation.differing import NAMES
from evaluation.reports.folder import RunFolder
from evaluation.reports.wording import differing_name
from evaluation.runs import Run
from tests.run_material import outcome, page_record, page_report


def finished(folder: Path, questions: str, *names: str) -> Run:
    """Write a finished run of which every question after the first is wrong."""
    rows = [outcome(name, contains=float(not at)) for at, name in enumerate(names)]
    report = page_report(rows)
    report["fingerprints"]["questions"] = questions
    with RunFolder.open(folder, report, False) as run:
        for row in rows:
            run.keep(page_record(row))
        run.finish(report)
    return Run.open(folder)


def test_notes_and_what_else_differs_are_told(tmp_path: Path) -> None:
    before = finished(tmp_path / "before", "old", "a", "gone")
    now = finished(tmp_path / "now", "new", "new", "a", "more")
    page = run_html(now, [before], (before, contrast(before, now)))
    assert "1 行有误，没有采用：第 3 行 &lt;b&gt;" in page
    assert "两次评测还有这些不同：题集、题数" in page
    assert "没有比较只在一次里问过的题：此前 1 题，这次 2 题" in page
    assert "<b>答对的题</b> 100.0% → 0.0%" in page
    assert "right" not in page


def test_what_can_differ_has_a_chinese_name() -> None:
    for name in (*NAMES.values(), "the number of questions asked"):
        assert differing_name(name) != name
    assert differing_name("the settings of [chat]") == "设置 [chat]"
