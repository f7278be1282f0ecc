"""What decides a question of yes or no, one item of several, the nation before a city."""

from __future__ import annotations

import pytest

from rag.answerers.clauses import fitting
from rag.answerers.pieces import Piece
from rag.answerers.short import find_short
from rag.question import classify
from rag.types import Evidence, Hit, Passage, Reading, Status
from tests.memory_library import make_document, make_pipeline

RULES = make_document(
    "场景开放管理办法\n"
    "涉及国家秘密的场景不得开放。测试期满确有必要的可以延长一次。申报单位无需缴纳保证金。\n"
    "办法提出海上巡检、山地物流、雪场救援三项任务。\n"
    "本办法所称体验场景，是指面向公众开放、供人试用新产品的场所。体验场景是城市的重要窗口。",
    title="场景开放管理办法",
)
CITY = make_document(
    "江城市数字经济规划\n到2025年，全市数字经济增加值占GDP比重达到20%。", title="江城市规划"
)
NATION = make_document(
    "数字经济发展规划\n到2025年，数字经济增加值占GDP比重达到10%。", title="数字经济发展规划"
)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("涉及国家秘密的场景可以开放吗？", "不得开放"),
        ("测试期满能不能延长？", "可以延长"),
        ("申报单位需要缴纳保证金吗？", "无需缴纳保证金"),
    ],
)
def test_the_deciding_words_lead(question: str, short: str) -> None:
    answer = make_pipeline([RULES]).ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.short_answer == short
    assert answer.text.startswith(f"**{short}**")


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("个人是否可以申报项目？", "企业可以申报项目，个人不得申报项目。", "不得申报项目"),
        ("企业是否可以申报项目？", "企业可以申报项目。个人不得申报项目。", "可以申报项目"),
        ("个人是否可以申报项目？", "企业可以申报项目。", None),
        ("所有企业都可以申报吗？", "不是所有企业都可以申报。", None),
        ("涉密数据应当开放吗？", "除涉密数据外，公共数据应当开放。", None),
        ("本市企业可以申报吗？", "非本市企业不得申报。", None),
        ("年满18周岁可以申请吗？", "未满18周岁的申请人不得申请。", None),
        ("未满18周岁可以申请吗？", "未满18周岁的申请人不得申请。", "不得申请"),
        ("医生能不能到企业兼职？", "医生经同意，可以到企业和其他机构兼职。", None),
        ("有营业执照的可以申报吗？", "没有营业执照的不得申报。", None),
    ],
)
def test_what_is_said_of_others_decides_nothing(
    question: str, text: str, short: str | None
) -> None:
    document = make_document(text)
    passage = Passage("p", document.doc_id, 0, len(document.text), document.text)
    evidence = Evidence("1", Hit(passage, 1.0, 1))
    piece = Piece(document, evidence, 0, len(document.text))
    assert find_short(classify(question), piece) == short


def test_a_definition_answers_what_something_is() -> None:
    answer = make_pipeline([RULES]).ask("体验场景是什么？")
    assert "是指面向公众开放" in answer.text.split("[1]")[0]


def test_the_nation_is_not_answered_by_a_city() -> None:
    answer = make_pipeline([CITY, NATION]).ask("到2025年我国数字经济增加值占GDP比重达到多少？")
    assert answer.short_answer == "10%"


def test_everyday_words_find_the_official_ones() -> None:
    city = make_document(
        "江城市概况\n2024年末，江城市常住人口412万人，地区生产总值5360亿元。", title="江城市概况"
    )
    assert make_pipeline([city]).ask("江城市的GDP是多少？").short_answer == "5360亿元"


def test_a_base_is_not_what_is_measured() -> None:
    answer = make_pipeline([NATION]).ask("2025年我国GDP达到多少？")
    assert answer.status is Status.ABSTAINED


@pytest.mark.parametrize(
    ("span", "short"),
    [("海上巡检", "海上巡检、山地物流、雪场救援三项任务"), ("雪场救援", None)],
)
def test_one_item_does_not_pass_for_all(span: str, short: str | None) -> None:
    at = RULES.text.index("办法提出海上")
    text = RULES.text[at : RULES.text.index("\n", at)]
    passage = Passage("p", RULES.doc_id, at, at + len(text), text)
    start = text.index(span)
    reading = Reading(1.0, 1.0, start, start + len(span), 0.9)
    evidence = Evidence("1", Hit(passage, 1.0, 1), reading)
    piece = Piece(RULES, evidence, at, at + len(text))
    assert find_short(classify("办法提出哪些任务？"), piece) == short


def test_what_is_done_is_no_name_of_who_does_it() -> None:
    text = "建设资金由机关自筹解决，其他事宜商市政府办理。"
    document = make_document(text)
    at = text.index("商市政府")
    reading = Reading(1.0, 1.0, at, len(text) - 1, 0.9)
    passage = Passage("p", document.doc_id, 0, len(text), text)
    piece = Piece(document, Evidence("1", Hit(passage, 1.0, 1), reading), 0, len(text))
    assert find_short(classify("建设资金由谁承担？"), piece) is None


def test_a_definition_begins_after_is() -> None:
    at = RULES.text.index("体验场景是城市")
    text = RULES.text[at:]
    passage = Passage("p", RULES.doc_id, at, at + len(text), text)
    reading = Reading(1.0, 1.0, 4, len(text) - 1, 0.9)
    piece = Piece(RULES, Evidence("1", Hit(passage, 1.0, 1), reading), at, at + len(text))
    assert find_short(classify("什么是体验场景？"), piece) == "城市的重要窗口"


def test_the_attribute_asked_for_is_what_is_quoted() -> None:
    plan = make_document(
        "银发产业行动计划\n银发产业是面向老年人的新兴产业形态，是银发经济的重要组成部分。\n"
        "银发产业的发展目标分两步：先建示范街区，再建服务网络。",
        title="银发产业行动计划",
    )
    answer = make_pipeline([plan]).ask("银发产业的发展目标是什么？")
    assert "先建示范街区" in answer.text.split("[1]")[0]


def test_a_headline_or_the_day_of_a_report_is_no_answer() -> None:
    told = "新华社临江2月4日电（记者张三）临江市决定延长收购政策执行期限。"
    when = classify("收购政策延长到什么时候？")
    assert fitting(when, told, told.index("2月4日"), told.index("电（")) is None
    headline = "返程潮来袭，如何筑牢防火墙？"
    assert fitting(classify("筑牢防火墙的意义是什么？"), headline, 6, 13) is None


def test_how_is_told_by_a_clause_and_a_title_is_no_requirement() -> None:
    text = "各站要加强对接，及时了解需求，做好优先通行保障。"
    how = classify("各站在信息报送方面应如何做？")
    start, end = fitting(how, text, 2, 7) or (0, 0)
    assert text[start:end] == "要加强对接，及时了解需求，做好优先通行保障"
    notice = "单位食堂要严格按照《加强防控工作的通知》要求，建立健康档案。"
    at = notice.index("《"), notice.index("》") + 1
    assert fitting(classify("对单位食堂提出了什么要求？"), notice, *at) is None
    assert fitting(classify("单位食堂依据什么文件？"), notice, *at) == at


def test_a_word_for_how_is_not_what_is_done() -> None:
    rules = make_document("领航员不得同时在两个以上码头执业。\n", title="领航规则")
    answer = make_pipeline([rules]).ask("领航员能同时在两家码头执业吗？")
    assert answer.status is Status.ANSWERED
    assert answer.short_answer is None


@pytest.mark.parametrize(
    ("text", "span", "question"),
    [
        ("“无尘城市”并不是没有灰尘产生，而是一种理念。", "没有灰尘产生", "无尘城市是什么？"),
        ("45.海州市推进整治，造就美丽乡村。", "推进整治，造就美丽乡村", "表扬了哪些做法？"),
        ("云网规模领先，“东网”工程全面开展。", "云网规模领先，“东网”工程", "什么是东网？"),
        ("对甲类企业，奖励5万元；对“白鹭”企业，奖励3万元。", "奖励5万元", "白鹭企业有什么奖励？"),
    ],
)
def test_what_is_denied_cut_or_of_another_thing_is_not_said_in_short(
    text: str, span: str, question: str
) -> None:
    document = make_document(text, title="报告")
    at = document.text.index(text)
    passage = Passage("p", document.doc_id, at, at + len(text), text)
    start = text.index(span)
    reading = Reading(1.0, 1.0, start, start + len(span), 0.9)
    evidence = Evidence("1", Hit(passage, 1.0, 1), reading)
    short = find_short(classify(question), Piece(document, evidence, at, at + len(text)))
    assert short != span


def test_a_definition_is_told_to_its_end() -> None:
    text = "港湾计划以码头为载体，将船舶与货物连成一体。"
    document = make_document(text, title="计划")
    passage = Passage("p", document.doc_id, 0, len(text), text)
    reading = Reading(1.0, 1.0, 0, text.index("，"), 0.9)
    piece = Piece(document, Evidence("1", Hit(passage, 1.0, 1), reading), 0, len(text))
    assert find_short(classify("港湾计划是什么意思？"), piece) == text[:-1]


def test_what_is_to_be_done_otherwise_decides_nothing() -> None:
    rules = make_document(
        "条例\n代理师首次执业，应当自执业之日起30日内备案。\n", title="代理师条例"
    )
    answer = make_pipeline([rules]).ask("代理师可以在两个机构执业吗？")
    assert answer.short_answer is None
