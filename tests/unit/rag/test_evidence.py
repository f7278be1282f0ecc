"""Evidence: near-duplicates go, keys count from one."""

from __future__ import annotations

from rag.evidence import distinct, grouped, select
from rag.types import Hit, Passage, Reading


def hit(text: str, rank: int) -> Hit:
    return Hit(Passage(f"p{rank}", "d", 0, len(text), text), 1.0 / rank, rank)


def test_near_duplicates_are_dropped_the_best_stays() -> None:
    text = "各区要建立场景清单，按季度更新，并向社会公开发布。"
    texts = [text, text.replace("，", ", "), text + "（完）", "另一段完全不同的话。"]
    assert distinct(texts) == [0, 3]


def test_a_short_text_inside_a_long_one_is_no_duplicate() -> None:
    assert distinct(["场景清单", "场景清单按季度更新并向社会公开发布，由市场景办负责。"]) == [0, 1]


RULES = (
    "学校设立专项计划，招收80名农村学生。报名时间为4月10日至4月25日，考生登录系统填写申请表。"
    "测试成绩于6月底公布，入选名单在网站公示。"
)


def test_what_a_longer_text_holds_is_its_copy() -> None:
    tail = RULES[20:]
    assert grouped([RULES, tail, "另一段完全不同的话。", RULES]) == [[0, 1, 3], [2]]
    assert grouped([tail, RULES]) == [[0], [1]]  # what says more is no copy


def test_another_figure_is_another_text() -> None:
    assert distinct([RULES, RULES.replace("80名", "95名")]) == [0, 1]
    assert distinct([RULES, RULES.replace("4月25日", "4月28日")[20:]]) == [0, 1]


def test_what_says_the_opposite_or_speaks_of_elsewhere_is_no_copy() -> None:
    allowed = RULES + "企业可以申请延期，省级项目适用本办法。"
    for other in (
        allowed.replace("可以", "不得"),
        allowed.replace("适用", "不适用"),
        allowed.replace("省级", "国家级"),
        "合肥" + allowed,
    ):
        assert distinct([allowed, other]) == [0, 1]
        assert distinct([other, allowed]) == [0, 1]


def test_select_limits_and_numbers() -> None:
    hits = [hit("甲说的话。", 1), hit("甲说的话。", 2), hit("乙说的话是别的。", 3)]
    reading = Reading(0.5, 0.5, 0, 0, 0.0)
    evidence = select(hits, 5, {"p3": reading})
    assert [item.key for item in evidence] == ["1", "2"]
    assert [item.passage.passage_id for item in evidence] == ["p1", "p3"]
    assert [item.reading for item in evidence] == [None, reading]
    assert select(hits, 1)[0].passage.passage_id == "p1"
    assert select([], 3) == []
