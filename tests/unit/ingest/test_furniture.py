"""Rows of a table at the edge of a page are text, however far apart they stand."""

from __future__ import annotations

from itertools import pairwise

from ingest.text.furniture import page_furniture
from ingest.text.raw import RawLine

TASKS = [
    [
        f"{name}{page} | 市发展和改革委员会 | 2025年12月底前"
        for name in ("修路", "架桥", "招商", "育才")
    ]
    for page in "甲乙丙"
]


def _page(texts: list[str], page: int = 1, ruled: bool = False) -> list[RawLine]:
    """Lay lines out two letter sizes apart; the boxes of ``ruled`` ones touch."""
    tops = range(60, 60 + 24 * (len(texts) + 1), 24)
    return [
        RawLine(text, number, page, (60.0, top, 300.0, low if ruled else top + 11), size=11.0)
        for number, (text, (top, low)) in enumerate(zip(texts, pairwise(tops), strict=True), 1)
    ]


def test_the_sum_under_a_table_of_one_page_is_no_page_number() -> None:
    for ruled in (True, False):
        assert (
            page_furniture(_page(["地区 | 项目数", "甲区 | 12", "合计 | 46"], ruled=ruled)) == set()
        )
    assert page_furniture(_page(["经济运行稳中有进。", "项目数 | 12"])) == set()
    assert page_furniture(_page(["经济运行稳中有进。", "12"])) == {1}


def test_what_the_rows_of_several_pages_repeat_is_no_running_head() -> None:
    for ruled in (True, False):
        lines = [line for page, rows in enumerate(TASKS, 1) for line in _page(rows, page, ruled)]
        assert page_furniture(lines) == set()


def test_a_row_of_fewer_cells_belongs_to_its_drawn_table() -> None:
    rows = ["合计 | 市发展和改革委员会", *TASKS[0], "其他 | 市发展和改革委员会"]
    lines = [line for page in (1, 2, 3) for line in _page(rows, page, ruled=True)]
    assert page_furniture(lines) == set()


def test_a_running_head_over_a_table_is_still_dropped() -> None:
    heads = [_page(["云州年报 | 云州市统计局", *rows], page) for page, rows in enumerate(TASKS, 1)]
    lines = [line for page in heads for line in page]
    assert page_furniture(lines) == {0, 5, 10}


def test_a_running_head_of_as_many_cells_stands_apart_from_the_rows() -> None:
    lines = []
    for page, rows in enumerate(TASKS, 1):
        head = RawLine(
            f"云州 | 云州市统计年报 | {page}", 1, page, (60.0, 20.0, 300.0, 31.0), size=11.0
        )
        lines += [head, *_page(rows, page)]
    assert page_furniture(lines) == {0, 5, 10}
