"""Tables of a PDF that go on over the page."""

from __future__ import annotations

from ingest.loaders.pdf.broken_tables import unbroken
from ingest.text.raw import RawLine
from ingest.text.repair import repair

HEAD = "序号 | 场景名称 | 发布单位"


def text(*pages: list[str]) -> list[str]:
    lines = [
        RawLine(line, number, page, whole=" | " in line)
        for page, held in enumerate(pages, 1)
        for number, line in enumerate(held, 1)
    ]
    return repair(unbroken(lines)).text.split("\n")


def test_repeated_column_names_go_and_the_row_they_parted_is_one() -> None:
    rows = ["1 | 港口集卡 | 港务局", "2 | 农田植保，现有系统 | 农业局"]
    read = text(
        [HEAD, *rows], [HEAD, "人工成本高。", "3 | 电力巡检 | 电网"], [HEAD, "4 | 水利 | 水务局"]
    )
    assert read == [
        HEAD, rows[0], f"{rows[1]}| 人工成本高。", "3 | 电力巡检 | 电网", "4 | 水利 | 水务局"
    ]  # fmt: skip


def test_other_column_names_and_rows_without_numbers_stay() -> None:
    other = "名称 | 金额"
    read = text([HEAD, "1 | 港口集卡 | 港务局"], [other, "道路 | 十万元"], [other, "桥梁 | 九万元"])
    assert read == [
        HEAD, "1 | 港口集卡 | 港务局", other, "道路 | 十万元", "桥梁 | 九万元"
    ]  # fmt: skip
