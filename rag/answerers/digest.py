"""Digests: what a whole document says, as its outline with the first words of every part."""

from __future__ import annotations

import re

from rag.answerers.draft import Draft, Row
from rag.answerers.lists.enumerations import find_series
from rag.answerers.lists.item import body_end
from rag.answerers.lists.series import Item, Series, item_display
from rag.answerers.pieces import Piece, Sources, is_furniture
from rag.language.orders import gives_orders
from rag.language.sentences import comparable, sentence_spans
from rag.language.terms import coverage, find_terms
from rag.naming import name_in
from rag.question import Question
from rag.types import Document, Evidence

_ASKED = re.compile(
    r"总结|概括|概述|综述|梳理|介绍|讲了?的?(?:是)?(?:什么|啥)|说了什么|写了什么|主要(?:内容|讲|说)|什么内容|内容(?:是|有)|是什么文件|什么文件"
)
# The one document there is.
_THIS = re.compile(
    r"全文|本文|[这本该][篇份个](?:文章|文件|报道|报告|材料|资料|通知|意见)|这是什么文件"
)
_ASKING = re.compile(r"一下|主要|内容|全文|重点|文件|文章|报道|报告|大意|要点")
_SURE = 0.8  # structural score of the digest of a document that is named
_CHARS, _HEADS = 640, 900  # characters quoted below headings; of headings that are quoted
_FEW, _MOST = 4, 20  # parts that are told by the headings below them; parts that are shown
_SPANS = 0.4  # share of the document that its outline must span
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


def outline(document: Document) -> Series | None:
    """Return the parts of highest level that span most of a document; None if it has none."""
    text = document.text
    articles = _articles(document)
    if len(articles) > 1:
        return Series(tuple(articles), articles[0].start, articles[0].start)
    found = [s for s in find_series(document, 0, len(text)) if _span(s) >= _SPANS * len(text)]
    top = [s for s in found if len(s.items) <= _MOST]
    return max(top, key=lambda s: (_span(s) // 100, -len(s.items)), default=None)


def _articles(document: Document) -> list[Item]:
    """Return the articles of a page or a collection, each with its headline."""
    found = []
    for section in document.sections:
        said = section.level == 0 and not section.heading.endswith(("！", "？"))
        head = _locate(section.heading, document.text, section.start, section.end) if said else None
        if head:
            found.append(Item(head[0], *head, section.end))
    return found


def _locate(words: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a line begins with some words, broken anywhere; None where none does."""
    letters = r"\s*".join(re.escape(char) for char in words if not char.isspace())
    line = re.compile(rf"^[ \t\u3000]*({letters})", re.MULTILINE)
    match = line.search(text, start, end) if letters else None
    return match.span(1) if match else None


def _span(series: Series) -> int:
    return series.items[-1].end - series.items[0].start


def _parts(document: Document, evidence: Evidence, series: Series) -> tuple[Row, ...]:
    """Return a row for each part: its heading, and the headings or first sentences below it."""
    text, rows = document.text, []
    room = _CHARS // len(series.items)
    for item in series.items:
        start, end = item_display(text, item)
        if "！" in text[item.head - 1 : item.head + 1]:
            continue  # 各位代表！ opens no part
        heads = _heads(document, item) if len(series.items) <= _FEW else []
        below = heads or _sentences(text, item.head, body_end(text, item), room)
        whole = end if heads or not below else below[-1][1]
        pieces = [Piece(document, evidence, *span) for span in ((start, whole), *below)]
        empty = not below and comparable(pieces[0].text) == comparable(document.title)
        if not empty and not any(gives_orders(piece.text) for piece in pieces):
            rows.append(Row(tuple(pieces), shown=(start, end)))
    return tuple(rows)


def _heads(document: Document, part: Item) -> list[tuple[int, int]]:
    """Return the headings of the next level in a part, as far as there is room for them."""
    inner = find_series(document, part.head, part.end)
    room = part.end - part.head
    lists = [s for s in inner if _span(s) >= _SPANS * room and len(s.items) <= _MOST]
    best = max(lists, key=lambda s: (_span(s) // 100, -len(s.items)), default=None)
    spans = [item_display(document.text, item) for item in best.items] if best else []
    return spans if sum(end - start for start, end in spans) <= _HEADS else []


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
    span = _locate(document.title, document.text, 0, len(document.title) * 3 + _OPENING)
    return Piece(document, evidence, *span) if span else None
