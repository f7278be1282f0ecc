"""Things compared that are documents of their own: what each of them says of the matter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answerers.account import asked_evidence, is_named, reach
from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.answerers.themes import Sentence, direct, find_theme, sentences_of
from rag.language.orders import gives_orders
from rag.language.sentences import comparable
from rag.language.values import ValueKind, find_values, years
from rag.naming import name_in
from rag.question import Question
from rag.types import Document, Evidence

# Several things are asked about; the day, or how much, of each; which of them was first.
_ASKED = re.compile(r"分别|各自|各有|各是|比较|相比|对比|哪一?[个家]|[更先后]|差异|区别|不同")
_WHEN = re.compile(r"时间|何时|什么时候|哪一?年|哪个?月|更?[早晚](?=[？?。]|$)")
_HOW_MUCH = re.compile(r"多少|金额|总?额|更?[高低大小多少](?=[？?。]|$)")
_EARLIER = re.compile(r"更?[早晚](?=[？?。]|$)|先后|时间顺序")
_VALUELESS, _OTHER_YEAR = 0.5, 0.5  # share kept by a sentence without the value, or of another year
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
    rows = [Row(_said(question, title, titles, sources), label=title) for title in titles]
    found = sum(1 for row in rows if row.pieces)
    if not found:
        return None
    if _EARLIER.search(question.text):
        rows.sort(key=_first_date)
    share = found / len(rows)
    return Draft(rows=tuple(rows), layout="table", fit=share, structural=_SURE * share**2)


def _titles(text: str, sources: Sources) -> list[str]:
    """Return the titles that a question names, as it names them one after the other."""
    plain = comparable(text)
    titles = {sources.document(item).title for item in sources.evidence}
    names = {title: name_in(text, title) for title in titles}
    named = [title for title, name in names.items() if len(name) > 1]
    whole = [one for one in named if not any(one != other and one in other for other in named)]
    return sorted(whole, key=lambda title: plain.find(names[title]))


def _said(
    question: Question, title: str, titles: Sequence[str], sources: Sources
) -> tuple[Piece, ...]:
    """Return the sentences of the document of a title that tell best what is asked."""
    evidence = asked_evidence(title, question.years, sources)
    if evidence is None or not is_named(sources.document(evidence), title):
        return ()
    document = sources.document(evidence)
    sentences = sentences_of(document.text, *reach(document, evidence))
    texts = [document.text[one.start : one.end] for one in sentences]
    own = direct(find_theme(question.text, titles), texts)
    scores = list(own)
    for number, one in enumerate(sentences):
        if number and sentences[number - 1].line == one.line:
            scores[number] += _FROM_ABOVE * own[number - 1]
        scores[number] *= _worth(question, texts[number])
    return _best(document, evidence, sentences, scores)


def _worth(question: Question, text: str) -> float:
    """Return what a sentence's score counts: less without the date or number asked for."""
    worth = 0.0 if gives_orders(text) else 1.0
    said = years(text)
    if question.years and said and not said & question.years:
        worth *= _OTHER_YEAR
    kind = ValueKind.DATE if _WHEN.search(question.text) else ValueKind.NUMBER
    if not (_WHEN.search(question.text) or _HOW_MUCH.search(question.text)):
        return worth
    return worth if find_values(text, kind) else _VALUELESS * worth


def _best(
    document: Document,
    evidence: Evidence,
    sentences: Sequence[Sentence],
    scores: Sequence[float],
) -> tuple[Piece, ...]:
    """Return the best sentence, and those nearly as good that find room beside it, in order."""
    order = sorted(range(len(scores)), key=lambda number: (-scores[number], number))
    chosen: list[Piece] = []
    room = _PER_SIDE
    for number in order:
        start, end, _ = sentences[number]
        if not scores[number] or scores[number] < _CLOSE * scores[order[0]]:
            break
        if not chosen or end - start <= room:
            chosen.append(Piece(document, evidence, start, end))
            room -= end - start
    return tuple(sorted(chosen, key=lambda piece: piece.start))


def _first_date(row: Row) -> tuple[bool, tuple[int, ...]]:
    """Return a key that sorts rows by the first date that they give; those without come last."""
    for piece in row.pieces:
        for value in find_values(piece.text, ValueKind.DATE):
            if numbers := tuple(int(number) for number in re.findall(r"\d+", value.text)):
                return False, numbers
    return True, ()
