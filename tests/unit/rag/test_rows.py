"""哪些 asked of a table gives the rows that hold the value asked about, and no others."""

from __future__ import annotations

import pytest

from rag.types import Status
from tests.memory_library import make_document, make_pipeline

ROWS = [
    "港口：甲港；经营主体：省航运集团；启用时间：2024年8月；资金来源：财政资金",
    "港口：乙港；经营主体：乙港公司；启用时间：2023年9月；资金来源：航运集团自筹",
    "港口：丙港；经营主体：丙港公司；启用时间：2025年11月；资金来源：企业自筹",
    "港口：丁港；经营主体：市水利局；启用时间：2025年3月；资金来源：财政资金",
]
TABLE = make_document(
    "港口案例集\n本案例集收录四个港口。\n" + "\n".join(ROWS) + "\n丙港采取了三项措施。",
    title="港口案例集",
)


@pytest.mark.parametrize(
    ("question", "short", "rows"),
    [
        ("哪几个港口用的是财政资金？", "甲港；丁港", (0, 3)),
        ("哪些港口的资金来源是企业自筹？", "丙港", (2,)),
        ("哪些港口是2025年启用的？", "丙港；丁港", (2, 3)),
        ("哪些港口由省航运集团经营？", "甲港", (0,)),
    ],
)
def test_only_rows_with_the_value_are_told(
    question: str, short: str, rows: tuple[int, ...]
) -> None:
    answer = make_pipeline([TABLE]).ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.short_answer == short
    assert [citation.quote for citation in answer.citations] == [ROWS[row] for row in rows]


@pytest.mark.parametrize("question", ["案例集里有哪些港口？", "丙港采取了哪些措施？"])
def test_other_lists_are_not_asked_of_its_rows(question: str) -> None:
    answer = make_pipeline([TABLE]).ask(question)
    assert "；" not in (answer.short_answer or "")


def test_the_row_that_follows_is_not_quoted() -> None:
    rows = "事项：抵押登记；时限：1个工作日\n事项：档案查询；时限：3个工作日"
    answer = make_pipeline([make_document(f"服务手册\n{rows}")]).ask("抵押登记多长时间？")
    assert [citation.quote for citation in answer.citations] == [rows.partition("\n")[0]]
