"""Things compared that are documents of their own: what each of them says of the matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answerers.account import asked_evidence, is_named, reach
from rag.answerers.budget import within
from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.answerers.themes import Sentence, Theme, direct, find_theme, sentences_of
from rag.language.orders import gives_orders
from rag.language.sentences import comparable
from rag.language.terms import TermKind, coverage
from rag.language.values import ValueKind, find_values, years
from rag.naming import name_in
from rag.question import Question
from rag.reading.asked import MONEY
from rag.types import Document, Evidence

# Several things are asked about; the day, or how much, of each; which of them was first.
_ASKED = re.compile(r"分别|各自|各有|各是|比较|相比|对比|哪一?[个家]|[更先后]|差异|区别|不同")
_WHEN = re.compile(r"时间|何时|什么时候|哪一?年|哪个?月|更?[早晚](?=[？?。]|$)")
_HOW_MUCH = re.compile(r"多少|金额|总?额|更?[高低大小多少](?=[？?。]|$)")
_MONEY_ASKED = re.compile(r"金额|投资额|总价值|多少[^，。]{0,3}资金")
_PRICED = re.compile(r"[$￥¥€]\d|\d[万亿]*(?:人民币|美金)")
_RATE_ASKED = re.compile(r"率[^，。？]{0,4}更?[高低多]")
# What a measure may be called without: 收购 of 收购金额.
_MEASURE = re.compile(r"(?:总?金额|总?价值|总额|时间|活动|事件|指标|报告(?:年度|期)内?)$")
_EARLIER = re.compile(r"更?[早晚](?=[？?。]|$)|先后|时间顺序")
# Share kept by a sentence without the date, without the amount, or of another year.
_VALUELESS, _AMOUNTLESS, _OTHER_YEAR = 0.5, 0.3, 0.5
_TELLS = 0.47  # share of what is measured that a sentence with the value must name
_FROM_ABOVE = 0.3  # of the score of the sentence before it in its line
_PER_SIDE = 240  # characters quoted of one document
_CLOSE = 0.75  # share of the best sentence's score that a further one must reach
_SURE = 0.85  # structural score of a table in which every document named has its row


def compose_sides(question: Question, sources: Sources) -> Draft | None:
    """Return a row for each document that a question names; None where it names but one.

    Where it is asked what came earlier, the rows are in order of their dates.
    """
    titles = _titles(question.text, sources)
    if len(titles) < 2 or not _ASKED.search(question.text):
        return None
    theme = _theme(question.text, titles)
    rows = [Row(_said(question, title, theme, sources), label=title) for title in titles]
    found = sum(1 for row in rows if row.pieces)
    if not found:
        return None
    if _EARLIER.search(question.text):
        rows.sort(key=_first_date)
    share = found / len(rows)
    needed = _asks_amounts(question) or _WHEN.search(question.text)  # of every side
    absent = [row.label for row in rows if not row.pieces and needed]
    return Draft(
        rows=tuple(rows),
        layout="table",
        fit=share,
        structural=_SURE * share**2,
        missing=tuple(f"{title}的{_unsaid(question.text, titles)}" for title in absent),
    )


def _unsaid(text: str, titles: Sequence[str]) -> str:
    """Return what is asked of each title, in the words of the question: 慈善活动的时间."""
    words = [term.text for term in find_theme(text, titles).aspects if term.kind is TermKind.WORD]
    dated = _WHEN.search(text) and words and not words[-1].endswith("时间")
    return f"{words[-1] if words else '内容'}{'的时间' if dated else ''}"


def _asks_amounts(question: Question) -> bool:
    """Whether an amount of each side is asked for."""
    return bool(_HOW_MUCH.search(question.text))


def _theme(text: str, titles: Sequence[str]) -> Theme:
    """Return what is asked of each title, without its year, which `_worth` weighs."""
    found = find_theme(text, titles)
    words = [
        replace(term, text=_MEASURE.sub("", term.text))
        for term in found.aspects
        if term.kind is not TermKind.YEAR
    ]
    return Theme(tuple(term for term in words if len(term.text) > 1), found.frame)


def _titles(text: str, sources: Sources) -> list[str]:
    """Return the titles that a question names, as it names them one after the other."""
    plain = comparable(text)
    titles = {sources.document(item).title for item in sources.evidence}
    names = {title: name_in(text, title) for title in titles}
    named = [title for title, name in names.items() if len(name) > 1]
    whole = [one for one in named if not any(one != other and one in other for other in named)]
    return sorted(whole, key=lambda title: plain.find(names[title]))


def _said(question: Question, title: str, theme: Theme, sources: Sources) -> tuple[Piece, ...]:
    """Return the sentences of the document of a title that tell best what is asked.

    None where an amount or a day is asked for and the best of them does not give it.
    """
    evidence = asked_evidence(title, question.years, sources)
    if evidence is None or not is_named(sources.document(evidence), title):
        return ()
    document = sources.document(evidence)
    sentences = sentences_of(document.text, *reach(document, evidence))
    texts = [document.text[one.start : one.end] for one in sentences]
    own = direct(theme, texts)
    scores = list(own)
    for number, one in enumerate(sentences):
        if number and sentences[number - 1].line == one.line:
            scores[number] += _FROM_ABOVE * own[number - 1]
        scores[number] *= _worth(question, texts[number])
    best = scores.index(max(scores))
    if _asks_amounts(question) and not _tells(question.text, theme, texts[best]):
        return ()
    if _WHEN.search(question.text) and not _is_dated(sentences, texts, best):
        return ()
    return _best(document, evidence, sentences, scores)


def _is_dated(sentences: Sequence[Sentence], texts: Sequence[str], at: int) -> bool:
    """Whether a sentence, or one before it in its line, tells a date."""
    line = [
        t
        for one, t in zip(sentences[: at + 1], texts, strict=False)
        if one.line == sentences[at].line
    ]
    return any(find_values(text, ValueKind.DATE) for text in line)


def _tells(asked: str, theme: Theme, text: str) -> bool:
    """Whether a sentence gives the amount asked for: one of 资产 is none of 资产负债率."""
    if not _measures(asked, text):
        return False
    return not theme.aspects or coverage(theme.aspects, text) >= _TELLS


def _worth(question: Question, text: str) -> float:
    """Return what a sentence's score counts: less without the date or number asked for."""
    worth = 0.0 if gives_orders(text) else 1.0
    said = years(text)
    if question.years and said and not said & question.years:
        worth *= _OTHER_YEAR
    if _WHEN.search(question.text):
        return worth if find_values(text, ValueKind.DATE) else _VALUELESS * worth
    if _asks_amounts(question):
        return worth if _measures(question.text, text) else _AMOUNTLESS * worth
    return worth


def _measures(asked: str, text: str) -> bool:
    """Whether a text gives an amount of the sort asked for: money, a rate, any number."""
    values = [v.text for v in find_values(text, ValueKind.NUMBER) if v.text[-1] not in "年月日"]
    if _MONEY_ASKED.search(asked):
        return any(MONEY.search(value) for value in values) or bool(_PRICED.search(text))
    if _RATE_ASKED.search(asked):
        return any(not MONEY.search(value) for value in values)
    return bool(values)


def _best(
    document: Document,
    evidence: Evidence,
    sentences: Sequence[Sentence],
    scores: Sequence[float],
) -> tuple[Piece, ...]:
    """Return the best sentence, and those nearly as good that find room beside it, in order."""
    order = sorted(range(len(scores)), key=lambda number: (-scores[number], number))
    least = _CLOSE * scores[order[0]] if order else 0.0
    close = [sentences[number] for number in order if scores[number] and scores[number] >= least]
    chosen = [Piece(document, evidence, one.start, one.end) for one in within(_PER_SIDE, close)]
    return tuple(sorted(chosen, key=lambda piece: piece.start))


def _first_date(row: Row) -> tuple[bool, tuple[int, ...]]:
    """Return a key that sorts rows by the first date that they give; those without come last."""
    for piece in row.pieces:
        for value in find_values(piece.text, ValueKind.DATE):
            if numbers := tuple(int(number) for number in re.findall(r"\d+", value.text)):
                return False, numbers
    return True, ()
