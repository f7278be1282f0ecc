"""A document's text around a place, the cited characters marked."""

from __future__ import annotations

from collections.abc import Iterator

from chat.looks.markup import escape
from chat.source.view import MAX_RADIUS_CHARS, View
from rag.types import Document


def body_html(document: Document, view: View) -> str:
    """Return the text around the span, with a way to more of it on either side."""
    text = document.text
    first, last = view.middle
    low = max(0, first - view.radius)
    high = min(len(text), last + view.radius)
    low = text.rfind("\n", 0, low) + 1
    line_end = text.find("\n", high)
    high = line_end if line_end >= 0 else len(text)
    more = min(view.radius * 4, MAX_RADIUS_CHARS)
    paragraphs = "".join(_paragraphs(document, view, low, high))
    above = _more("上文", low, view, more)
    below = _more("下文", len(text) - high, view, more)
    return f"{above}{paragraphs}{below}"


def _more(side: str, left: int, view: View, radius: int) -> str:
    """Return a button for the text that is not shown, if there is any."""
    if left <= 0:
        return ""
    if view.radius >= MAX_RADIUS_CHARS:
        return f'<p class="omitted">{side}还有 {left:,} 字</p>'
    return (
        f'<button type="button" class="quiet omitted" data-event="cite" data-turn="{view.turn}"'
        f' data-key="{escape(view.key)}" data-doc="{escape(view.doc_id)}"'
        f' data-start="{view.start}" data-end="{view.end}" data-at="{view.at}"'
        f' data-radius="{radius}">'
        f"{side}还有 {left:,} 字，展开</button>"
    )


def _paragraphs(document: Document, view: View, low: int, high: int) -> Iterator[str]:
    """Yield the lines of ``text[low:high]`` as paragraphs, the cited part of each marked."""
    headings = {(part.start, part.heading.strip()) for part in document.sections}
    shown_page = document.page_at(max(0, low - 1)) if low else None
    start = low
    for line in document.text[low:high].split("\n"):
        end = start + len(line)
        page = document.page_at(start)
        if line.strip():
            if page is not None and page != shown_page:
                yield f'<p class="page-mark">第 {page} 页</p>'
                shown_page = page
            # A heading may share its line with the text below it; then neither stands out.
            style = ' class="heading"' if (start, line.strip()) in headings else ""
            aim = " data-aim" if start <= view.at <= end else ""
            yield f"<p{style}{aim}>{_marked(line, view.start - start, view.end - start)}</p>"
        start = end + 1


def _marked(line: str, start: int, end: int) -> str:
    """Escape a line and mark the characters from ``start`` to ``end`` that lie in it."""
    start, end = max(0, start), min(len(line), end)
    if start >= end:
        return escape(line)
    return f"{escape(line[:start])}<mark>{escape(line[start:end])}</mark>{escape(line[end:])}"
