"""The source panel: a document around the cited characters, which are marked."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from chat.looks.markup import escape, written
from chat.looks.wording import kind_name
from chat.source.excerpt import body_html
from chat.source.outline import outline_html, outline_path
from chat.source.places import cited_pages, original_name
from chat.source.view import View
from rag.guide.quotes import on_one_line
from rag.types import Document, Standing, StandingKind


@dataclass(frozen=True, slots=True)
class About:
    """What the library knows of a document beside its text.

    ``original`` tells whether the file it came from is kept; ``by`` is the place that says
    why it does not stand as it was.
    """

    original: bool = False
    standing: Standing | None = None
    by: View | None = None


NOTHING_KNOWN = About()


def empty_html() -> str:
    """Return the panel before anything was opened."""
    return (
        '<div class="panel-empty"><p class="panel-empty-mark" aria-hidden="true">❝</p>'
        "<p>点击回答里的编号，<br>这里会打开原文并标出所引的文字。</p></div>"
    )


def notice_html(words: str) -> str:
    """Return the panel when the source cannot be shown."""
    return f'<div class="panel-empty trouble" role="alert"><p>{escape(words)}</p></div>'


def panel_html(document: Document, view: View, about: About = NOTHING_KNOWN) -> str:
    """Return the document around ``view``; its span must lie inside the text."""
    outline = outline_html(document, view)
    pages = _pages(document, view) if about.original else ""
    return (
        f'<section class="source" data-turn="{view.turn}" data-key="{escape(view.key)}"'
        f' data-doc="{escape(document.doc_id)}" data-start="{view.start}" data-end="{view.end}"'
        f' data-at="{view.at}" aria-label="原文">'
        f"{_head(document, view, about, outline=bool(outline), pages=bool(pages))}"
        f'<div class="source-main">{outline}'
        f'<div class="source-text" tabindex="0" role="region" aria-label="原文文字">'
        f"{body_html(document, view)}</div>{pages}</div></section>"
    )


def _head(document: Document, view: View, about: About, *, outline: bool, pages: bool) -> str:
    """Return title, facts, outline path and the buttons."""
    key = f'<span class="source-key">{escape(view.key)}</span>' if view.key else ""
    path = outline_path(document, view.start)
    crumbs = f'<p class="crumbs">{" › ".join(escape(part) for part in path)}</p>' if path else ""
    title = escape(document.title)
    return (
        f'<header><div class="source-title">{key}<h3 title="{title}">{title}</h3>'
        '<button type="button" class="icon close" data-close aria-label="关闭原文">✕</button></div>'
        f'<p class="facts">{_facts(document, view.start)}</p>'
        f"{_standing(document, view, about)}{crumbs}"
        f"{_tools(document, view, about, outline=outline, pages=pages)}</header>"
    )


def _tools(document: Document, view: View, about: About, *, outline: bool, pages: bool) -> str:
    """Return the row of buttons."""
    original = (
        f'<a class="quiet" href="sources/{quote(document.doc_id, safe="")}/original"'
        ' target="_blank" rel="noopener">打开原文件</a>'
    )
    return (
        '<div class="source-tools">'
        '<button type="button" class="quiet" data-step="-1">‹ 上一处</button>'
        '<span class="step" aria-live="polite"></span>'
        '<button type="button" class="quiet" data-step="1">下一处 ›</button>'
        + (_toggle("outline", "目录") if outline else "")
        + (_toggle("pages", "看版面") if pages else "")
        + (original if about.original else "")
        + f'<button type="button" class="quiet" data-copy="{escape(quotation(document, view))}">'
        "复制引文</button></div>"
    )


def _toggle(name: str, words: str) -> str:
    return (
        f'<button type="button" class="quiet" data-toggle="{name}" aria-pressed="false">'
        f"{words}</button>"
    )


def _standing(document: Document, view: View, about: About) -> str:
    """Say that the document is repealed or amended, with a way to what says so."""
    repealed = StandingKind.REPEALED if document.metadata.status == "repealed" else ""
    label = about.standing.label if about.standing else repealed
    if not label:
        return ""
    by = about.by
    leads = (
        f' <button type="button" class="quiet" data-event="cite" data-turn="{view.turn}"'
        f' data-doc="{escape(by.doc_id)}" data-start="{by.start}" data-end="{by.end}">看依据'
        "</button>"
        if by
        else ""
    )
    return f'<p class="standing" role="note">{escape(label)}{leads}</p>'


def _pages(document: Document, view: View) -> str:
    """Return the pages of the original that hold the span, as pictures with it marked."""
    if not document.source.lower().endswith(".pdf"):
        return ""
    folder = f"sources/{quote(document.doc_id, safe='')}"
    pictures = "".join(
        f'<figure><img loading="lazy" src="{folder}/page-{page}.png?start={view.start}'
        f'&amp;end={view.end}" alt="第 {page} 页的版面，引文已标出">'
        f"<figcaption>第 {page} 页</figcaption></figure>"
        for page in cited_pages(document, view.start, view.end)
    )
    if not pictures:
        return ""
    opening = '<div class="source-pages" tabindex="0" role="region" aria-label="原文版面">'
    return f"{opening}{pictures}</div>"


def _facts(document: Document, offset: int) -> str:
    """Return what is known of the document, as separate escaped pieces."""
    page = document.page_at(offset)
    known = document.metadata
    own = (
        known.issuer or "、".join(known.authors),
        known.number,
        known.written_on or known.published_on,
        known.region,
    )
    pieces = (
        escape(kind_name(known.kind)),
        *(written(one) for one in own if one),
        f"第 {page} 页" if page else "",
        written(original_name(document)),
    )
    return "".join(f"<span>{piece}</span>" for piece in pieces if piece)


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
    quoted = on_one_line(document.text[view.start : view.end])
    return f"“{quoted}”——《{document.title}》{tail}"
