"""Cuts a document into passages: by its structure first, by length second.

Sentences, table rows and (where they fit) enumerations stay whole; a heading goes with the
text under it; no passage holds text of two articles. Where to cut is chosen over a whole
article at once: every place between two sentences has a price for cutting and a price for
not cutting, every passage one for its length, and the cheapest set of cuts is taken.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence

from ingest.enumerations import keep_enumerations
from ingest.lines import text_lines
from ingest.packing import KEEP, Unit, pack
from ingest.sentences import Break, cut_line
from rag.types import Document, Passage, Section

VERSION = "1"  # raise when the same text would be cut in other places than before

_CUT_PRICE = {
    Break.LINE: 0.05,
    Break.SENTENCE: 0.35,
    Break.CLAUSE: 0.8,
    Break.LEAD_IN: 4.0,
    Break.COMMA: 1.5,
    Break.NOWHERE: 2.0,
}
_JOIN_PRICE = (0.0, 0.8, 0.5, 0.25, 0.15)  # by level of the section that starts there


def cut(document: Document, target_chars: int, max_chars: int) -> list[Passage]:
    """Return the passages of a document in order: exact slices of at most ``max_chars``.

    They do not overlap and together hold every non-blank character; most are about
    ``target_chars`` long.
    """
    if max_chars < 1 or target_chars > max_chars:
        raise ValueError(f"target {target_chars} and maximum {max_chars} do not fit")
    passages = []
    for inside in _articles(document):
        units = _units(document.text, inside, max_chars)
        keep_enumerations(document.text, units, max_chars)
        for start, end in pack(units, target_chars, max_chars):
            passages.append(_passage(document, inside, start, end))
    return passages


def _articles(document: Document) -> Iterator[list[Section]]:
    """Yield the sections of each article, the article itself first; the rest of the text too."""
    at = 0
    group: list[Section] = []
    for section in document.sections:
        if section.level == 0:
            if group:
                yield group
            if section.start > at:
                yield [Section("", 0, at, section.start)]
            group, at = [section], section.end
        else:
            group.append(section)
    if group and group[0].level == 0:
        yield group
    elif group:
        yield [Section("", 0, 0, len(document.text)), *group]
        return
    if at < len(document.text):
        yield [Section("", 0, at, len(document.text))]


def _units(text: str, inside: Sequence[Section], max_chars: int) -> list[Unit]:
    """Return the sentences and rows of one article with the prices of the cuts before them."""
    article = inside[0]
    starts = {section.start: section for section in reversed(inside[1:])}
    ends = {section.end for section in inside[1:]}
    units: list[Unit] = []
    before = Break.LINE
    heading_before = False
    for line in text_lines(text[article.start : article.end]):
        row = "\t" in line.text or " | " in line.text
        for offset, stop, kind in _pieces(
            line.text, sorted(starts), article, line.start, max_chars, row
        ):
            start, end = article.start + line.start + offset, article.start + line.start + stop
            unit = _stripped(text, start, end)
            if unit is None:
                continue
            section = starts.get(unit.start)
            unit.cut = KEEP if heading_before else _CUT_PRICE[before]
            if section is not None:
                unit.cut = KEEP if heading_before else 0.0
                unit.join = _JOIN_PRICE[min(section.level, len(_JOIN_PRICE) - 1)]
            elif any(at in ends for at in range(start - 1, unit.start + 1)):
                unit.join = _JOIN_PRICE[-1]
            unit.line = line.start
            heading_before = _is_heading(text[unit.start : unit.end], section, article)
            if heading_before is False and text[unit.end - 1] in "：:" and kind is Break.LINE:
                kind = Break.LEAD_IN
            before = kind
            units.append(unit)
    return units


def _pieces(
    line: str, starts: Sequence[int], article: Section, line_start: int, max_chars: int, row: bool
) -> Iterator[tuple[int, int, Break]]:
    """Yield the sentences of a line, cut also where a section starts inside it."""
    base = article.start + line_start
    inner = [start - base for start in starts if base < start < base + len(line)]
    edges = [0, *inner, len(line)]
    for first, last in itertools.pairwise(edges):
        if row and last - first <= max_chars:
            yield first, last, Break.LINE
            continue
        for start, end, kind in cut_line(line[first:last], max_chars):
            yield first + start, first + end, kind


def _stripped(text: str, start: int, end: int) -> Unit | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Unit(start + left, start + right) if right > left else None


def _is_heading(unit: str, section: Section | None, article: Section) -> bool:
    """Tell whether a unit is nothing but a heading, a headline or an author line."""
    bare = unit.rstrip("。：: ")
    if len(bare) < 2:
        return False
    if section is not None and section.heading:
        return bare in section.heading or (
            section.heading in unit and len(unit) <= len(section.heading) + 8
        )
    return bare in article.heading or bare in article.byline


def _passage(document: Document, inside: Sequence[Section], start: int, end: int) -> Passage:
    text = document.text[start:end]
    key = f"{document.doc_id}\0{start}\0{end}\0{text}"
    return Passage(
        passage_id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        doc_id=document.doc_id,
        start=start,
        end=end,
        text=text,
        title=document.title,
        heading_path=_path(document, inside, start, end),
        page=document.page_at(start),
    )


def _path(document: Document, inside: Sequence[Section], start: int, end: int) -> tuple[str, ...]:
    """Return the headings of all sections that hold the whole passage.

    On a page of several articles the author goes with the headline, so that a passage from
    the middle of an article can be found by who wrote it.
    """
    article = inside[0]
    label = article.heading
    several = article.start > 0 or article.end < len(document.text)
    if several and article.byline and label and label != document.title:
        label = f"{label}（{article.byline}）"
    below = [
        section.heading for section in inside[1:] if section.start <= start and end <= section.end
    ]
    return tuple(dict.fromkeys(part for part in (label, *below) if part))
