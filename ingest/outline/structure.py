"""The outline of a document: articles at the top, headings below, as spans of its text."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.outline.articles import Article, laid_articles, split_articles
from ingest.outline.marks import Mark, find_marks
from ingest.outline.numbering import RANK
from ingest.text.lines import Span, text_lines
from rag.types import Section

_AHEAD = 200  # headings looked at to see whether a numbering goes on
_OPENING = 2000  # characters in which a document names itself


def find_sections(
    text: str,
    known: Sequence[tuple[int, int, int]] = (),
    articles: Sequence[tuple[int, str]] = (),
    title: str = "",
) -> tuple[Section, ...]:
    """Return the sections of ``text`` in reading order, each with all that lies below it.

    Level-0 sections are articles and tile the whole text. ``known`` are headings that the
    file format itself marks, as (start, end, level) with level 1 for the highest, ``articles``
    those that a page is laid out in, as (start, headline); they win over what the text looks
    like, as does the ``title`` of a text of one article that it opens with. Styles of headings
    nest in the order in which a document uses them first, not by their glyphs.
    """
    if not text.strip():
        return (Section("", 0, 0, len(text)),) if text else ()
    sections: list[Section] = []
    found = laid_articles(text, articles) if len(articles) > 1 else split_articles(text)
    if len(found) == 1 and found[0].heading and _bare(title) in _bare(text[:_OPENING]):
        found = [replace(found[0], heading=title or found[0].heading)]
    for article in found:
        sections.append(Section(article.heading, 0, article.start, article.end, article.byline))
        # Lines of the article alone: another may start or end in the middle of a line.
        inside = [
            Span(article.start + line.start, article.start + line.end, line.text)
            for line in text_lines(text[article.start : article.end])
        ]
        sections.extend(_below(article, inside, text, known))
    return tuple(sections)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _below(
    article: Article, lines: Sequence[Span], text: str, known: Sequence[tuple[int, int, int]]
) -> list[Section]:
    """Return the sections inside one article."""
    marked = [
        Mark(start, text[start:end].strip(), f"#{level}", level)
        for start, end, level in known
        if article.start <= start < article.end and text[start:end].strip()
    ]
    taken = sorted(mark.start for mark in marked)
    free = [
        line
        for line in _after_head(article, lines)
        if bisect.bisect_left(taken, line.start) == bisect.bisect_left(taken, line.end)
    ]
    body_start = free[0].start if free else article.start
    headings = [
        mark for mark in marked if mark.start >= body_start or mark.heading not in article.heading
    ]
    found = [mark for mark in find_marks(free) if not _repeats_title(mark, article)]
    marks = sorted([*found, *headings], key=lambda mark: mark.start)
    return _nest(marks, article.end)


def _after_head(article: Article, lines: Sequence[Span]) -> Sequence[Span]:
    """Leave out the lines of the headline and the author line, wherever they stand."""
    first = 0
    while first < len(lines) and first < 6 and _is_head(article, lines[first].text):
        first += 1
    last = len(lines)
    while last > first + 1 and last > len(lines) - 3 and _is_head(article, lines[last - 1].text):
        last -= 1
    return lines[first:last]


def _is_head(article: Article, line: str) -> bool:
    bare = line.lstrip("□■○●◎◇◆△▲☐ ")
    return bool(bare) and (bare in article.heading or bare in article.byline)


def _repeats_title(mark: Mark, article: Article) -> bool:
    """Tell whether an unnumbered heading is the title again, or a line of it.

    A part of the title in 《》 is the name of a document that may follow as an annex.
    """
    inside = mark.style == "plain" and mark.heading in article.heading
    return inside and f"《{mark.heading}" not in article.heading


@dataclass(slots=True)
class _Open:
    """A heading on the way down to where we are."""

    mark: Mark
    place: int


def _nest(marks: Sequence[Mark], end: int) -> list[Section]:
    """Turn marks into nested sections that end where the next one of their level starts."""
    stack: list[_Open] = []
    sections: list[Section] = []

    def close(depth: int, at: int) -> None:
        while len(stack) > depth:
            done = stack.pop()
            sections[done.place] = replace(
                sections[done.place], end=min(at, done.mark.closes or at)
            )

    for number, mark in enumerate(marks):
        while stack and (stack[-1].mark.closes or end) <= mark.start:
            close(len(stack) - 1, mark.start)
        close(_depth(stack, mark, marks[number + 1 : number + _AHEAD]), mark.start)
        stack.append(_Open(mark, len(sections)))
        sections.append(Section(mark.heading, len(stack), mark.start, end))
    close(0, end)
    return sections


def _depth(stack: Sequence[_Open], mark: Mark, following: Sequence[Mark]) -> int:
    """Return how many of the open headings stay open above ``mark``."""
    styles = [place.mark.style for place in stack]
    if mark.style == "附件":
        return 0
    if mark.style.startswith("#"):
        levels = [place.mark.ordinal if place.mark.style.startswith("#") else 99 for place in stack]
        return next((i for i, level in enumerate(levels) if level >= mark.ordinal), len(stack))
    if mark.style in styles:
        depth = len(styles) - 1 - styles[::-1].index(mark.style)
        restarts = mark.ordinal == 1 and depth < len(stack) - 1
        continued = restarts and _continues(stack[-1].mark, following, styles[depth])
        return len(stack) if continued else depth
    depth = len(stack)
    while depth and not _goes_under(stack[depth - 1].mark, mark, following):
        depth -= 1
    return depth


def _goes_under(above: Mark, mark: Mark, following: Sequence[Mark]) -> bool:
    """Tell whether a style that is new here opens below ``above`` or takes its place.

    By first appearance it opens below; but a mark of conventionally higher rank does so only
    if the series of ``above`` goes on after it.
    """
    rank, new = RANK.get(above.style), RANK.get(mark.style)
    if rank is None or new is None or new >= rank:
        return above.style != "opening"
    if above.style == "条" and mark.style in ("编", "章", "节"):
        return False  # articles are counted on through the chapters
    return _continues(above, following, "")


def _continues(above: Mark, following: Sequence[Mark], until: str) -> bool:
    """Tell whether the numbering of ``above`` goes on among the marks that follow."""
    for mark in following:
        if mark.style == above.style:
            return mark.ordinal == above.ordinal + 1
        if mark.style == until and mark.ordinal > 1:
            return False
    return False
