"""The source panel: a document around the cited characters, which are marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chat.looks.markup import escape
from chat.looks.wording import kind_name
from rag.types import Document

RADIUS_CHARS = 1_200
MAX_RADIUS_CHARS = 40_000


@dataclass(frozen=True, slots=True)
class View:
    """What the panel shows: the marked span, the key and group of citations it was opened from."""

    doc_id: str
    start: int
    end: int
    key: str = ""
    turn: str = "0"
    radius: int = RADIUS_CHARS


def empty_html() -> str:
    """Return the panel before anything was opened."""
    return (
        '<div class="panel-empty"><p class="panel-empty-mark" aria-hidden="true">❝</p>'
        "<p>点击回答里的编号，<br>这里会打开原文并标出所引的文字。</p></div>"
    )


def notice_html(words: str) -> str:
    """Return the panel when the source cannot be shown."""
    return f'<div class="panel-empty trouble" role="alert"><p>{escape(words)}</p></div>'


def panel_html(document: Document, view: View) -> str:
    """Return the document around ``view``; its span must lie inside the text."""
    return (
        f'<section class="source" data-turn="{view.turn}" data-key="{escape(view.key)}"'
        f' data-doc="{escape(document.doc_id)}" data-start="{view.start}" data-end="{view.end}"'
        ' aria-label="原文">'
        f"{_head(document, view)}"
        f'<div class="source-text" tabindex="0">{_body(document, view)}</div></section>'
    )


def _head(document: Document, view: View) -> str:
    """Return title, facts, outline path and the buttons."""
    key = f'<span class="source-key">{escape(view.key)}</span>' if view.key else ""
    repealed = document.metadata.status == "repealed"
    status = '<span class="repealed">已废止</span>' if repealed else ""
    path = outline_path(document, view.start)
    crumbs = f'<p class="crumbs">{" › ".join(escape(part) for part in path)}</p>' if path else ""
    return (
        f'<header><div class="source-title">{key}<h3>{escape(document.title)}</h3>{status}'
        '<button type="button" class="icon close" data-close aria-label="关闭原文">✕</button></div>'
        f'<p class="facts">{_facts(document, view.start)}</p>{crumbs}'
        '<div class="source-tools">'
        '<button type="button" class="quiet" data-step="-1">‹ 上一处</button>'
        '<span class="step" aria-live="polite"></span>'
        '<button type="button" class="quiet" data-step="1">下一处 ›</button>'
        f'<button type="button" class="quiet" data-copy="{escape(quotation(document, view))}">'
        "复制引文</button></div></header>"
    )


def _facts(document: Document, offset: int) -> str:
    """Return what is known of the document, as separate escaped pieces."""
    page = document.page_at(offset)
    known = document.metadata
    pieces = (
        kind_name(known.kind),
        known.issuer or "、".join(known.authors),
        known.number,
        known.written_on or known.published_on,
        known.region,
        f"第 {page} 页" if page else "",
        document.source.replace("\\", "/").rsplit("/", 1)[-1],
    )
    return "".join(f"<span>{escape(piece)}</span>" for piece in pieces if piece)


def outline_path(document: Document, offset: int) -> list[str]:
    """Return the headings above ``offset``, outermost first, the title left out."""
    around = [part for part in document.sections if part.start <= offset < part.end]
    around.sort(key=lambda part: (part.level, part.start))
    headings = dict.fromkeys(part.heading for part in around)
    return [heading for heading in headings if heading and not _same(heading, document.title)]


def _same(heading: str, title: str) -> bool:
    """Whether a heading only repeats the title, or part of it."""
    return heading.strip("《》 ") in title


def quotation(document: Document, view: View) -> str:
    """Return the quote with its source, to paste elsewhere."""
    known = document.metadata
    page = document.page_at(view.start)
    facts = (
        known.issuer,
        known.number,
        known.written_on or known.published_on,
        f"第 {page} 页" if page else "",
    )
    where = "，".join(fact for fact in facts if fact)
    tail = f"（{where}）" if where else ""
    return f"“{document.text[view.start : view.end]}”——《{document.title}》{tail}"


def _body(document: Document, view: View) -> str:
    """Return the text around the span, with a way to more of it on either side."""
    text = document.text
    low = max(0, view.start - view.radius)
    high = min(len(text), view.end + view.radius)
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
        f' data-start="{view.start}" data-end="{view.end}" data-radius="{radius}">'
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
            yield f"<p{style}>{_marked(line, view.start - start, view.end - start)}</p>"
        start = end + 1


def _marked(line: str, start: int, end: int) -> str:
    """Escape a line and mark the characters from ``start`` to ``end`` that lie in it."""
    start, end = max(0, start), min(len(line), end)
    if start >= end:
        return escape(line)
    return f"{escape(line[:start])}<mark>{escape(line[start:end])}</mark>{escape(line[end:])}"
