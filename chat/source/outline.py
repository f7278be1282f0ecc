"""The outline of a document at the side of its text."""

from __future__ import annotations

from chat.looks.markup import escape
from chat.source.view import View
from rag.types import Document, Section

SHOWN = 400


def outline_html(document: Document, view: View) -> str:
    """Return the headings, each of which leads to its place; "" where there are not two."""
    sections = [part for part in document.sections if part.heading.strip()]
    if len(sections) < 2:
        return ""
    first, _ = view.middle
    here = _innermost(sections, first)
    top = min(part.level for part in sections)
    items = "".join(_item(part, view, part is here, part.level - top) for part in sections[:SHOWN])
    left = len(sections) - SHOWN
    more = f'<li class="note">还有 {left:,} 个标题</li>' if left > 0 else ""
    return f'<nav class="outline" aria-label="目录"><ol>{items}{more}</ol></nav>'


def outline_path(document: Document, offset: int) -> list[str]:
    """Return the headings above ``offset``, outermost first, the title left out."""
    around = [part for part in document.sections if part.start <= offset < part.end]
    around.sort(key=lambda part: (part.level, part.start))
    headings = dict.fromkeys(part.heading for part in around)
    return [heading for heading in headings if heading and not _same(heading, document.title)]


def _same(heading: str, title: str) -> bool:
    """Whether a heading only repeats the title, or part of it."""
    return heading.strip("《》 ") in title


def _innermost(sections: list[Section], offset: int) -> Section | None:
    around = [part for part in sections if part.start <= offset < part.end]
    return max(around, key=lambda part: (part.level, part.start), default=None)


def _item(part: Section, view: View, here: bool, depth: int) -> str:
    current = ' aria-current="location"' if here else ""
    return (
        f'<li class="depth-{min(depth, 4)}"><button type="button" data-event="cite"{current}'
        f' data-turn="{view.turn}" data-key="{escape(view.key)}" data-doc="{escape(view.doc_id)}"'
        f' data-start="{view.start}" data-end="{view.end}" data-at="{part.start}">'
        f"{escape(part.heading.strip())}</button></li>"
    )
