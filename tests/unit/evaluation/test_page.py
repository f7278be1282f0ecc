"""The page holds everything once, and nothing of it can act."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.reports.charts import round_marks
from evaluation.reports.page import write_page
from evaluation.reports.tables import as_markdown, as_table
from evaluation.reports.wording import FAILURES, failure_name, figure_name, type_name
from evaluation.summary import figures
from tests.run_material import outcome, page_record, page_report, write_report_page

HOSTILE = "</script><script>document.title='hacked'</script><img src=x onerror=alert(1)>"


def data_of(page: str) -> list[dict]:
    found = re.search(r'<script type="application/json" id="data">\n(.*?)</script>', page, re.S)
    assert found
    return [json.loads(line) for line in found[1].splitlines()]


def test_every_question_is_there_and_a_passage_only_once(tmp_path: Path) -> None:
    rows = [outcome("a"), outcome("b", contains=0.0), outcome("c", answerable=False)]
    path = write_report_page(tmp_path, [page_record(each) for each in rows], page_report(rows))
    lines = data_of(path.read_text(encoding="utf-8"))
    assert [line["scores"]["id"] for line in lines if "scores" in line] == ["a", "b", "c"]
    assert [line["p"] for line in lines if "p" in line] == [0]
    assert lines[0]["title"] == "通报 › 一、成效"
    assert lines[1]["understood"] == "杭州有多少组？"
    assert lines[1]["expected"]["context_ids"] == ["d1", "d2"]
    assert lines[1]["notes"] == ["语言模型无法连接"]


def test_a_report_bears_the_date_of_this_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = page_report([outcome("a")])
    report["run"]["finished_at"] = "2026-11-28T16:13:00+00:00"
    try:
        monkeypatch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        page = write_report_page(tmp_path, [page_record(outcome("a"))], report)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "2026-11-29 · 1 题" in page.read_text(encoding="utf-8")


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    rows = [outcome("a")]
    report = page_report(rows)
    report["data"]["questions"] = report["data"]["corpus"] = HOSTILE
    path = write_report_page(tmp_path, [page_record(rows[0], HOSTILE, HOSTILE)], report)
    page = path.read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert "<img" not in page
    assert page.count("</script>") == 2
    assert "<b>" not in re.sub(r"<script.*", "", page, flags=re.S)
    assert data_of(page)[1]["question"] == HOSTILE


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    rows = [outcome("a"), outcome("b", contains=0.0)]
    page = write_report_page(
        tmp_path, [page_record(each) for each in rows], page_report(rows)
    ).read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import|https?:""", page)
    for title in ("各题型", "召回曲线", "可靠性图", "风险—覆盖曲线", "耗时分布", "结果"):
        assert f"<h3>{title}</h3>" in page
    assert page.count("<svg") == 6
    assert "2026-11-23 · 2 题" in page
    assert "<li>1 行有误，没有采用：第 3 行 &lt;b&gt;</li>" in page  # a note, in Chinese
    assert "文档召回率" not in page  # a figure over no question says nothing


def test_the_names_of_the_upright_lines_stand_above_the_bars(tmp_path: Path) -> None:
    rows = [outcome(str(n)) for n in range(30)]  # all equally fast: one bar, as high as it gets
    path = write_report_page(tmp_path, [page_record(each) for each in rows], page_report(rows))
    drawn = path.read_text(encoding="utf-8").partition('aria-label="耗时分布"')[2]
    tops = [float(y) for y in re.findall(r'<rect class="bar"[^>]* y="([\d.]+)"', drawn)]
    names = [float(y) for y in re.findall(r'<text [^>]*y="([\d.]+)"[^>]*>p\d\d', drawn)]
    assert len(names) == 2
    assert max(names) < min(tops)


def test_a_run_of_unanswerable_questions_alone_has_a_page(tmp_path: Path) -> None:
    rows = [replace(outcome("a", answerable=False), answered=False)]
    page = write_report_page(tmp_path, [page_record(each) for each in rows], page_report(rows))
    text = page.read_text(encoding="utf-8")
    assert "召回曲线" not in text
    assert "耗时分布" in text


def test_what_a_judge_thought_is_shown_apart(tmp_path: Path) -> None:
    rows = [outcome("a")]
    judge = {"n": 3, "not_understood": 0, "right": 2 / 3, "agreement": 1.0, "kappa": None}
    report = page_report(rows) | {"judge": judge}
    path = tmp_path / "p.html"
    (tmp_path / "q.jsonl").write_text(json.dumps(page_record(rows[0])) + "\n")
    write_page(path, report, tmp_path / "q.jsonl")
    page = path.read_text(encoding="utf-8")
    assert "语言模型评判（仅供参考）" in page
    assert "<td>66.7%</td>" in page
    assert '<option value="~">与语言模型评判不一致</option>' in page
    told = "3 answers judged, 66.7% right; agrees with contains on 100.0%; 0 not understood"
    assert f"judge: {told}\n" in as_table(report)
    assert f"Judge: {told}.\n" in as_markdown(report)


@pytest.mark.parametrize(
    ("top", "marks"),
    [
        (262, [0, 100, 200, 300]),
        (37, [0, 10, 20, 30, 40]),
        (4, [0, 1, 2, 3, 4]),
        (0.9, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_axes_are_marked_at_round_values(top: float, marks: list[float]) -> None:
    assert round_marks(top) == pytest.approx(marks)


@pytest.mark.parametrize("name", figures([]))
def test_every_figure_has_a_chinese_name(name: str) -> None:
    assert figure_name(name) != name


def test_every_failure_has_a_chinese_name() -> None:
    rows = [outcome("a"), outcome("b", contains=0.0), outcome("c", answerable=False)]
    assert {each.failure for each in rows} <= FAILURES.keys()
    assert failure_name("something else") == "something else"
    assert type_name("nearmiss") == "似是而非"
