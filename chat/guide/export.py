"""A guide as a file: a web page that needs nothing else, Markdown, or JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chat.guide import facts, texts
from chat.guide.briefing import briefing
from chat.guide.cited import Notes
from chat.guide.folds import Page
from chat.looks.markup import escape
from chat.looks.theme import script
from rag.guide.guide import Guide
from rag.guide.markdown import guide_markdown
from rag.guide.record import guide_json

_DRAWN = (
    ("政策时间线", facts.timeline),
    ("各地做法", facts.cases),
    ("关键数据", facts.figures),
    ("术语", texts.terms),
    ("谁说了什么", texts.voices),
    ("文件关系", texts.network),
    ("先读什么", texts.path),
)


def guide_page(guide: Guide) -> str:
    """Return the whole guide as one web page: the briefing first, numbered notes last."""
    notes = Notes("guide", guide.titles)
    page = Page(guide, notes=notes)
    title = f"背景导读：{guide.topic}" if guide.topic else "背景导读"
    brief = briefing(page)
    style = script("guide/paper.css") + script("guide/guide.css")
    body = "".join(
        f'<section class="guide-section"><h3>{heading}</h3>{draw(page)}</section>'
        for heading, draw in _DRAWN
    )
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
        f'<body class="paper"><div class="guide"><h1>{escape(title)}</h1>{brief}{body}'
        f'<section class="guide-section"><h3>出处</h3>{notes.listed()}</section>'
        "</div></body></html>"
    )


FORMATS: Mapping[str, tuple[str, Callable[[Guide], str]]] = {
    "html": ("text/html", guide_page),
    "md": ("text/markdown", guide_markdown),
    "json": ("application/json", guide_json),
}
