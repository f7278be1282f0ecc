"""The short answer inside a sentence: the value nearest to what the question asks about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.kinds import Kind
from rag.language.sentences import clause_spans
from rag.language.values import Value, ValueKind, find_values
from rag.question import Question

_MONEY_ASKED = re.compile(
    r"资金|投资|经费|金额|产值|收入|市场规模|产业规模|投入|营收|成本|价格|费用|多少钱|元"
)
_MONEY = re.compile(r"元|万亿|亿(?![户人个件次条家吨])")
_CHANGE_ASKED = re.compile(r"变化|缩短|提升|延长|降|从.{1,12}[到至]")
_TITLE_ASKED = re.compile(
    r"(什么|哪[部份个项条]?|哪一?[部份个项条])(法律|法规|文件|政策|意见|规划|条例|办法|通知|书|著作|论文|文章|报告|期刊|刊物|标准|"
    r"杂志|报纸)|题目|标题|书名"
)
_NAMED = re.compile(r"(叫|称为|名为|名称|称作|名字)(做|是|为)?什么|什么名[称字]|简称")
_YEAR_ONLY = re.compile(r"哪一?年|何年|哪个年份")
_LIMIT = re.compile(
    r"(?:不低于|不少于|不小于|不超过|不高于|不多于|不大于|至少|最少|至多|最多|最高|超过|超|逾|突破|高于|低于|少于|多于|不足|不到|大约|约|将近|接近|近)$"
)
_HINTED = 0.8  # fitness that a reader's span adds
_FORMER_ASKED = re.compile(r"原来|以前|之前|此前|过去|原先|本来")
_FORMER = re.compile(
    r"^[^，。；]{0,12}?(?:降|升|缩|增|提高|提升|减少|压缩|延长|扩大|变)[^，。；\d]{0,4}[到至为]"
)
_QUALIFIER = re.compile(r"^(?:截至|截止)")


@dataclass(frozen=True, slots=True)
class Span:
    """An answer span in characters of the text searched, with a score in [0, 1]."""

    start: int
    end: int
    score: float


def find_span(
    question: Question, text: str, start: int, end: int, hint: tuple[int, int] | None = None
) -> Span | None:
    """Return the short answer in the sentence ``text[start:end]``; None if it has none.

    ``hint`` are characters of the text that a reader takes for the answer: of two values
    that fit alike, the one it overlaps is returned. A number comes with its 不超过 or 约.
    """
    sentence = text[start:end]
    near = (hint[0] - start, hint[1] - start) if hint else None
    found = _find(question, sentence, near)
    return None if found is None else Span(start + found.start, start + found.end, found.score)


Hint = tuple[int, int] | None


def _find(question: Question, sentence: str, hint: Hint) -> Span | None:
    if _TITLE_ASKED.search(question.text):
        return _nearest(question, sentence, ValueKind.TITLE, hint=hint)
    if question.kind is Kind.DATE:
        return _date(question, sentence, hint)
    if question.kind is Kind.NUMBER:
        return _number(question, sentence, hint)
    if question.kind is Kind.LIST:
        return _chain(question, sentence)
    if _CHANGE_ASKED.search(question.text) and question.kind is Kind.FACT:
        changed = _nearest(question, sentence, ValueKind.RANGE)
        if changed:
            return changed
    if _NAMED.search(question.text):
        return _nearest(question, sentence, ValueKind.QUOTE, ValueKind.TITLE)
    if question.noun:
        return _before_noun(question, sentence)
    return None


def _date(question: Question, sentence: str, hint: Hint) -> Span | None:
    found = _nearest(question, sentence, ValueKind.DATE, hint=hint)
    if found is None:
        return None
    text = sentence[found.start : found.end]
    qualifier = _QUALIFIER.match(text)
    start = found.start + (qualifier.end() if qualifier else 0)
    year = re.search(r"\d{4}年|[〇零一二三四五六七八九]{4}年", text)
    end = found.start + year.end() if year and _YEAR_ONLY.search(question.text) else found.end
    return Span(start, end, found.score)


def _number(question: Question, sentence: str, hint: Hint) -> Span | None:
    kinds = [ValueKind.NUMBER]
    if "变化" in question.text:
        kinds.append(ValueKind.RANGE)
    found = _nearest(question, sentence, *kinds, hint=hint)
    limit = found and _LIMIT.search(sentence[: found.start])
    return replace(found, start=limit.start()) if found and limit else found


def _chain(question: Question, sentence: str) -> Span | None:
    found = _nearest(question, sentence, ValueKind.CHAIN)
    if found and question.count:
        items = len(re.split(r"——?|-|→", sentence[found.start : found.end]))
        return found if items == question.count else None
    return found


def _before_noun(question: Question, sentence: str) -> Span | None:
    """Find “X”模式 or 《X》条例 for 什么模式: a quote or title right before the noun."""
    noun = re.escape(question.noun[-2:])
    match = re.search(rf"(“[^“”]+”|《[^《》]+》)(?:的)?[^，。；“”]{{0,3}}{noun}", sentence)
    return Span(match.start(1), match.end(1), 0.8) if match else None


def _nearest(
    question: Question, sentence: str, *kinds: ValueKind, hint: Hint = None
) -> Span | None:
    values = [v for v in find_values(sentence, *kinds) if _may_answer(question, v)]
    if not values:
        return None
    marks = _marks(question, sentence)
    scored = [
        (_fitness(question, sentence, value, marks) + _hinted(value, hint), -value.start, value)
        for value in values
    ]
    fitness, _, best = max(scored, key=lambda item: item[:2])
    others = [item[0] for item in scored if item[2] is not best]
    margin = fitness - max(others) if others else 1.0
    score = min(1.0, max(0.05, 0.4 + 0.1 * fitness + 0.2 * min(margin, 1.0)))
    return Span(best.start, best.end, score)


def _hinted(value: Value, hint: Hint) -> float:
    """Prefer the value that a reader's span overlaps."""
    return _HINTED if hint and value.start < hint[1] and hint[0] < value.end else 0.0


def _may_answer(question: Question, value: Value) -> bool:
    """Whether a value can be the answer: not an echo, nor 两张 where no unit is asked for."""
    if value.kind is ValueKind.NUMBER and not any(char.isdigit() for char in value.text):
        return bool(question.unit) and question.unit in value.text
    return not _echoes(question, value)


def _echoes(question: Question, value: Value) -> bool:
    """Whether the value is what the question itself said, so cannot be its answer."""
    if value.kind is ValueKind.DATE:
        return value.text.removeprefix("截至") in question.text
    return value.text.strip("“”《》") in question.text


def _marks(question: Question, sentence: str) -> list[tuple[int, int, float]]:
    """Return where pieces of the key terms stand in the sentence, with their weights.

    Terms next to the asking word name what is asked for and weigh up to twice as much.
    """
    marks = []
    for term in question.terms:
        distance = min(
            abs(question.asked_at - (term.start + len(term.text))),
            abs(term.start - question.asked_at - 2),
        )
        weight = term.weight * (1 + 1 / (1 + distance / 3))
        text, at = term.text, 0
        while at < len(text) - 1:
            size = 2
            while at + size < len(text) and text[at : at + size + 1] in sentence:
                size += 1
            piece = text[at : at + size]
            if piece in sentence:
                share = weight * len(piece) / len(text)
                marks += [
                    (m.start(), m.end(), share) for m in re.finditer(re.escape(piece), sentence)
                ]
                at += size
            else:
                at += 1
    return marks


def _fitness(
    question: Question, sentence: str, value: Value, marks: list[tuple[int, int, float]]
) -> float:
    clause = _clause(sentence, value)
    near = 0.0
    for start, end, weight in marks:
        before = end <= value.start
        distance = value.start - end if before else max(0, start - value.end)
        worth = weight / (1 + distance / (8 if before else 5))
        near += worth if clause[0] <= start < clause[1] else worth * 0.4
    fit = near + _type_fit(question, value) + _year_fit(question, sentence, value)
    former = sentence[: value.start].endswith(("由", "从", "由平均", "从平均"))
    if former and _FORMER.match(sentence[value.end :]) and not _FORMER_ASKED.search(question.text):
        fit -= 1.5  # 由9小时降到38分钟: the state asked for is the later one
    return fit


def _clause(sentence: str, value: Value) -> tuple[int, int]:
    """Return the clause of a value; a date in front (2021年，…) belongs to the clause after it."""
    clauses = clause_spans(sentence, 0, len(sentence))
    for number, (start, end) in enumerate(clauses):
        if start <= value.start < end:
            alone = value.kind is ValueKind.DATE and end - value.end <= 1
            if alone and number + 1 < len(clauses):
                return start, clauses[number + 1][1]
            return start, end
    return 0, len(sentence)


def _type_fit(question: Question, value: Value) -> float:
    if value.kind is not ValueKind.NUMBER:
        return 0.0
    fit = 0.0 if any(char.isdigit() for char in value.text) else -1.5
    if question.percent and not question.unit:
        fit += 2.0 if value.is_percentage else -1.0
    elif value.is_percentage:
        fit -= 1.5
    if question.unit:
        fit += 2.0 if question.unit in value.text else -1.0
    elif _MONEY_ASKED.search(question.text) and not question.percent:
        fit += 1.5 if _MONEY.search(value.text) else -0.5
    return fit


def _year_fit(question: Question, sentence: str, value: Value) -> float:
    """Prefer, among values of several years, the one that follows the year asked for."""
    dates = [d for d in find_values(sentence, ValueKind.DATE) if re.search(r"\d{4}年", d.text)]
    if not question.years or len(dates) < 2 or value.kind is ValueKind.DATE:
        return 0.0
    before = [date for date in dates if date.end <= value.start]
    if not before:
        return 0.0
    return 1.5 if any(year in before[-1].text for year in question.years) else -1.5
