"""Confidence, its threshold, and the differences it is lowered for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.language.terms import shares
from rag.question import classify
from rag.reading.confidence import Features, Signs, confidence, lacks_subject, measure
from rag.reading.near_miss import differences, has_rival, is_beside
from rag.reading.telling import states
from rag.reading.type_fit import holds_type

GOOD = Features(
    sentence=0.9, relevance=0.9, answerable=0.9, own=0.9, around=1.0, aspect=1.0, fit=1.0,
    agreement=1.0, no_place=0.0, no_name=0.0, no_number=0.0,
    untyped=0.0, other=0.0, rival=0.0, reversed_=0.0,
)  # fmt: skip
DOUBTFUL = Signs(0.1, 0.1, 0.1, agreement=0.5, fit=1.0, structural=0.6, other=False)


def test_confidence_is_a_probability_and_falls_with_what_is_wrong() -> None:
    best = confidence(GOOD)
    assert 0.5 < best < 1.0
    for worse in (
        replace(GOOD, no_place=1.0),
        replace(GOOD, no_number=1.0),
        replace(GOOD, other=1.0),
        replace(GOOD, rival=1.0),
        replace(GOOD, reversed_=1.0),
        replace(GOOD, own=0.1, around=0.2),
    ):
        assert confidence(worse) < best


def names(question: str, cited: str, around: str | None = None) -> list[str]:
    return [d.template for d in differences(classify(question), cited, around or cited)]


@pytest.mark.parametrize(
    ("question", "cited", "template"),
    [
        ("2023年苏州有多少家企业？", "2024年苏州有企业30家。", "differs_year"),
        ("常州有多少家企业？", "2024年苏州有企业30家。", "differs_missing"),
        ("《甲办法》规定了什么？", "《乙办法》规定了程序。", "differs_missing"),
        ("为什么取消补贴？", "继续实施补贴政策。", "differs_reversed"),
        ("周期为什么从3天延长到9天？", "周期从9天缩短至3天。", "differs_reversed"),
    ],
)
def test_differences(question: str, cited: str, template: str) -> None:
    assert template in names(question, cited)


def test_no_differences_where_all_is_there() -> None:
    assert names("2024年苏州有多少家企业？", "2024年苏州有企业30家。") == []
    assert names("为什么取消补贴？", "因资金不足取消补贴。") == []


def test_a_rival_owns_the_attribute() -> None:
    question = classify("2024年海洋经济的产业规模是多少？")
    assert has_rival(question, "2024年林业经济产业规模达80亿元。")
    assert not has_rival(question, "2024年海洋经济产业规模达80亿元。")
    assert not has_rival(question, "海洋经济加快发展，产业规模达80亿元。")


def test_what_is_no_noun_neither_owns_nor_is_owned() -> None:
    question = classify("自己创业想贷款，最高能贷多少？")
    assert not has_rival(question, "个人担保贷款最高额度为15万元。")
    question = classify("场景项目最常见的原因是什么？")
    assert not has_rival(question, "项目失败的主要原因是需求不清。")


@pytest.mark.parametrize(
    ("question", "cited", "held"),
    [
        ("投资多少？", "项目进展顺利。", False),
        ("投资多少？", "项目投资3亿元。", True),
        ("店开在哪条路上？", "门店位于龙岗。", False),
        ("店开在哪条路上？", "门店位于龙翔大道18号。", True),
        ("由哪个部门印发？", "意见于春季出台。", False),
        ("由哪个部门印发？", "意见由科学技术部印发。", True),
        ("摊位证由谁核发？", "摊位证悬挂在摊位上。", False),
        ("摊位证由谁核发？", "摊位证由城管局制作。", True),
        ("联系邮箱是什么？", "执笔：张三。", False),
        ("为什么这样做？", "为了降低成本。", True),
    ],
)
def test_the_sort_of_thing_asked_for(question: str, cited: str, held: bool) -> None:
    assert holds_type(classify(question), cited) is held


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("2022年数字经济规模是多少？", True),
        ("2022年数字经济规模达到多少？", True),
        ("2021年数字经济规模是多少？", False),
        ("2022年数字经济增速是多少？", False),
        ("2022年数字经济规模占比是多少？", False),
    ],
)
def test_a_figure_in_the_words_of_the_question_is_surely_told(question: str, told: bool) -> None:
    said = "2022年我国数字经济规模达50.2万亿元，总量稳居世界第二，占国内生产总值比重提升至41.5%。"
    assert states(classify(question), said) is told
    doubtful = replace(DOUBTFUL, fit=0.6, structural=0.0)
    features, _ = measure(classify(question), [said], said, doubtful)
    assert (features.answerable > 0.1) is told


def test_a_share_that_is_granted_is_no_other_share() -> None:
    said = "全面落实研发费用加计扣除政策，按研发投入最高5%给予后补助。"
    assert is_beside(classify("研发费用加计扣除比例是多少？"), said, said)
    assert not is_beside(classify("研发投入的补助比例是多少？"), said, said)
    plain = "研发费用按100%加计扣除，并给予奖励。"
    assert not is_beside(classify("研发费用加计扣除比例是多少？"), plain, plain)


def test_another_five_year_plan_is_beside_the_question() -> None:
    asked, said = classify("十五五规划的主要目标是什么？"), "“十四五”规划的主要目标是产值翻一番。"
    assert is_beside(asked, said, said)
    both = f"“十五五”开局之年回望，{said}"
    assert not is_beside(asked, both, both)


def test_cities_asked_for_must_be_named() -> None:
    asked = classify("试验区有哪些城市？")
    rules = "试验区以直辖市、地级市为主，高新区所在城市优先。"
    assert is_beside(asked, rules, rules)
    named = "试验区有澜江市和海陵市。"
    assert not is_beside(asked, named, named)


def test_the_chosen_ones_are_not_all() -> None:
    said = "到2025年，国家重点实验室达到30家。"
    assert is_beside(classify("全省有多少家国家实验室？"), said, said)
    assert not is_beside(classify("全省有多少家国家重点实验室？"), said, said)


def test_the_figure_of_another_city_is_beside_the_question() -> None:
    said = "合肥累计发布场景机会超1400项。"
    assert is_beside(classify("杭州累计发布了多少项场景机会？"), said, said)
    assert not is_beside(classify("合肥累计发布了多少项场景机会？"), said, said)
    assert not is_beside(classify("安徽累计发布了多少项场景机会？"), said, said)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [("建材行业有哪些政策支持？", 0.6), ("低空经济有哪些政策支持？", 0.1)],
)
def test_the_structure_of_a_text_vouches_for_its_own_subject_only(
    question: str, sentence: float
) -> None:
    text = "三、政策支持\n（一）建材行业的企业按规定享受税收优惠。"
    features, _ = measure(classify(question), [text], text, DOUBTFUL)
    assert features.sentence == sentence


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("武汉市内的发热患者如何就医？", False),
        ("复工期间，发热乘客怎么处理？", False),
        ("为更好复工，交通部门如何安排？", False),
        ("潮汐发电如何选址？", True),
    ],
)
def test_what_only_sets_the_scene_is_no_subject(question: str, lacking: bool) -> None:
    asked = classify(question)
    told = "发热患者就近就医，乘客登记，交通部门加开班次。"
    assert lacks_subject(asked, shares(asked.terms, told)[1]) is lacking
