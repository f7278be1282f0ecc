"""Where cited characters stand on the pages of the original file."""

from __future__ import annotations

from chat.looks.wording import file_name
from rag.types import Document, Line

Box = tuple[float, float, float, float]


def cited_pages(document: Document, start: int, end: int) -> list[int]:
    """Return the 1-based pages that hold characters from ``start`` to ``end``."""
    pages = (line.page for line in _lines(document, start, end))
    return list(dict.fromkeys(page for page in pages if page is not None))


def cited_boxes(document: Document, page: int, start: int, end: int) -> tuple[Box, ...]:
    """Return a box in points for every line of a page that holds cited characters.

    A line that is cited in part is cut where its characters would be if all were as wide.
    """
    return tuple(
        _cut(line, line.box, start, end)
        for line in _lines(document, start, end)
        if line.page == page and line.box is not None
    )


def original_name(document: Document) -> str:
    """Return the name of the file that a document lies in, without the record after ``#``."""
    return file_name(document.source.removesuffix(f"#{document.doc_id}"))


def _lines(document: Document, start: int, end: int) -> list[Line]:
    return [line for line in document.lines if line.start < end and start < line.end]


def _cut(line: Line, box: Box, start: int, end: int) -> Box:
    left, top, right, bottom = box
    width = (right - left) / (line.end - line.start)
    return (
        left + width * max(0, start - line.start),
        top,
        right - width * max(0, line.end - end),
        bottom,
    )
