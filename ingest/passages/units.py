"""The pieces that passages are made of, and what a cut before each of them costs."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence

from ingest.passages.enumerations import keep_enumerations
from ingest.passages.packing import KEEP, Unit
from ingest.passages.sentences import Break, cut_line
from ingest.text.lines import Span, text_lines
from rag.language.rows import is_row
from rag.types import Section

_CUT_PRICE = {
    Break.LINE: 0.05,
    Break.SENTENCE: 0.35,
    Break.CLAUSE: 0.8,
    Break.LEAD_IN: 4.0,
    Break.COMMA: 1.5,
    Break.NOWHERE: 2.0,
}
_LEAD_TO_OUTLINE = 0.3  # a sentence that announces whole sections need not go with the first
_JOIN_PRICE = (0.0, 0.8, 0.5, 0.25, 0.15)  # by level of the section that starts there
_LONGEST_HEADING_SENTENCE = 26


def priced_units(text: str, inside: Sequence[Section], max_chars: int) -> list[Unit]:
    """Return the sentences and rows of one article with the prices of cutting before them.

    ``inside`` are the sections of the article, the article itself first.
    """
    article = inside[0]
    starts = {section.start: section for section in reversed(inside[1:])}
    ends = {section.end for section in inside[1:]}
    units: list[Unit] = []
    breaks: list[Break] = []
    for unit, kind in _pieces(text, article, sorted(starts), max_chars):
        units.append(unit)
        breaks.append(kind)
    for index, unit in enumerate(units):
        following = units[index + 1].start if index + 1 < len(units) else -1
        unit.heading = _is_heading(text, unit, article, starts, following)
    for index in range(1, len(units)):
        unit, before = units[index], units[index - 1]
        unit.cut = KEEP if before.heading else _CUT_PRICE[breaks[index - 1]]
        if unit.start in starts:
            unit.join = _JOIN_PRICE[min(starts[unit.start].level, len(_JOIN_PRICE) - 1)]
            if not before.heading:
                lead = unit.cut if not unit.heading else _LEAD_TO_OUTLINE
                unit.cut = lead if breaks[index - 1] is Break.LEAD_IN else 0.0
        elif any(at in ends for at in range(before.end, unit.start + 1)):
            unit.join = _JOIN_PRICE[-1]
    keep_enumerations(text, units, max_chars)
    return units


def _pieces(
    text: str, article: Section, starts: Sequence[int], max_chars: int
) -> Iterator[tuple[Unit, Break]]:
    """Yield the sentences and rows of an article with what each ends with."""
    for line in text_lines(text[article.start : article.end]):
        base = article.start + line.start
        first = bisect.bisect_right(starts, base)
        last = bisect.bisect_left(starts, base + len(line.text))
        edges = [0, *(start - base for start in starts[first:last]), len(line.text)]
        for begin, end in itertools.pairwise(edges):
            part = Span(base + begin, base + end, line.text[begin:end])
            for unit, kind in _sentences(part, max_chars):
                unit.line = line.start
                yield unit, kind


def _sentences(part: Span, max_chars: int) -> Iterator[tuple[Unit, Break]]:
    """Yield the sentences of a line or of the part of it that belongs to one section."""
    row = "\t" in part.text or is_row(part.text)
    if row and len(part.text) <= max_chars:
        pieces = iter([(0, len(part.text), Break.LINE)])
    else:
        pieces = cut_line(part.text, max_chars)
    for start, end, kind in pieces:
        piece = part.text[start:end]
        bare = piece.strip()
        if bare:
            begin = part.start + start + piece.index(bare)
            lead = kind is Break.LINE and bare[-1] in "：:"
            yield Unit(begin, begin + len(bare)), Break.LEAD_IN if lead else kind


def _is_heading(
    text: str, unit: Unit, article: Section, starts: dict[int, Section], following: int
) -> bool:
    """Tell whether a unit is a heading on its own, a headline or an author line.

    A numbered line right before the next one of its kind is an item of a list instead.
    """
    whole = text[unit.start : unit.end]
    bare = whole.rstrip("。：: ").lstrip("□■○●◎◇◆△▲☐ ")
    section = starts.get(unit.start)
    if section is None or not section.heading:
        return len(bare) > 1 and (bare in article.heading or bare in article.byline)
    after = starts.get(following)
    if after is not None and after.level <= section.level:
        return False
    if bare != whole and (len(whole) > _LONGEST_HEADING_SENTENCE or "，" in whole):
        return False
    return bare in section.heading or (
        section.heading in whole and len(whole) <= len(section.heading) + 8
    )
