"""One item of an enumeration that a question asks about: its heading and what stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answerers.budget import within
from rag.answerers.draft import Draft, Row
from rag.answerers.lists.scoring import Scored
from rag.answerers.lists.series import Item, item_display
from rag.answerers.pieces import Piece, says_something
from rag.kinds import Kind
from rag.language.orders import gives_orders
from rag.language.sentences import bigrams, comparable, sentence_spans
from rag.language.terms import Term, TermKind, coverage
from rag.language.values import years
from rag.question import Question

_CHARS = 420  # of what stands below a heading
_BELOW = 1500  # characters in which what stands below the last heading ends
_HEAD = 5  # characters of a heading that can be recognised in a question
_SAID = 0.75  # share of a heading's pairs of characters that the question must hold
_OWN, _APART, _ABOVE = 0.6, 0.25, 0.1  # coverage by an item; beyond its siblings; beyond its lead
_SURE = 0.7  # structural score of an item
_TOLD = 0.6  # share of what is asked that an item, its headings and the title hold
_TRIED = 3  # items that fit best
_SHORT = 24  # characters of a heading
_NAMED, _FEW = 0.9, 0.4  # share of the words that an item must hold, and its siblings may
_TELLING = 3  # characters of a word that names an item of the best document by itself
_LEAST = 15  # characters below a heading that say something
_GENERIC = re.compile(  # words that ask for an item rather than name it
    r"(?:提供|出台|实施|落实|政策|支持|优惠|措施|举措|要求|规定|做法|办法|工作|具体|内容|任务|做好|好|安排|情况)+"
)
_STOPS = "。；！？”）："  # how what is told ends
_QUESTION_MARKS = {"？", "?"}
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]+[章节条]")  # a number by itself
_MARKED = re.compile(  # a line that begins with the number of a heading
    r"\n\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]+[章节条]|[（(][一二三四五六七八九十]{1,3}[）)])"
)


def compose_item(question: Question, found: Sequence[Scored]) -> Draft | None:
    """Return the item that a question names, its siblings left out; None if it names none.

    减轻税费负担方面有哪些支持 asks for what stands below that heading, not beside it.
    """
    terms = _naming(question)
    named = sorted(_named(question, found), key=lambda one: -one[0])
    for _, scored, item in named[:_TRIED]:
        pieces = _content(scored, item)
        text = "\n".join(piece.text for piece in pieces)
        share = coverage(
            terms, f"{scored.document.title}\n{scored.evidence.passage.context}\n{text}"
        )
        if pieces and share >= _TOLD:
            rows = tuple(Row((piece,)) for piece in pieces)
            return Draft(rows=rows, fit=share, structural=_SURE * share)
    return None


def _named(question: Question, found: Sequence[Scored]) -> Iterator[tuple[float, Scored, Item]]:
    """Yield (how well, series, item) of every item whose heading the question holds."""
    asked = bigrams(comparable(question.text))
    terms = _naming(question)
    for scored in found:
        text = scored.document.text
        if question.years and not question.years & (years(scored.document.title) or question.years):
            continue
        several = question.kind is not Kind.FACT or len(terms) > 1
        if several and (alone := _alone(question, terms, scored)):
            yield _HEAD * _SAID, scored, alone
        for item in scored.series.items:
            start, end = item_display(text, item)
            head = comparable(text[start:end])
            pairs = bigrams(head)
            said = len(pairs & asked) / len(pairs) if len(head) >= _HEAD else 0.0
            asks = {text[end - 1 : end], text[item.head : item.head + 1]} & _QUESTION_MARKS
            if said >= _SAID and not asks:
                yield said * len(head), scored, item


def _naming(question: Question) -> list[Term]:
    """Return the words that name what is asked about, those that only ask left out."""
    return [
        term
        for term in question.terms
        if term.kind is TermKind.WORD and not _GENERIC.fullmatch(term.text)
    ]


def _alone(question: Question, terms: Sequence[Term], scored: Scored) -> Item | None:
    """Return the one item of a series whose heading holds all the words; None if none does.

    Where but one word is named, the heading must also say 支持 or 措施 as the question does.
    """
    text = scored.document.text
    items = scored.series.items
    shares = [coverage(terms, text[item.body : item.head]) for item in items]
    lead = coverage(terms, text[scored.series.lead_start : scored.series.lead_end])
    best = max(range(len(items)), key=lambda number: shares[number])
    others = [share for number, share in enumerate(shares) if number != best]
    head = text[items[best].body : items[best].head]
    asking = [term.text for term in question.terms if term not in terms]
    told = terms and len(terms[0].key) >= _TELLING and scored.evidence.hit.rank == 1
    told = told or any(word in head for text in asking for word in _words(text))
    if len(terms) < 2 and not told:
        return None
    named = shares[best] >= _NAMED and max([lead, *others]) <= _FEW
    return items[best] if named and len(head) <= _SHORT else None


def _words(text: str) -> list[str]:
    """Return the words of two characters that a longer one consists of."""
    return [text[at : at + 2] for at in range(0, len(text) - 1, 2)]


def _content(scored: Scored, item: Item) -> list[Piece]:
    """Return the heading and the sentences below it, as many as the budget holds."""
    text, evidence = scored.document.text, scored.evidence
    end = body_end(text, item)
    head_end = item.head + (text[item.head : item.head + 1] in "。；：")
    begin, _ = item_display(text, item)  # 三是 says little where the other items are left out
    below = [
        Piece(scored.document, evidence, head_end + start, head_end + stop)
        for start, stop in sentence_spans(text[head_end:end])
    ]
    told = [
        p
        for p in below
        if says_something(p.text) and not gives_orders(p.text) and not _ARTICLE.fullmatch(p.text)
    ]
    if 2 * sum(piece.text[-1] in _STOPS for piece in told) < len(told):
        return []  # the cells of a table, each in a line of its own
    pieces = within(_CHARS, told, gaps=False)
    said = sum(piece.end - piece.start for piece in pieces)
    if said < _LEAST:
        return []
    if begin >= head_end:  # 第三条 is followed by its text and heads nothing else
        return pieces
    return [Piece(scored.document, evidence, begin, head_end), *pieces]


def body_end(text: str, item: Item) -> int:
    """Return where what stands below an item ends.

    The last of several headings, each in a line of its own, ends where the next higher one or
    a stretch of text does.
    """
    if item.end - item.head >= _LEAST or text[item.head : item.head + 1] not in ("\n", ""):
        return item.end
    window = text[item.head : item.head + _BELOW]
    marked = _MARKED.search(window, 1)
    return item.head + (marked.start() if marked else len(window))


def stands_out(question: Question, scored: Scored) -> bool:
    """Whether one item holds most of what is asked, and neither its lead nor its siblings do."""
    text = scored.document.text
    lead = text[scored.series.lead_start : scored.series.lead_end]
    shares = sorted(
        (coverage(question.terms, text[item.start : item.head]) for item in scored.series.items),
        reverse=True,
    )
    return (
        shares[0] >= _OWN
        and shares[0] - shares[1] >= _APART
        and shares[0] - coverage(question.terms, lead) >= _ABOVE
    )
