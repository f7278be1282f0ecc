"""Digests: what a whole document says, as its outline with the first words of every part."""

from __future__ import annotations

import re

from rag.answerers.draft import Draft, Row
from rag.answerers.lists.item import body_end
from rag.answerers.lists.series import Item, Series, item_display
from rag.answerers.outline import locate, outline, spanning
from rag.answerers.pieces import Piece, Sources, is_furniture
from rag.language.orders import gives_orders
from rag.language.sentences import comparable, sentence_spans
from rag.language.terms import coverage, find_terms
from rag.naming import name_in
from rag.question import Question
from rag.types import Document, Evidence

_ASKED = re.compile(
    r"总结|概括|概述|综述|梳理|介绍|讲了?的?(?:是)?(?:什么|啥)|[讲说写]了(?:些什么|什么|哪些|哪几[个块项])|主要(?:内容|[讲说](?:了哪几[个块项])?)|什么内容|内容(?:是|有)|是什么文件|什么文件"
)
# The one document there is.
_THIS = re.compile(
    r"全文|本文|[这本该][篇份个](?:文章|文件|报道|报告|材料|资料|通知|意见)|这是什么文件"
)
_ASKING = re.compile(r"一下|主要|内容|全文|重点|文件|文章|报道|报告|大意|要点")
_SURE = 0.8  # structural score of the digest of a document that is named
_CHARS, _HEADS = 640, 900  # characters quoted below headings; of headings that are quoted
_FEW = 4  # parts with so much room for the headings below each; more have to share _CHARS
# Characters before its headings from which on a part tells something there; quoted of that.
_UNHEADED, _FIGURES = 600, 160
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:%|[万亿]?[元亩吨斤人户]|万亿)")
_SHORTEST = 12  # characters of a sentence that tells something
_OPENING = 400  # characters in which a document bears its title
_STOPS = "。！？；"
# What an official text begins with before it comes to its matter, and a heading in a line.
_PASSED_OVER = re.compile(
    r"(?:坚持)?以(?:习近平|邓小平|马克思)|(?:全面|深入)(?:学习)?贯彻|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]"
)


def compose_digest(question: Question, sources: Sources) -> Draft | None:
    """Return the outline of the document named; None where something in it is asked for."""
    found = find_named(question.text, sources) if _ASKED.search(question.text) else None
    if found is None:
        return None
    evidence, name = found
    document = sources.document(evidence)
    if _asks_more(question.text, name, document):
        return None
    series = outline(document)
    rows = _parts(document, evidence, series) if series else _openings(document, evidence)
    if not rows:
        return None
    layout = "list" if series else "text"
    lead = _title(document, evidence)
    if lead and any(row.shown == (lead.start, lead.end) for row in rows):
        lead = None
    if lead and not series:
        rows = (Row((lead,)), *rows)
    return Draft(rows, layout=layout, lead=lead if series else None, fit=1.0, structural=_SURE)


def find_named(text: str, sources: Sources) -> tuple[Evidence, str] | None:
    """Return the best evidence of the document that a text names, and the words it does so by.

    Of several the one named by most characters is meant; 本文 names the only one there is.
    """
    named = [(_name_of(text, sources.document(item)), item) for item in sources.evidence]
    name, evidence = max(named, key=lambda one: len(one[0]), default=("", None))
    if evidence is not None and name:
        return evidence, name
    this, documents = _THIS.search(text), {item.passage.doc_id for item in sources.evidence}
    if this and len(documents) == 1:
        return sources.evidence[0], this.group()
    return None


def _name_of(text: str, document: Document) -> str:
    return name_in(text, document.title, document.metadata.number)


def _asks_more(text: str, name: str, document: Document) -> bool:
    """Whether a question asks for something besides the document: 报告对新能源汽车怎么说."""
    rest = _ASKING.sub("，", _ASKED.sub("，", text))
    terms = [t for t in find_terms(rest) if t.key not in name and not name.endswith(t.key)]
    known = f"{document.title}{document.metadata.number}{name}"
    return any(coverage([term], known) < 0.5 for term in terms)


def _parts(document: Document, evidence: Evidence, series: Series) -> tuple[Row, ...]:
    """Return a row for each part: its heading, and the headings or first sentences below it."""
    text, rows = document.text, []
    room = _CHARS // len(series.items)
    for item in series.items:
        start, end = item_display(text, item)
        if "！" in text[item.head - 1 : item.head + 1]:
            continue  # 各位代表！ opens no part
        heads = _heads(document, item, _HEADS if len(series.items) <= _FEW else room)
        before = _figures(text, item.head, heads[0][0]) if heads else []
        below = [*before, *heads] or _sentences(text, item.head, body_end(text, item), room)
        whole = end if heads or not below else below[-1][1]
        if start >= whole:
            continue  # a number alone in its line heads nothing that could be read
        pieces = [Piece(document, evidence, *span) for span in ((start, whole), *below)]
        empty = not below and comparable(pieces[0].text) == comparable(document.title)
        if not empty and not any(gives_orders(piece.text) for piece in pieces):
            rows.append(Row(tuple(pieces), shown=(start, end)))
    return tuple(rows)


def _heads(document: Document, part: Item, room: int) -> list[tuple[int, int]]:
    """Return the headings of the next level in a part, if they have room: characters in all."""
    best = spanning(document, part.head, part.end)
    shown = [item_display(document.text, item) for item in best.items] if best else []
    spans = [(start, end) for start, end in shown if start < end]  # 第三条 alone heads nothing
    return spans if sum(end - start for start, end in spans) <= room else []


def _figures(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the first sentences with figures of what a part tells before its headings.

    Where little stands before them there is nothing to add.
    """
    if end - start < _UNHEADED:
        return []
    found: list[tuple[int, int]] = []
    room = _FIGURES
    for begin, stop in sentence_spans(text[start:end]):
        said = text[start + begin : start + stop]
        if said[-1] not in _STOPS or _PASSED_OVER.match(said) or not _FIGURE.search(said):
            continue
        room -= len(said)
        if found and room < 0:
            break
        found.append((start + begin, start + stop))
    return found


def _sentences(text: str, start: int, end: int, room: int) -> list[tuple[int, int]]:
    """Return the first sentences of a stretch that ``room`` holds, the first one cut at a ，."""
    found: list[tuple[int, int]] = []
    for begin, stop in sentence_spans(text[start:end]):
        at, to = start + begin, start + stop
        said = text[at:to]
        if len(said) < _SHORTEST or said[-1] not in _STOPS or _PASSED_OVER.match(said):
            continue
        if to - at > room:
            if found:
                break
            to = max(text.rfind(mark, at, at + room) for mark in "，；")
            if to <= at:
                continue
            return [(at, to)]
        found.append((at, to))
        room -= to - at
    return found


def _openings(document: Document, evidence: Evidence) -> tuple[Row, ...]:
    """Return the first sentence of every paragraph, as many as there is room for."""
    rows, room = [], _CHARS
    for line in re.finditer(r"[^\n]+", document.text):
        spans = _sentences(document.text, line.start(), line.end(), room)
        piece = Piece(document, evidence, *spans[0]) if spans else None
        if piece is None or is_furniture(piece) or gives_orders(piece.text):
            continue
        rows.append(Row((piece,)))
        room -= piece.end - piece.start
    return tuple(rows)


def _title(document: Document, evidence: Evidence) -> Piece | None:
    """Return the title where the text has it, its line breaks left in."""
    span = locate(document.title, document.text, 0, len(document.title) * 3 + _OPENING)
    return Piece(document, evidence, *span) if span else None
