"""Comparisons: what is one, what its sides are, and that a cell tells of its own side."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answerers.comparison import compose_comparison
from rag.answerers.pieces import Sources
from rag.kinds import Kind
from rag.language.sentences import sentence_spans
from rag.question import asked_apart, classify
from rag.types import Evidence, Hit, Passage, Reading
from tests.memory_library import MemoryLibrary, make_document, make_pipeline


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("场景专员跟场景总师有什么不一样？", ("场景专员", "场景总师")),
        ("济南和青岛对安全员的驾龄要求一样吗？", ("济南", "青岛")),
        ("哈尔滨和深圳申办大运会，哪个批复得早？", ("哈尔滨", "深圳")),
        ("自建、联建、代建三种路子哪个活得最久？", ("自建", "联建", "代建")),
        ("自建型、联建型和平台型有什么区别？", ("自建型", "联建型", "平台型")),
        ("甲有限公司和乙有限公司的利润有什么不同？", ("甲有限公司", "乙有限公司")),
        ("招生任务，海州和江州哪个多？", ("海州", "江州")),
        ("济南和青岛，办展会能拿多少补助，哪边高？", ("济南", "青岛")),
        ("东港、西港、南港哪个最先启动？", ("东港", "西港", "南港")),
    ],
)
def test_sides(question: str, sides: tuple[str, ...]) -> None:
    asked = classify(question)
    assert asked.kind is Kind.COMPARISON
    assert asked.sides == sides


@pytest.mark.parametrize(
    "question",
    [
        "驾龄要求一样吗？",
        "企业和高校哪个城市最多？",
        "甲市和乙市的规定不一样时怎么办？",
        "企业和个人，分别交什么材料？",
    ],
)
def test_what_compares_nothing(question: str) -> None:
    assert classify(question).kind is not Kind.COMPARISON


def test_a_side_is_asked_of_without_what_compares() -> None:
    assert asked_apart(classify("自建、联建、代建三种路子哪个活得最久？"))[0] == "自建活得最久？"
    assert asked_apart(classify("济南和青岛的驾龄要求一样吗？"))[0] == "济南的驾龄要求？"


def test_a_sentence_of_both_sides_tells_less_than_one_of_each() -> None:
    text = (
        "有学者在评论中提出，各地的做法可以归纳为自建型和联建型两种模式。"
        "自建型由部门投资，推进快、覆盖广，项目一年后的存续率为四成。"
        "联建型由企业投资，指标清楚，存续率为六成。"
        "作者认为，两种模式没有高下之分，公共服务宜采用自建型，工业宜采用联建型。\n"
    )
    answer = make_pipeline([make_document(text, title="模式比较")]).ask(
        "自建型和联建型有什么区别？"
    )
    own, other = answer.text.splitlines()[2:4]
    assert "由部门投资" in own
    assert "由企业投资" not in own
    assert "由企业投资" in other
    assert "归纳为" not in own + other


def test_a_side_whose_name_holds_that_of_the_other_is_named() -> None:
    text = (
        "纳税人为独生子女的，每月扣除2000元。\n纳税人为非独生子女的，每人每月扣除不超过1000元。\n"
    )
    answer = make_pipeline([make_document(text, title="扣除办法")]).ask(
        "独生子女和非独生子女的扣除标准有什么区别？"
    )
    assert "2000元" in answer.text
    assert "1000元" in answer.text


def test_an_article_is_of_the_place_in_the_title() -> None:
    north = make_document("安全员应具有3年以上驾驶经历。\n", title="海州市道路测试办法")
    south = make_document("安全员应具有2年以上驾驶经历。\n", title="江州市道路测试细则")
    answer = make_pipeline([north, south]).ask("海州市和江州市对安全员的驾驶经历要求有什么不同？")
    rows = answer.text.splitlines()
    assert any("海州市" in row and "3年" in row and "2年" not in row for row in rows)
    assert any("江州市" in row and "2年" in row and "3年" not in row for row in rows)


def test_one_sentence_of_all_sides_is_quoted_once_and_not_in_a_table() -> None:
    text = "商务局决定将三里街等12个商圈和太古里等16个商店列入名单。\n"
    answer = make_pipeline([make_document(text, title="名单")]).ask("商圈和商店各有多少个？")
    assert answer.text == f"{text.strip()}[1]"


class EvenReader:
    """Finds all sentences equally good (a Reader)."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        spans = (sentence_spans(passage.text) for passage in passages)
        return [Reading(0.9, 0.9, 0, 0, 0.0, tuple((a, b, 0.9) for a, b in one)) for one in spans]


def test_a_row_of_a_table_is_of_no_side_that_it_does_not_name() -> None:
    cities = ("海州", "江州", "云泽")
    text = "".join(f"城市：{city}；启动时间：202{n}年3月。\n" for n, city in enumerate(cities))
    table = make_document(text, title="表")
    evidence = Evidence("1", Hit(Passage("p", table.doc_id, 0, len(text), text), 1.0, 1))
    asked, sources = classify("海州和江州哪个先启动？"), Sources(MemoryLibrary([table]), [evidence])
    draft = compose_comparison(asked, sources, EvenReader())
    assert draft is not None
    assert [piece.text[3:5] for piece in draft.pieces] == ["海州", "江州"]
