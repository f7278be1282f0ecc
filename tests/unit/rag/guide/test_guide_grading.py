"""Grading is strict about facts and easy about wording and numerals."""

from __future__ import annotations

import pytest

from rag.guide.grading import amounts, grade
from rag.guide.questions import TestKind as Kind
from rag.guide.questions import TestQuestion as Question


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.5万亿元", 1.5e12),
        ("15000亿", 1.5e12),
        ("一万五千亿元", 1.5e12),
        ("三百二十八万七千", 3_287_000),
        ("1,400项", 1400),
        ("百分之十五", 15),
        ("四点二", 4.2),
        ("两千四百", 2400),
    ],
)
def test_amounts_in_either_numerals(text: str, found: float) -> None:
    assert amounts(text) == [pytest.approx(found)]


FIGURE = Question("规模是多少？", Kind.FIGURE, ("5800亿元",), (), 5.8e11, "元")
YEAR = Question("哪一年？", Kind.YEAR, ("2022",), ())
NAME = Question("谁？", Kind.NAME, ("任保平、张公娇",), ())
LIST = Question("哪 3 条？", Kind.LIST, ("需求导向", "分类开放", "公平竞争"), ())
TERM = Question(
    "什么是“首试首用”？",
    Kind.DEFINITION,
    ("首试首用是指新产品第一次在真实环境中试用、第一次被用户采购。",),
    (),
)


@pytest.mark.parametrize(
    ("question", "answer", "score"),
    [
        (FIGURE, "约五千八百亿元", 1.0),
        (FIGURE, "0.58万亿", 1.0),
        (FIGURE, "5800万元", 0.5),
        (FIGURE, "6200亿元", 0.0),
        (YEAR, "二〇二二年", 1.0),
        (YEAR, "2021年或2022年", 0.5),
        (YEAR, "2021", 0.0),
        (NAME, "张公娇和任保平", 1.0),
        (NAME, "任保平", 0.5),
        (LIST, "按需求导向，公平竞争，还要分类开放", 1.0),
        (LIST, "需求导向", pytest.approx(1 / 3)),
        (TERM, "就是新产品第一次被用户采购、第一次在真实环境里试用", 1.0),
        (TERM, "一种旅游产品", 0.0),
        (YEAR, "   ", 0.0),
    ],
)
def test_grades(question: Question, answer: str, score: float) -> None:
    assert grade(question, answer).score == score
