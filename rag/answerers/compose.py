"""Chooses the pieces that answer a question, by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import dropwhile

from rag.answerers.account import compose_account, is_account_asked
from rag.answerers.authors import compose_author
from rag.answerers.bearing import outweighs
from rag.answerers.budget import within
from rag.answerers.cell import compose_cell, is_of_other_row
from rag.answerers.comparison import compose_comparison
from rag.answerers.contradiction import side_by_side
from rag.answerers.digest import compose_digest
from rag.answerers.draft import Draft, Row
from rag.answerers.facts import asks_standing, compose_fact
from rag.answerers.faq import compose_faq
from rag.answerers.labels import is_heading, is_labelled, with_fellows
from rag.answerers.lists.listing import compose_list
from rag.answerers.lists.rows import compose_rows
from rag.answerers.marks import quotes_items
from rag.answerers.pieces import Candidate, Piece, Sources, with_antecedent, with_following
from rag.answerers.ranking import ranked
from rag.answerers.short import VALUES, find_short
from rag.answerers.sides import compose_sides
from rag.kinds import Kind
from rag.language.rows import is_row
from rag.language.sentences import comparable, sentence_spans
from rag.language.values import ValueKind, find_values
from rag.protocols import Reader
from rag.question import Question, asked_apart, classify
from rag.reading.aspects import tells_aspect
from rag.reading.fitness import adjoins
from rag.reading.type_fit import holds_type, type_fit

_BUDGET = 190  # characters of the sentences of one answer
_LONG_BUDGET = 320  # of reasons, methods and overviews
_CLOSE = 0.86  # share of the best score that a supporting sentence must reach
_NEARLY = 0.7  # share of the best score that a sentence with the value asked for must reach
# How the items of a list below a heading are numbered, one way for all of them.
_ITEMS = tuple(
    re.compile(mark)
    for mark in (
        r"\d{1,2}[.、．]",
        r"[（(][一二三四五六七八九十]{1,2}[）)]",
        r"[（(]\d[）)]",
        r"[①-⑩]",
    )
)
# How many of several things is asked, which no one value tells: 各合建几个, 几个城市、几个基地.
_SEVERAL_ASKED = re.compile(
    r"各(?![地级类省市县区部项单种方国个位家界])[^，。？]{0,6}(?:多少|几)|"
    r"(?:多少|几)[^，。？]*[、和](?:多少|几)"
)
# What someone said is asked for, or a sentence announces what the next ones tell.
_SAID_ASKED = re.compile(
    r"怎么说|说了什么|讲了什么|怎么看|什么(?:观点|看法|主张|发现|结论)|有何(?:观点|看法)"
)
_ANNOUNCES = re.compile(r"了[^，。]{0,10}(?:原因|问题|趋势|建议|结论|特点)。$")
_MARK = re.compile(r"[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
_LABEL = 12  # characters of a label before ：
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]+[章节条]")  # a number by itself
_NEXT = 400  # characters after a heading in which its first sentence stands
_LONG = (Kind.METHOD, Kind.REASON, Kind.OVERVIEW, Kind.LIST)
_ALONE = (*VALUES, Kind.NAME, Kind.PLACE)  # answered by one value and its sentence


def compose(question: Question, sources: Sources, reader: Reader) -> Draft | None:
    """Return the draft that answers best, None where there is no sentence to quote."""
    if whole := compose_digest(question, sources) or compose_sides(question, sources):
        return whole
    if len(question.parts) > 1:
        return _compose_parts(question, sources, reader)
    for find in (compose_cell, compose_fact, compose_faq, compose_rows):
        if known := find(question, sources):
            return known
    if asks_standing(question):
        return None  # a sentence that has 有效 in it does not tell
    if question.kind is Kind.COMPARISON:
        return compose_comparison(question, sources, reader)
    if is_account_asked(question) and (account := compose_account(question, sources)):
        return account
    special = _COMPOSERS.get(question.kind)
    draft = special(question, sources) if special else None
    if draft and not tells_aspect(question, "\n".join(piece.text for piece in draft.pieces)):
        draft = None
    plain = _compose_sentences(question, sources)
    if draft and plain and _quotes_items(question, draft, plain):
        return draft
    return plain if draft is None or (plain and outweighs(plain, draft)) else draft


def _quotes_items(question: Question, listed: Draft, plain: Draft) -> bool:
    """Whether a plain draft quotes single items of what the other lists."""
    if question.kind is not Kind.LIST or listed.layout != "list":
        return False
    return quotes_items(plain.pieces, [row.pieces[0] for row in listed.rows])


def _compose_parts(question: Question, sources: Sources, reader: Reader) -> Draft | None:
    """Return the answers to each part one after the other, None where there is none.

    A part that only another sort of value would answer, 5公斤 for 几天, is called missing.
    """
    drafts, missing = [], []
    for text, said in zip(asked_apart(question), question.parts, strict=True):
        part = replace(classify(text), parts=(text,))
        draft = compose(part, _reread(text, sources, reader), reader)
        if draft is None:
            continue
        if holds_type(part, "\n".join(piece.text for piece in draft.pieces)):
            drafts.append(draft)
        else:
            missing.append(said.rpartition("，")[2].strip("？? "))
    if not drafts:
        return None
    shorts = list(dict.fromkeys(draft.short for draft in drafts if draft.short))
    return Draft(
        rows=tuple(row for draft in drafts for row in draft.rows),
        short="；".join(shorts) if len(shorts) == len(drafts) else None,
        missing=tuple(missing),
        fit=min(draft.fit for draft in drafts),
    )


def _reread(text: str, sources: Sources, reader: Reader) -> Sources:
    """Return the sources with readings for one part of a question."""
    readings = reader.read(text, [item.passage for item in sources.evidence])
    return sources.with_evidence(
        [
            replace(item, reading=reading)
            for item, reading in zip(sources.evidence, readings, strict=True)
        ]
    )


def _compose_sentences(question: Question, sources: Sources) -> Draft | None:
    """Quote the best sentence, with the value asked for in front, and what supports it."""
    candidates = ranked(question, sources.candidates())
    candidates = [c for c in candidates if tells_aspect(question, c.piece.text)] or candidates
    candidates = list(dropwhile(lambda c: is_of_other_row(question, c.piece), candidates))
    if not candidates:
        return None
    best = _adjoining(question, candidates)
    short = find_short(question, best.piece)
    if short is None and question.kind in VALUES:
        best, short = _first_with_value(question, candidates)
    if short and (apart := side_by_side(question, best, short, candidates, find_short)):
        return apart
    budget = _LONG_BUDGET if question.kind in _LONG else _BUDGET
    first = with_antecedent(best.piece)
    decides = question.kind in (Kind.YES_NO, *_ALONE)  # and needs no list that it leads to
    if is_labelled(question, first):
        first = with_fellows(first)
        short = short if "\n" not in first.text else None
    elif is_heading(first) or (first.text.endswith("：") and not (decides and short)):
        first = _with_next(first)
    if _is_asked(question, first):
        first = with_following(first, _LONG_BUDGET)
    elif _SAID_ASKED.search(question.text) or _ANNOUNCES.search(first.text):
        first = with_following(first, budget)
    alone = short and question.kind in _ALONE
    others = [
        other.piece
        for other in candidates
        if other is not best and other.score >= _CLOSE * best.score and not is_heading(other.piece)
    ]
    if is_row(best.piece.text) and question.kind is not Kind.LIST:
        others = [piece for piece in others if not is_row(piece.text)]  # it says what it says alone
    pieces = within(budget, [first] if alone else [first, *others])
    return Draft(
        rows=tuple(Row((piece,)) for piece in _in_order(pieces, budget)),
        short=None if _SEVERAL_ASKED.search(question.text) else short,
        fit=type_fit(question, best.piece.text) if short or question.kind not in VALUES else 0.0,
    )


def _is_asked(question: Question, piece: Piece) -> bool:
    """Whether a piece only says again what is asked, or begins with it as a label."""
    label, stop, _ = piece.text.partition("：")
    labelled = stop and len(label) <= _LABEL and question.terms[-1:]
    if labelled and question.terms[-1].key in comparable(label):
        return True  # 总体要求与目标：… goes on with the 目标
    return comparable(_MARK.sub("", piece.text)) in comparable(question.text)


def _adjoining(question: Question, candidates: Sequence[Candidate]) -> Candidate:
    """Return the first good sentence whose value follows upon the words before 多少, else the best.

    成交了多少吨 asks for 实际成交108万吨, not for 挂牌销售296万吨.
    """
    for candidate in candidates[:5] if question.kind is Kind.NUMBER else ():
        text = candidate.piece.text
        short = candidate.score >= _NEARLY * candidates[0].score and find_short(
            question, candidate.piece
        )
        values = find_values(text, ValueKind.NUMBER)
        if short and any(v.text in short and adjoins(question, text, v) for v in values):
            return candidate
    return candidates[0]


def _first_with_value(
    question: Question, candidates: Sequence[Candidate]
) -> tuple[Candidate, str | None]:
    """Return the first good sentence that holds a value; the best one where none does."""
    for candidate in candidates[:5]:
        if candidate.score >= _NEARLY * candidates[0].score:
            short = find_short(question, candidate.piece)
            if short:
                return candidate, short
    return candidates[0], None


def _with_next(piece: Piece) -> Piece:
    """Return a heading with the sentence that follows it, or all items of a list under it."""
    after = piece.document.text[piece.end : piece.end + _NEXT]
    spans = [s for s in sentence_spans(after) if not _ARTICLE.fullmatch(after[slice(*s)])]
    if not spans:
        return piece
    end = spans[0][1]
    mark = next((mark for mark in _ITEMS if mark.match(after, spans[0][0])), None)
    for start, stop in spans[1:]:
        if mark is None or not mark.match(after, start):
            break
        end = stop
    return replace(piece, end=piece.end + end)


def _in_order(pieces: Sequence[Piece], budget: int) -> list[Piece]:
    """Return pieces of one document in reading order where all are short, else best first."""
    one = len({piece.document.doc_id for piece in pieces}) == 1
    if one and sum(piece.end - piece.start for piece in pieces) <= min(budget, _BUDGET):
        return sorted(pieces, key=lambda piece: piece.start)
    return list(pieces)


_COMPOSERS: dict[Kind, Callable[[Question, Sources], Draft | None]] = {
    Kind.LIST: compose_list,
    Kind.FACT: compose_list,
    Kind.METHOD: compose_list,
    Kind.OVERVIEW: compose_list,
    Kind.AUTHOR: compose_author,
}
