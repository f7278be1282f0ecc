"""Branches of a sentence, each a condition and what holds under it: 超过100万的，每月1100元."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import takewhile

from rag.language.sentences import Span, bigrams, comparable, overlap
from rag.language.terms import coverage
from rag.language.values import MEASURES, Value, ValueKind, find_values, han_number
from rag.question import Question

# Fitness of a value whose condition is what the question says, takes it in or rules it out.
_SAME, _TAKES_IN, _RULES_OUT = 2.0, 1.0, -2.0
_UP = "不低于|不少于|不小于|超过|高于|大于|多于|满"
_DOWN = "不超过|不高于|不多于|不大于|不足|不满|未满|低于|少于|小于"
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_BOUND = re.compile(
    rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP}))?"
    r"(?<![\d.第哪每任同另几])(?P<count>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十]{1,3})"
    rf"(?P<scale>万亿|亿|万|千|百)?(?P<unit>%|％|{MEASURES})?(?:[（(]不?含[）)])?"
    r"(?:(?P<above>及?以上)|(?P<below>及?以下|以内))?"
)
# What makes a condition of a quantity before it: 3家及以上的, but not 5万元以下的罚款.
_CONDITION = re.compile(r"[者时]|的(?!罚[款金])")
_OUTCOME = re.compile(r"[^，；。]*，([^；。]{4,})")
# 超过多少 and 多少以上的 ask for a condition.
_CONDITION_ASKED = re.compile(
    rf"(?:{_UP}|{_DOWN})(?:多少|几)|(?:多少|几)[^，。？]{{0,4}}(?:以上|以下|以内|的)"
)
_CLAUSE = re.compile(r"[，；：。]")
_WHOLE = re.compile(r"(?:全[国省市区县]|我国|总体|整体)?(?:的|平均)?")
_SAME_MEASURE = 4  # characters before two values that name one measure
_NAMED = 0.5  # share of the characters of a part from which a question names it
_NAMED_ALIKE = 0.05  # share of the key terms by which branches may differ


@dataclass(frozen=True, slots=True)
class _Bound:
    """All quantities from ``least`` to ``most`` of a unit, told at ``start:end`` of a text."""

    start: int
    end: int
    least: float
    most: float
    unit: str

    def is_like(self, other: _Bound) -> bool:
        return self.unit == other.unit or {self.unit, other.unit} == {"", "人"}

    def fit(self, asked: _Bound) -> float:
        """Return what a value under this condition gains by what the question says."""
        if (self.least, self.most) == (asked.least, asked.most):
            return _SAME
        if self.least <= asked.least and asked.most <= self.most:
            return _TAKES_IN
        apart = asked.most <= self.least or self.most <= asked.least
        return _RULES_OUT if apart else 0.0


def branch_fit(question: Question, sentence: str, value: Value, values: list[Value]) -> float:
    """Return what a value gains as that of the branch asked about, or loses as another's.

    The last condition before it is compared with what the question says in the same unit. A
    condition itself is no value, and 全国…率75% precedes 山区…率55% where none is asked about.
    """
    conditions = _conditions(sentence)
    told = any(one.start < value.end and value.start < one.end for one in conditions)
    if told and len(conditions) > 1 and not _CONDITION_ASKED.search(question.text):
        return _RULES_OUT
    before = [one for one in conditions if one.end <= value.start]
    asked = [one for one in _bounds(question.text) if before and before[-1].is_like(one)]
    if asked:
        return before[-1].fit(asked[0])
    others = [other for other in values if other is not value]
    return _RULES_OUT if any(_is_of_less(question, sentence, value, o) for o in others) else 0.0


def _is_of_less(question: Question, sentence: str, value: Value, other: Value) -> bool:
    """Whether another value gives the same measure of what is asked about or of the whole."""
    heads = [_CLAUSE.split(sentence[: one.start])[-1] for one in (value, other)]
    backwards = zip(*(reversed(head) for head in heads), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], backwards))
    if shared < _SAME_MEASURE or value.text[-1] != other.text[-1]:
        return False
    own, others = (_nearness(question, head[: len(head) - shared]) for head in heads)
    return own < others


def _nearness(question: Question, qualifier: str) -> int:
    """Return 2 for what the question names, 1 for the whole (全国), 0 for a part of it."""
    if qualifier and overlap(bigrams(comparable(qualifier)), bigrams(question.text)) >= _NAMED:
        return 2
    return 1 if _WHOLE.fullmatch(qualifier) else 0


def outcome(question: Question, sentence: str) -> Span | None:
    """Return what holds under the condition that the question tells, None where it tells none.

    采取议价采购的方式 of 入围企业为2家的，采取议价采购的方式.
    """
    conditions = _conditions(sentence)
    asked = _bounds(question.text)
    meant = [c for c in conditions if any(c.is_like(a) and c.fit(a) > 0 for a in asked)]
    if len(conditions) < 2 or len(meant) != 1:
        return None
    match = _OUTCOME.match(sentence, meant[0].end)
    return match.span(1) if match else None


def all_branches(question: Question, sentence: str, chosen: Span) -> list[Span]:
    """Return the values of all branches where the question does not tell which one is meant.

    Only ``chosen``, the value that answers, where there is one branch, the question tells a
    quantity, or one branch names more of what is asked than another.
    """
    conditions = _conditions(sentence)
    values = find_values(sentence, ValueKind.NUMBER)
    own = next((v for v in values if v.start < chosen[1] and chosen[0] < v.end), None)
    if own is None or len(conditions) < 2 or _bounds(question.text):
        return [chosen]
    alike = [value for value in values if value.text[-1] == own.text[-1]]
    ends = [*(one.start for one in conditions[1:]), len(sentence)]
    governed = [
        next((v for v in alike if condition.end <= v.start and v.end <= end), None)
        for condition, end in zip(conditions, ends, strict=True)
    ]
    found = [value for value in governed if value]
    starts = [0, *(value.end for value in found)]
    named = [
        coverage(question.terms, sentence[start : value.start])
        for start, value in zip(starts, found, strict=False)
    ]
    if own not in found or max(named) - min(named) > _NAMED_ALIKE:
        return [chosen]
    return [chosen if value is own else (value.start, value.end) for value in found]


def _conditions(sentence: str) -> list[_Bound]:
    return [one for one in _bounds(sentence) if _CONDITION.match(sentence, one.end)]


def _bounds(text: str) -> list[_Bound]:
    """Return the quantities that a text tells, but for years and days."""
    dates = [(value.start, value.end) for value in find_values(text, ValueKind.DATE)]
    found = []
    for match in _BOUND.finditer(text):
        written = match["count"].replace(",", "")
        count = float(written) if written[0].isdigit() else han_number(written)
        if count is None or any(start <= match.start() < end for start, end in dates):
            continue
        size = count * _SCALES[match["scale"] or ""]
        up, down = match["up"] or match["above"], match["down"] or match["below"]
        least, most = -math.inf if down else size, math.inf if up else size
        found.append(_Bound(match.start(), match.end(), least, most, match["unit"] or ""))
    return found
