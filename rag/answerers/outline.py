"""The outline of a document: the parts of highest level, and the headings inside a part."""

from __future__ import annotations

import re

from rag.answerers.lists.enumerations import find_series
from rag.answerers.lists.series import Item, Series
from rag.types import Document

_SPANS = 0.4  # share of a stretch that its outline must span
_MOST = 20  # parts of an outline


def outline(document: Document) -> Series | None:
    """Return the parts of highest level that span most of a document; None if it has none."""
    articles = _articles(document)
    if len(articles) > 1:
        return Series(tuple(articles), articles[0].start, articles[0].start)
    return spanning(document, 0, len(document.text))


def spanning(document: Document, start: int, end: int) -> Series | None:
    """Return the enumeration that spans most of ``document.text[start:end]``, if one does."""
    found = [s for s in find_series(document, start, end) if len(s.items) <= _MOST]
    wide = [s for s in found if _span(s) >= _SPANS * (end - start)]
    return max(wide, key=lambda s: (_span(s) // 100, -len(s.items)), default=None)


def _span(series: Series) -> int:
    return series.items[-1].end - series.items[0].start


def _articles(document: Document) -> list[Item]:
    """Return the articles of a page or a collection, each with its headline."""
    found = []
    for section in document.sections:
        said = section.level == 0 and not section.heading.endswith(("！", "？"))
        head = locate(section.heading, document.text, section.start, section.end) if said else None
        if head:
            found.append(Item(head[0], *head, section.end))
    return found


def locate(words: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a line begins with some words, broken anywhere; None where none does."""
    letters = r"\s*".join(re.escape(char) for char in words if not char.isspace())
    line = re.compile(rf"^[ \t\u3000]*({letters})", re.MULTILINE)
    match = line.search(text, start, end) if letters else None
    return match.span(1) if match else None
