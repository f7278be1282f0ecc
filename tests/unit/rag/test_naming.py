"""The document that a question names: searched alone, for what is asked of it."""

from __future__ import annotations

import pytest

from rag.kinds import Kind, find_kind
from rag.naming import asked_of, only_named
from rag.types import Status
from tests.memory_library import make_document, make_pipeline

TITLES = (
    "2024年海州市政府工作报告",
    "2025年海州市政府工作报告",
    "为建设新海州而奋斗 (十二大)",
    "海州港",
)
OLD = make_document("今年的增长目标是百分之六。重点发展渔业。\n", title=TITLES[0])
NEW = make_document("今年的增长目标是百分之五。重点发展旅游。\n", title=TITLES[1])


@pytest.mark.parametrize(
    ("text", "title", "asked"),
    [
        ("2025年政府工作报告对旅游怎么说", TITLES[1], "对旅游怎么说"),
        ("《2024年海州市政府工作报告》中的增长目标是多少", TITLES[0], "增长目标是多少"),
        ("十二大报告里的渔业怎么说", TITLES[2], "渔业怎么说"),
    ],
)
def test_what_is_asked_of_the_document_named(text: str, title: str, asked: str) -> None:
    named = only_named(text, TITLES)
    assert named is not None
    assert named[0] == title
    assert asked_of(text, *named) == asked


def test_one_of_two_alike_is_not_named_nor_by_a_word_of_few_characters() -> None:
    assert only_named("政府工作报告对旅游怎么说", TITLES) is None
    assert only_named("海州港在哪里", TITLES) is None


def test_what_is_no_document_stays_in_the_question() -> None:
    titles = ("海州港务集团公司",)
    named = only_named("海州港务集团公司有多少员工", titles)
    assert named is not None
    assert asked_of("海州港务集团公司有多少员工", *named) == "海州港务集团公司有多少员工"


def test_only_the_document_named_answers() -> None:
    pipeline = make_pipeline([OLD, NEW])
    assert "旅游" in pipeline.ask("2025年政府工作报告重点发展什么？").text
    answer = pipeline.ask("2024年政府工作报告的增长目标是多少？")
    assert answer.status is Status.ANSWERED
    assert {one.doc_id for one in answer.citations} == {OLD.doc_id}


def test_a_congress_is_no_number_of_things() -> None:
    assert find_kind("十二大报告说的主要矛盾是什么") is not Kind.LIST
    assert find_kind("五大任务是什么") is Kind.LIST


@pytest.mark.parametrize("mark", ["2022", "2022年", "2025—2027年", "试行", "征求意见稿", "修订版"])
def test_a_year_or_a_state_in_brackets_is_no_name_of_a_document(mark: str) -> None:
    title = f"数字中国发展报告（{mark}）"
    assert only_named(f"{mark}底全国建了多少个5G基站", [title, "基站管理办法"]) is None
