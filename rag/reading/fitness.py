"""How well a value of a sentence fits what a question asks for."""

from __future__ import annotations

import re

from rag.language.sentences import clause_spans
from rag.language.synonyms import synonyms_in
from rag.language.values import MEASURES, Value, ValueKind, find_values
from rag.question import Question
from rag.reading.asked import DAY_ASKED, DURATION, LASTING, MONEY, MONEY_ASKED, SUM_BEFORE
from rag.reading.limits import asks_most, is_most
from rag.reading.units import unit_fit

_FORMER_STATE = 3.0  # fitness that the earlier of two states loses
_FORMER_ASKED = re.compile(r"原来|以前|之前|此前|过去|原先|本来")
_FROM = re.compile(r"[由从][^，。；]{0,24}$")
_TO = re.compile(r"[到至]了?(?:约|近|超过?)?$")
_FORMER = re.compile(
    r"^[^，。；]{0,12}?(?:降|升|缩|增|提高|提升|减少|压缩|延长|扩大|扩展|放宽|收紧|调整|变)[^，。；\d]{0,4}[到至为]"
)
_ADJOINING = 1.0  # fitness of a value that follows upon the words before 多少
_MOST = 1.5  # fitness of a value that is told to be the most, where that is asked for
_COPULA = re.compile(r"[的了共只仅有是为达到约]+$")
_ASKED_OF = re.compile(rf"(?:多少|几)(?:{MEASURES})([\u4e00-\u9fff]{{2,}}?)了?[？?]?$")
_OTHER_WORDS = 0.9  # worth of a synonym
_CHANGE_ALONE = re.compile(
    r"^(?:同比|环比|[比较](?:上年|去年|上年同期)|年均|平均)?(?:增长|增加|下降|减少|提高|提升|上升|降低|回落)了?$"
)


def marks(question: Question, sentence: str) -> list[tuple[int, int, float]]:
    """Return where pieces of the key terms stand in the sentence, with their weights.

    Terms next to the asking word name what is asked for and weigh up to twice as much. A
    word in other words (生产总值 for GDP) weighs nine tenths.
    """
    found = []
    for term in question.terms:
        distance = min(
            abs(question.asked_at - (term.start + len(term.text))),
            abs(term.start - question.asked_at - 2),
        )
        weight = term.weight * (1 + 1 / (1 + distance / 3))
        for piece, share in [*_pieces(term.text, sentence), *_other_words(term.text, sentence)]:
            found += [
                (m.start(), m.end(), weight * share)
                for m in re.finditer(re.escape(piece), sentence)
            ]
    return found


def _pieces(text: str, sentence: str) -> list[tuple[str, float]]:
    """Return the longest pieces of a term that the sentence holds, with their shares of it."""
    found, at = [], 0
    while at < len(text) - 1:
        size = 2
        while at + size < len(text) and text[at : at + size + 1] in sentence:
            size += 1
        piece = text[at : at + size]
        if piece in sentence:
            found.append((piece, len(piece) / len(text)))
            at += size
        else:
            at += 1
    return found


def _other_words(text: str, sentence: str) -> list[tuple[str, float]]:
    """Return what stands in the sentence for a word of the term that it does not hold."""
    key = text.lower()
    found = []
    for word, others in synonyms_in(key):
        said = max((other for other in others if other in sentence), key=len, default="")
        if said and word not in sentence.lower():
            found.append((said, _OTHER_WORDS * len(word) / len(key)))
    return found


def fitness(
    question: Question, sentence: str, value: Value, found: list[tuple[int, int, float]]
) -> float:
    """Return how well a value fits: near the key terms, of the type and year asked for.

    ``found`` are the `marks` of the question in the sentence. Not bounded; the higher, the
    better.
    """
    clause = clause_of(sentence, value)
    near = 0.0
    for start, end, weight in found:
        before = end <= value.start
        distance = value.start - end if before else max(0, start - value.end)
        worth = weight / (1 + distance / (8 if before else 5))
        near += worth if clause[0] <= start < clause[1] else worth * 0.4
    fit = near + _type_fit(question, sentence, value) + _year_fit(question, sentence, value)
    if is_former(sentence, value) and not _FORMER_ASKED.search(question.text):
        fit -= _FORMER_STATE  # 由9小时降到38分钟: the state asked for is the later one
    return fit + (_ADJOINING if adjoins(question, sentence, value) else 0.0)


def is_former(sentence: str, value: Value) -> bool:
    """Whether a value tells what something was: 9小时 of 由9小时降到38分钟."""
    before, after = sentence[: value.start], sentence[value.end :]
    return bool(_FROM.search(before) and _FORMER.match(after))


def is_state(sentence: str, value: Value) -> bool:
    """Whether a value tells what something was or became, and not by how much it changed."""
    return is_former(sentence, value) or bool(_TO.search(sentence[: value.start]))


def adjoins(question: Question, sentence: str, value: Value) -> bool:
    """Whether the last two characters before 多少 stand right before the value: 在建180个.

    Or what comes after it to the end of the question: 开工的有9个 for 几个开工了.
    """
    before = _COPULA.sub("", sentence[: value.start])
    asked = _COPULA.sub("", question.text[: question.asked_at])
    rest = _ASKED_OF.search(question.text)
    return (len(asked) > 1 and before.endswith(asked[-2:])) or bool(
        rest and before.endswith(rest[1])
    )


def clause_of(sentence: str, value: Value) -> tuple[int, int]:
    """Return the clause of a value, with the clause before it where it only tells a change.

    A date in front (2021年，…) belongs to the clause after it.
    """
    clauses = clause_spans(sentence, 0, len(sentence))
    for number, (start, end) in enumerate(clauses):
        if start <= value.start < end:
            if number and _CHANGE_ALONE.match(sentence[start : value.start]):
                return clauses[number - 1][0], end
            alone = value.kind is ValueKind.DATE and end - value.end <= 1
            if alone and number + 1 < len(clauses):
                return start, clauses[number + 1][1]
            return start, end
    return 0, len(sentence)


def _type_fit(question: Question, sentence: str, value: Value) -> float:
    if value.kind is ValueKind.DATE and DAY_ASKED.search(question.text):
        return 2.0 if value.text[-1] in "日号" else 0.0
    if value.kind is not ValueKind.NUMBER:
        return 0.0
    fit = 0.0 if any(char.isdigit() for char in value.text) else -1.5
    if question.percent and not question.unit:
        fit += 2.0 if value.is_percentage else -1.0
    elif value.is_percentage:
        fit -= 1.5
    if question.unit:
        fit += 3 * unit_fit(question.unit, value.text) - 1.0
    elif MONEY_ASKED.search(question.text) and not question.percent:
        penalty = -2.5 if SUM_BEFORE.search(question.text[: question.asked_at]) else -0.5
        fit += 1.5 if MONEY.search(value.text) else penalty
    elif LASTING.search(question.text) and not question.percent:
        fit += 2.0 if DURATION.search(value.text) else -1.0
    if asks_most(question.text) and is_most(sentence, value.start, value.end):
        fit += _MOST
    return fit


def _year_fit(question: Question, sentence: str, value: Value) -> float:
    """Prefer, among values of several years, the one that follows the year asked for."""
    dates = [d for d in find_values(sentence, ValueKind.DATE) if re.search(r"\d{4}年", d.text)]
    if not question.years or len(dates) < 2 or value.kind is ValueKind.DATE:
        return 0.0
    before = [date for date in dates if date.end <= value.start]
    if not before:  # the sum of all years stands before the years themselves
        return -1.0 if any(year in date.text for date in dates for year in question.years) else 0.0
    return 1.5 if any(year in before[-1].text for year in question.years) else -1.5
