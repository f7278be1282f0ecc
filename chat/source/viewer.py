"""Opens sources: one panel beside all tabs, which every part with citations leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from chat.desk import Desk
from chat.looks.parts import QUICK, html_part
from chat.looks.wording import advice
from chat.source.panel import About, empty_html, notice_html, panel_html
from chat.source.view import View, view_of
from rag.errors import LibraryError, RagError
from rag.types import Document


class Viewer:
    """The source panel and what fills it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._panel = html_part(empty_html(), elem_id="panel", render=False)

    def build(self) -> None:
        """Put the panel here; call where it shall stand on the page."""
        self._panel.render()  # type: ignore[no-untyped-call]  # gradio
        self.listen(self._panel)

    def listen(self, part: gr.HTML) -> None:
        """Let every ``data-event="cite"`` of a part (see ``chip_html``) open its source."""
        part.cite(self.open, None, [self._panel], **QUICK)

    def open(self, event: gr.EventData) -> str:
        """Return the source panel at the place that was clicked."""
        return self.source(event._data)

    def source(self, data: Mapping[str, Any]) -> str:
        """Return the panel for a place; nothing that a page sends is trusted."""
        try:
            view = view_of(data)
            document = self._desk.document(view.doc_id)
            about = self._about(document)
        except (KeyError, ValueError):
            return notice_html("这处引用不完整，请重新点击编号。")
        except LibraryError:
            return notice_html("这份资料已被移除或更新，请重新提问。")
        except RagError as error:
            return notice_html(advice(error))
        inside = 0 <= view.start < view.end <= len(document.text)
        if not inside or view.at > len(document.text):
            return notice_html("这处引用与资料对不上，请重新提问。")
        return panel_html(document, view, about)

    def _about(self, document: Document) -> About:
        """Return what the library knows of a document beside its text."""
        original = self._desk.library.original(document.doc_id) is not None
        standing = self._desk.standing(document.doc_id)
        if standing is None or not standing.by_doc_id or not standing.quote:
            return About(original, standing)
        start = self._desk.document(standing.by_doc_id).text.find(standing.quote)
        by = View(standing.by_doc_id, start, start + len(standing.quote)) if start >= 0 else None
        return About(original, standing, by)
