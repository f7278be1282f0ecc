"""Complete lists: the enumeration that a question asks for."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answerers.draft import Draft, Row
from rag.answerers.lists.chain import compose_chain
from rag.answerers.lists.item import body_end, compose_item, stands_out
from rag.answerers.lists.scoring import OWNED, Scored, all_series, announces, names_items
from rag.answerers.lists.section import compose_section, compose_sentence, is_about
from rag.answerers.lists.series import Item, item_display
from rag.answerers.pieces import Piece, Sources
from rag.kinds import Kind
from rag.language.orders import gives_orders
from rag.language.sentences import comparable, sentence_spans
from rag.language.terms import Term
from rag.question import Question

# Least score of a series that answers, by what is asked.
_ACCEPT = {Kind.LIST: 0.5, Kind.METHOD: 0.72, Kind.OVERVIEW: 0.6, Kind.FACT: 0.6}
# A sentence that begins with a number is a heading of its own.
_HEADED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
_MAX_ITEMS = 20
_LIST_CHARS = 640  # of a list with what stands below its headings
_SHORTEST_DETAIL, _LONGEST_HEAD = 14, 40  # characters of a sentence below a heading, of a heading
_ANNOUNCED_SURE = 0.6  # structural score of a list under the name of what is asked for
_SURE = 0.72  # score of a series that no sentence outdoes
_CLEAR, _FAR_BETTER = 0.65, 0.08  # of a sentence that answers alone, and its lead
# 哪几个方面 asks for the headings alone, what 是什么 asks for stands in a section of that name.
_NAMES_ASKED = re.compile(r"哪[些几一二三四五六七八九十]*个?(?:方面|类|种|环节|步骤|阶段|部分)")
_IS_ASKED = re.compile(r"(?:目标|愿景|原则|条件|任务|职责|定位)是什么")


def compose_list(question: Question, sources: Sources) -> Draft | None:
    """Return the enumeration that fits, all of its items; a chain A—B—C; else None."""
    chain = compose_chain(question, sources) if question.kind is Kind.LIST else None
    asked = replace(question, terms=_focused(question))
    found = all_series(asked, sources)
    owned = question.noun[-2:] in OWNED and any(_announces(asked, item) for item in found)
    named = None if owned or question.kind is Kind.OVERVIEW else compose_item(question, found)
    if named:
        return named
    if question.kind is Kind.FACT:
        found = [item for item in found if _is_named(question, item)]
    found = [
        item
        for item in found
        if question.count or _announces(asked, item) or not stands_out(asked, item)
    ]
    found = [item for item in found if _has_heads(item)]
    best = max(found, key=lambda item: item.score, default=None)
    section = _announced(question, sources)
    if section and not (best and _inside(section, best)):
        inside = [item for item in found if _inside(section, item) and _announces(asked, item)]
        return _listed(question, max(inside, key=lambda item: item.score)) if inside else section
    if best is None or best.score < _ACCEPT[question.kind]:
        return chain
    announced = _announces(question, best)
    unsure = question.kind is Kind.LIST and best.score < _SURE and not announced
    if unsure and _said_elsewhere(sources, best):
        return chain
    if chain and chain.fit >= best.score:
        return chain
    return _listed(question, best)


def _announces(question: Question, item: Scored) -> bool:
    return announces(question, item.document.text, item.series)


def _listed(question: Question, best: Scored) -> Draft:
    """Return a series as a list, with what stands below its headings where there is room."""
    items = best.series.items[:_MAX_ITEMS]
    spans = [item_display(best.document.text, item) for item in items]
    room = (_LIST_CHARS - sum(end - start for start, end in spans)) // len(items)
    if _NAMES_ASKED.search(question.text) or not _are_told(best):
        room = 0
    rows, shown = [], []
    for item, (start, end) in zip(items, spans, strict=True):
        detail = _detail(best, item, room)
        last = detail[-1].end if detail else end
        piece = Piece(best.document, best.evidence, item.start, last)
        if gives_orders(piece.text):
            continue
        rows.append(Row((piece, *detail), shown=(start, end)))
        shown.append(best.document.text[start:end].strip())
    lead = Piece(best.document, best.evidence, best.series.lead_start, best.series.lead_end)
    return Draft(
        rows=tuple(rows),
        short=None if any(len(row.pieces) > 1 for row in rows) else "；".join(shown),
        layout="list",
        lead=lead if 8 <= len(lead.text) <= 120 else None,
        fit=min(1.0, best.score),
        structural=_structural(question, best, len(rows)),
        whole=len(best.series.items),
    )


def _structural(question: Question, best: Scored, count: int) -> float:
    """Return how sure its form makes a list: as many as asked for, or announced by name."""
    if question.count == count and names_items(question, best.document.text, best.series):
        return min(0.9, best.score)
    others = [term for term in question.terms if not question.noun.endswith(term.text)]
    if not _announces(question, best):
        return 0.0
    return _ANNOUNCED_SURE if is_about(others, best.document, best.evidence) else 0.0


def _announced(question: Question, sources: Sources) -> Draft | None:
    """Return the sentence or the section that bears the name of what is asked for."""
    if question.kind is Kind.LIST:
        return compose_sentence(question, sources) or compose_section(question, sources)
    return compose_section(question, sources) if _IS_ASKED.search(question.text) else None


def _has_heads(found: Scored) -> bool:
    """Whether the items have words of their own, not numbers alone (第七条)."""
    spans = (item_display(found.document.text, item) for item in found.series.items)
    return all(end - start > 1 for start, end in spans)


def _are_told(found: Scored) -> bool:
    """Whether most items, the last aside, have more to them than their heading.

    What follows the last item in its line may belong to no item.
    """
    bodies = [item.end - item.head > _SHORTEST_DETAIL for item in found.series.items[:-1]]
    return 2 * sum(bodies) > len(bodies)


def _detail(found: Scored, item: Item, room: int) -> tuple[Piece, ...]:
    """Return what stands below the heading of an item, cut at a comma to ``room`` characters."""
    text = found.document.text
    if room < _SHORTEST_DETAIL or item.head - item.body > _LONGEST_HEAD:
        return ()
    pieces: list[Piece] = []
    begin = item.head + (text[item.head : item.head + 1] in "。；：！")
    for start, end in sentence_spans(text[begin : body_end(text, item)]):
        at, stop = begin + start, begin + end
        said = text[at:stop]
        if len(said) < _SHORTEST_DETAIL or said[-1] not in "。！？；" or _HEADED.match(said):
            continue
        if stop - at > room:
            if pieces:
                break
            stop = max(text.rfind(mark, at, at + room) for mark in "，；")
            if stop <= at or gives_orders(text[at:stop]):
                break
        pieces.append(Piece(found.document, found.evidence, at, stop))
        room -= stop - at
    return tuple(pieces)


def _said_elsewhere(sources: Sources, best: Scored) -> bool:
    """Whether one sentence outside the series answers far better than any other.

    优先在制造、能源、交通、医疗、农业五个行业布局 answers, the headings of the document do not.
    """
    first, second = [*sources.candidates()[:2], None, None][:2]
    if first is None or second is None or first.score < _CLEAR:
        return False
    return not _covers(best, first.piece) and first.score - second.score >= _FAR_BETTER


def _covers(item: Scored, piece: Piece) -> bool:
    """Whether a sentence leads to a series or is one of its item heads."""
    if piece.document.doc_id != item.document.doc_id:
        return False
    spans = [(i.start, i.head) for i in item.series.items]
    spans.append((item.series.lead_start, item.series.lead_end))
    return any(start < piece.end and piece.start < end for start, end in spans)


def _inside(section: Draft, item: Scored) -> bool:
    """Whether a series stands in the section that a draft was made from."""
    first, last = section.pieces[0], section.pieces[-1]
    same = first.document.doc_id == item.document.doc_id
    return same and first.start <= item.series.items[0].start < last.end


def _is_named(question: Question, item: Scored) -> bool:
    """Whether the heading above a series is what X是什么 asks for: 基本原则, 主要目标."""
    if not question.terms or not question.text.rstrip("？?。").endswith(
        ("是什么", "有什么", "为何")
    ):
        return False
    lead = item.document.text[item.series.lead_start : item.series.lead_end]
    return comparable(lead).endswith(question.terms[-1].key)


def _focused(question: Question) -> tuple[Term, ...]:
    """Return the terms with those outside the clause that asks at three tenths of their weight."""
    stops = [m.start() for m in re.finditer(r"[，；：。]", question.text)]
    start = max((at for at in stops if at < question.asked_at), default=-1)
    end = min((at for at in stops if at >= question.asked_at), default=len(question.text))
    inside = [term for term in question.terms if start < term.start < end]
    if not inside:
        return question.terms
    return tuple(
        term if term in inside else replace(term, weight=0.3 * term.weight)
        for term in question.terms
    )
