"""Grades an answer to the self-test; wording and numerals may differ from the source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.guide.questions import TestKind, TestQuestion
from rag.language.sentences import bigrams, comparable
from rag.language.terms import coverage, find_terms
from rag.language.values import HAN_DIGITS, HAN_YEAR, canonical

MAX_ANSWER_CHARS = 2000
_RIGHT, _PARTLY = 0.45, 0.2  # share of a definition's key terms
_POINT = 0.6  # share of a point's character pairs that count as naming it
_EXACT = 0.006  # a value may be rounded by this share
_UNITS = (
    ("万亿", 1e12),
    ("千亿", 1e11),
    ("百亿", 1e10),
    ("亿", 1e8),
    ("千万", 1e7),
    ("百万", 1e6),
    ("万", 1e4),
    ("千", 1e3),
    ("百", 1e2),
)
_DIGITS = {han: value for value, han in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(rf"(?<!\d)(?:19|20)\d\d(?!\d)|{HAN_YEAR}")


@dataclass(frozen=True, slots=True)
class Grade:
    """How good an answer is: ``score`` in [0, 1], right from 0.99 on, and what to say of it."""

    score: float
    comment: str

    @property
    def right(self) -> bool:
        """Whether nothing is missing."""
        return self.score >= 0.99


def grade(question: TestQuestion, answer: str) -> Grade:
    """Grade an answer; an empty one scores 0."""
    answer = answer.strip()[:MAX_ANSWER_CHARS]
    if not answer:
        return Grade(0.0, "没有作答")
    return _GRADERS[question.kind](question, answer)


def _definition(question: TestQuestion, answer: str) -> Grade:
    """Compare with each known definition by the key terms that the answer holds."""
    name = re.sub("[什么是“”？]", "", question.text)
    shares = [
        coverage(find_terms(expected.replace(name, "")), answer) for expected in question.expected
    ]
    share = max(shares, default=0.0)
    if share >= _RIGHT:
        return Grade(1.0, "抓住了要点")
    if share >= _PARTLY:
        return Grade(0.5, "说对了一部分，请对照原文")
    return Grade(0.0, "与原文的说法相差较大")


def _figure(question: TestQuestion, answer: str) -> Grade:
    """Compare amounts: 1.5万亿元, 15000亿 and 一万五千亿 are one."""
    for amount in amounts(answer):
        if abs(amount - question.number) <= _EXACT * abs(question.number):
            return Grade(1.0, "数值正确")
    scaled = [a for a in amounts(answer) if a and _same_digits(a, question.number)]
    if scaled:
        return Grade(0.5, "数字对了，单位或数量级不对")
    return Grade(0.0, "数值不对")


def _same_digits(left: float, right: float) -> bool:
    return f"{left:.3e}".split("e")[0] == f"{right:.3e}".split("e")[0]


def amounts(text: str) -> list[float]:
    """Return the amounts that a text writes in Arabic or Chinese digits, scales applied.

    5,800亿 is 5.8e11, 一万五千 is 15000, 百分之十五 and 15% are 15.
    """
    plain = canonical(text)
    found = [_scaled(float(m.group()), plain[m.end() :]) for m in _ARABIC.finditer(plain)]
    return found + _han_amounts(re.sub("百分之", "", plain))


def _scaled(number: float, after: str) -> float:
    for unit, factor in _UNITS:
        if after.lstrip("余多").startswith(unit):
            return number * factor
    return number


def _han_amounts(text: str) -> list[float]:
    """Return the amounts written in Chinese digits alone; 一万五千亿 is 15000 of 亿."""
    runs = re.findall(r"[零〇一二两三四五六七八九十百千点万亿]+", text)
    return [amount for amount in map(_han_amount, runs) if amount]


def _han_amount(run: str) -> float:
    for unit, factor in (("亿", 1e8), ("万", 1e4)):
        head, sign, tail = run.rpartition(unit)
        if sign:
            return _han_amount(head) * factor + _han_amount(tail)
    return _small(run)


def _small(text: str) -> float:
    """Return a Chinese number below ten thousand, with 点 and decimals; 0 for none."""
    whole, _, part = text.partition("点")
    total, digit = 0, 0
    for char in whole:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS.get(char, 0)
    decimals = "".join(str(_DIGITS.get(char, "")) for char in part)
    return total + digit + (float(f"0.{decimals}") if decimals else 0.0)


def _year(question: TestQuestion, answer: str) -> Grade:
    said = {year.translate(HAN_DIGITS) for year in _YEAR.findall(answer)}
    if said == {question.expected[0]}:
        return Grade(1.0, "年份正确")
    if question.expected[0] in said:
        return Grade(0.5, "写了几个年份，其中一个是对的")
    return Grade(0.0, "年份不对")


def _name(question: TestQuestion, answer: str) -> Grade:
    wanted = [part for part in re.split("[、和与]", question.expected[0]) if part]
    plain = comparable(answer)
    met = sum(comparable(part) in plain for part in wanted)
    if met == len(wanted):
        return Grade(1.0, "完全正确")
    if met:
        return Grade(round(met / len(wanted), 2), f"写出了 {met}/{len(wanted)}")
    return Grade(0.0, "不对")


def _list(question: TestQuestion, answer: str) -> Grade:
    said = bigrams(comparable(answer))
    met = sum(_names(point, said) for point in question.expected)
    total = len(question.expected)
    return Grade(met / total, f"写出了 {met}/{total} 条")


def _names(point: str, said: frozenset[str]) -> bool:
    mine = bigrams(comparable(point))
    return bool(mine) and len(mine & said) / len(mine) >= _POINT


_GRADERS = {
    TestKind.DEFINITION: _definition,
    TestKind.FIGURE: _figure,
    TestKind.YEAR: _year,
    TestKind.NAME: _name,
    TestKind.LIST: _list,
}
