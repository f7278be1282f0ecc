"""Sentence scores, spans and what makes a sentence speak of something else."""

from __future__ import annotations

import pytest

from rag.question import classify
from rag.reading.rules_reader import RulesReader
from rag.reading.setting import speaks_of_other
from rag.reading.spans import find_span
from rag.reading.type_fit import type_fit
from rag.types import Passage

TEXT = (
    "青浦区推进低空物流试点。2024年，全区开通无人机航线36条，运送包裹12.5万件，同比增长40%。"
    "航线由区交通委统筹管理。"
)


def passage(text: str, title: str = "") -> Passage:
    return Passage("p", "d", 0, len(text), text, title)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("青浦区开通了多少条无人机航线？", "36条"),
        ("2024年运送包裹多少件？", "12.5万件"),
        ("运送包裹同比增长多少？", "40%"),
    ],
)
def test_the_value_next_to_the_key_terms_is_the_span(question: str, answer: str) -> None:
    [reading] = RulesReader().read(question, [passage(TEXT)])
    assert TEXT[reading.start : reading.end] == answer
    assert 0 < reading.span_score <= 1


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("2015年用电量是多少？", "用电量从2015年的3.1亿度升至2024年的5.2亿度。", "3.1亿度"),
        ("2024年用电量是多少？", "用电量从2015年的3.1亿度升至2024年的5.2亿度。", "5.2亿度"),
        ("哪一年建成示范园？", "2021年3月，示范园建成；2023年扩建。", "2021年"),
        ("依据什么法规设立基金？", "依据《促进条例》设立引导基金。", "《促进条例》"),
        ("园区实行什么制度？", "园区实行“首席场景官”制度。", "“首席场景官”"),
        ("申报包括哪几个环节？", "形成“申报—评审—公示—备案”流程。", "申报—评审—公示—备案"),
    ],
)
def test_spans_by_kind(question: str, sentence: str, answer: str) -> None:
    span = find_span(classify(question), sentence, 0, len(sentence))
    assert span is not None
    assert sentence[span.start : span.end] == answer


def test_what_the_question_says_is_no_answer() -> None:
    sentence = "2022年启动改造。"
    assert find_span(classify("2022年启动了多少个项目？"), sentence, 0, len(sentence)) is None


def test_scores_are_bounded_and_relevance_orders() -> None:
    other = passage("茶园面积扩大，茶农收入增加。")
    readings = RulesReader().read("青浦区开通了多少条无人机航线？", [passage(TEXT), other])
    assert readings[0].relevance > readings[1].relevance
    for reading in readings:
        assert 0 <= reading.relevance <= 1
        assert 0 <= reading.answerable <= 1
        assert all(0 <= score <= 1 for _, _, score in reading.sentences)


def test_nothing_to_read() -> None:
    assert RulesReader().read("多少？", []) == []
    [reading] = RulesReader().read("？？", [passage("甲。")])
    assert reading.relevance == 0.0


def test_another_year_or_place_is_noticed() -> None:
    question = classify("2023年苏州有多少家？")
    assert speaks_of_other(question, "2024年有30家。", "")
    assert speaks_of_other(question, "无锡有30家。", "")
    assert speaks_of_other(question, "共有30家。", "无锡加快建设。")
    assert not speaks_of_other(question, "2023年苏州有30家。", "")
    assert not speaks_of_other(question, "共有30家。", "2023年，苏州加快建设。")


def test_definitions_and_reasons_are_told_by_their_form() -> None:
    definition = classify("什么是数字孪生？")
    assert type_fit(definition, "数字孪生是指物理对象的虚拟映射。") == 1.0
    assert type_fit(definition, "企业探索数字孪生。") < 0.5
    reason = classify("为什么进展缓慢？")
    assert type_fit(reason, "由于缺乏标准，进展缓慢。") > type_fit(reason, "进展缓慢。")
