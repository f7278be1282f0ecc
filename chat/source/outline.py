"""The outline of a document at the side of its text."""

from __future__ import annotations

from chat.looks.markup import escape
from chat.source.view import View
from rag.types import Document, Section

# So many headings of a long document are listed, so many of them around the one in sight.
SHOWN = 400
NEAR = 120


def outline_html(document: Document, view: View) -> str:
    """Return the headings, each of which leads to its place; "" where there are not two."""
    sections = [part for part in document.sections if part.heading.strip()]
    if len(sections) < 2:
        return ""
    first, _ = view.middle
    here = _innermost(sections, first)
    top = min(part.level for part in sections)
    shown = _shown(sections, sections.index(here) if here else 0)
    items = "".join(_item(part, view, part is here, part.level - top) for part in shown)
    left = len(sections) - len(shown)
    more = f'<li class="note">另有 {left:,} 个标题，打开所在的章就会列出</li>' if left > 0 else ""
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


def _shown(sections: list[Section], at: int) -> list[Section]:
    """Return the headings that are listed, ``at`` the one in sight: all, or as many as help.

    Of a long outline these are the highest levels, as far down as they fit whole, and around
    the heading in sight whatever there is.
    """
    if len(sections) <= SHOWN:
        return sections
    levels = sorted({part.level for part in sections})
    fitting = [
        level for level in levels if sum(part.level <= level for part in sections) <= SHOWN - NEAR
    ]
    deepest = fitting[-1] if fitting else levels[0] - 1
    room = NEAR if fitting else SHOWN
    low = max(0, min(at - room // 2, len(sections) - room))
    near = range(low, low + room)
    return [part for at, part in enumerate(sections) if part.level <= deepest or at in near]


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
