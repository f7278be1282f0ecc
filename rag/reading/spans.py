"""The short answer inside a sentence: the value nearest to what the question asks about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.kinds import Kind
from rag.language.sentences import comparable
from rag.language.terms import TermKind
from rag.language.values import Value, ValueKind, find_values
from rag.question import Question
from rag.reading.apportioned import apportioned
from rag.reading.asked import (
    CHANGE_ASKED,
    CHANGE_BY_ASKED,
    CODE_ASKED,
    CONTACT_ASKED,
    DURATION,
    LASTING,
    NAMED,
    OFTEN,
    OFTEN_ASKED,
    RELATIVE,
    RELATIVE_ASKED,
    TITLE_ASKED,
    UNTIL,
    YEAR_ONLY,
)
from rag.reading.branches import branch_fit
from rag.reading.fitness import adjoins, clause_of, fitness, is_state, marks
from rag.reading.limits import period, stated
from rag.reading.turns import names_less
from rag.reading.units import unit_fit

_HINTED = 0.8  # fitness that a reader's span adds
_BOTH_ENDS = re.compile(r"变化|[从由]多少[^，。？]{0,8}多少")  # where from and where to
# A day of the month, which a text of the news gives without its month: 于7日联合下发.
_DAY = re.compile(r"\d{1,2}日")
_LENGTH_BEFORE = re.compile(r"[为满共每足达过至长短限少多约近前后第](?:了|到)?$")
_LENGTH_AFTER = re.compile(r"^(?:[内前后的。；，、）)]|[以之][内前后上下]|$)")
_QUALIFIER = re.compile(r"^(?:截至|截止)")


@dataclass(frozen=True, slots=True)
class Found:
    """An answer span in characters of the text searched, with a score in [0, 1]."""

    start: int
    end: int
    score: float


def find_span(
    question: Question, text: str, start: int, end: int, hint: tuple[int, int] | None = None
) -> Found | None:
    """Return the short answer in the sentence ``text[start:end]``; None if it has none.

    ``hint`` are characters of the text that a reader takes for the answer: of two values
    that fit alike, the one it overlaps is returned. A number comes with its 不超过 or 约.
    """
    sentence = text[start:end]
    near = (hint[0] - start, hint[1] - start) if hint else None
    found = _find(question, sentence, near)
    return None if found is None else Found(start + found.start, start + found.end, found.score)


Hint = tuple[int, int] | None


def _find(question: Question, sentence: str, hint: Hint) -> Found | None:
    if form := _form_asked(question.text):
        return _nearest(question, sentence, form)
    if TITLE_ASKED.search(question.text):
        return _nearest(question, sentence, ValueKind.TITLE, hint=hint)
    if question.kind is Kind.DATE:
        return _date(question, sentence, hint)
    if question.kind is Kind.NUMBER:
        return _number(question, sentence, hint)
    if question.kind is Kind.LIST:
        return _chain(question, sentence)
    if CHANGE_ASKED.search(question.text) and question.kind is Kind.FACT:
        changed = _nearest(question, sentence, ValueKind.RANGE)
        if changed:
            return changed
    if NAMED.search(question.text):
        return _nearest(question, sentence, ValueKind.QUOTE, ValueKind.TITLE)
    if question.noun:
        return _before_noun(question, sentence)
    return None


def _form_asked(asked: str) -> ValueKind | None:
    """Return the sort of value that has a form of its own, where one is asked for."""
    if CODE_ASKED.search(asked):
        return ValueKind.CODE
    return ValueKind.CONTACT if CONTACT_ASKED.search(asked) else None


def _date(question: Question, sentence: str, hint: Hint) -> Found | None:
    found = _nearest(question, sentence, ValueKind.DATE, hint=hint)
    if found is None:
        return None
    if not YEAR_ONLY.search(question.text):
        start, end = period(question.text, sentence, found.start, found.end)
        if (start, end) != (found.start, found.end):
            return replace(found, start=start, end=end)
    text = sentence[found.start : found.end]
    qualifier = _QUALIFIER.match(text)
    start = found.start + (qualifier.end() if qualifier else 0)
    year = re.search(r"\d{4}年|[〇零一二三四五六七八九]{4}年", text)
    end = found.start + year.end() if year and YEAR_ONLY.search(question.text) else found.end
    if end == found.end and (until := UNTIL.match(sentence[end:])):
        end += until.end()
    return Found(start, end, found.score)


def _number(question: Question, sentence: str, hint: Hint) -> Found | None:
    if OFTEN_ASKED.search(question.text):
        often = OFTEN.search(sentence)
        return Found(often.start(), often.end(), 0.8) if often else None
    if RELATIVE_ASKED.search(question.text):
        for value in find_values(sentence, ValueKind.NUMBER):
            if RELATIVE.search(sentence[: value.start]):
                return Found(value.start - 1, value.end, 0.8)
    kinds = [ValueKind.NUMBER]
    if _BOTH_ENDS.search(question.text):
        kinds.append(ValueKind.RANGE)
    found = _nearest(question, sentence, *kinds, hint=hint)
    if found is None and CHANGE_BY_ASKED.search(question.text):
        return _nearest(question, sentence, ValueKind.RANGE)
    if found is None:
        return None
    start, end = stated(question.text, sentence, found.start, found.end)
    return replace(found, start=start, end=end)


def _chain(question: Question, sentence: str) -> Found | None:
    found = _nearest(question, sentence, ValueKind.CHAIN)
    if found and question.count:
        items = len(re.split(r"——?|-|→", sentence[found.start : found.end]))
        return found if items == question.count else None
    return found


def _before_noun(question: Question, sentence: str) -> Found | None:
    """Find “X”模式 or 《X》条例 for 什么模式: a quote or title right before the noun."""
    noun = re.escape(question.noun[-2:])
    match = re.search(rf"(“[^“”]+”|《[^《》]+》)(?:的)?[^，。；“”]{{0,3}}{noun}", sentence)
    return Found(match.start(1), match.end(1), 0.8) if match else None


def _nearest(
    question: Question, sentence: str, *kinds: ValueKind, hint: Hint = None
) -> Found | None:
    values = [v for v in find_values(sentence, *kinds) if _may_answer(question, sentence, v)]
    values = [value for value in values if not _is_day(sentence, value)]
    if not values:
        return None
    found = marks(question, sentence)
    named = [value for value in values if _names_aspect(question, sentence, value)]
    meant = [
        value
        for value in named or values
        if hint and not names_less(question, sentence, value.start)
    ]
    scored = [
        (
            fitness(question, sentence, value, found)
            + apportioned(question, sentence, value, values)
            + branch_fit(question, sentence, value, values)
            + (_hinted(value, hint) if value in meant else 0.0),
            -value.start,
            value,
        )
        for value in values
    ]
    most, _, best = max(scored, key=lambda item: item[:2])
    others = [item[0] for item in scored if item[2] is not best]
    margin = most - max(others) if others else 1.0
    score = min(1.0, max(0.05, 0.4 + 0.1 * most + 0.2 * min(margin, 1.0)))
    return Found(best.start, best.end, score)


def _names_aspect(question: Question, sentence: str, value: Value) -> bool:
    """Whether a value follows upon the word right before the asking word, or its clause names it.

    Of 测试期不超过12个月 and 延长期不超过6个月 the second is what 测试期能延长多久 asks for,
    whatever a reader takes for the answer.
    """
    if adjoins(question, sentence, value):
        return True
    words = [term for term in question.terms if term.kind is TermKind.WORD]
    before = [term for term in words if term.start < question.asked_at]
    if len(before) < 2:
        return False
    start, end = clause_of(sentence, value)
    return before[-1].key in comparable(sentence[start:end])


def _hinted(value: Value, hint: Hint) -> float:
    """Prefer the value that a reader's span overlaps."""
    return _HINTED if hint and value.start < hint[1] and hint[0] < value.end else 0.0


def _may_answer(question: Question, sentence: str, value: Value) -> bool:
    """Whether a value can be the answer: not an echo, nor 两张 where no unit is asked for.

    By how much something grew is not told by what it became.
    """
    number = value.kind is ValueKind.NUMBER
    if number and CHANGE_BY_ASKED.search(question.text) and is_state(sentence, value):
        return False
    if value.kind is ValueKind.NUMBER and not any(char.isdigit() for char in value.text):
        lasting = LASTING.search(question.text) and DURATION.search(value.text)
        relative = RELATIVE_ASKED.search(question.text) and value.text[-1] in "成倍"
        fit = unit_fit(question.unit, value.text) if question.unit else 0.0
        counted = fit == 1.0 or (fit > 0.0 and value.text[:-1] != "一")  # 一项 is often no count
        return bool(lasting or relative or counted)
    return not _echoes(question, value)


def _is_day(sentence: str, value: Value) -> bool:
    """Whether a number of days is no length of time but a day of the month."""
    return (
        value.kind is ValueKind.NUMBER
        and _DAY.fullmatch(value.text) is not None
        and not _LENGTH_BEFORE.search(sentence[: value.start])
        and not _LENGTH_AFTER.match(sentence[value.end :])
    )


def _echoes(question: Question, value: Value) -> bool:
    """Whether the value is what the question itself said, so cannot be its answer."""
    if value.kind is ValueKind.DATE:
        return value.text.removeprefix("截至") in question.text
    return value.text.strip("“”《》") in question.text
