"""Questions beside the text: another unit, another instalment, another crop, a premise denied."""

from __future__ import annotations

import pytest

from rag.question import classify
from rag.reading.near_miss import is_beside
from rag.reading.premises import false_premise

FUND = "设立引导资金，首期规模40亿元，其中40%投向小切口场景。"
FARM = "北岭县种植水稻260万亩，一名测报员每天只能查12块田。"
SHOP = "购置通用设备86台套，按小时收费。"
SCORE = "签约数不作为考核指标，开工率才是。"


@pytest.mark.parametrize(
    ("question", "text", "beside"),
    [
        ("引导资金二期规模有多大？", FUND, True),
        ("引导资金首期规模有多大？", FUND, False),
        ("北岭县种植小麦多少万亩？", FARM, True),
        ("北岭县种植水稻多少万亩？", FARM, False),
        ("每小时收费多少元？", SHOP, True),
        ("购置了多少台设备？", SHOP, False),
    ],
)
def test_beside(question: str, text: str, beside: bool) -> None:
    assert is_beside(classify(question), text, text) is beside


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("把签约数作为唯一考核指标的理由是什么？", SCORE, True),
        ("签约数为什么不作为考核指标？", SCORE, False),
        ("试点会被取消吗？", FUND, False),
        ("为什么取消引导资金？", FUND, True),
        ("为什么延长验证周期？", "验证周期由12个月缩短到4个月。", True),
    ],
)
def test_false_premises(question: str, text: str, named: bool) -> None:
    assert bool(false_premise(classify(question), text)) is named


@pytest.mark.parametrize(
    ("question", "turned"),
    [
        ("海州每年出资2亿元用于什么？", "2亿元"),
        ("海州每年出资1亿元用于什么？", ""),
        ("海州每年奖励2亿元用于什么？", ""),  # the text says nothing of a reward
    ],
)
def test_an_amount_taken_for_granted_must_be_the_one_told(question: str, turned: str) -> None:
    told = "连续三年由市财政每年出资1亿元用于园区建设。"
    assert false_premise(classify(question), told) == turned
