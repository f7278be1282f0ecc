"""Opens sources: one panel beside all tabs, which every part with citations leads to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import gradio as gr

from chat.desk import Desk
from chat.looks.parts import QUICK, html_part
from chat.looks.wording import advice
from chat.source.panel import (
    MAX_RADIUS_CHARS,
    RADIUS_CHARS,
    View,
    empty_html,
    notice_html,
    panel_html,
)
from rag.errors import LibraryError, RagError

_GROUP = re.compile(r"[a-z0-9-]{1,24}")


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
            view = _view(data)
            document = self._desk.document(view.doc_id)
        except (KeyError, ValueError):
            return notice_html("这处引用不完整，请重新点击编号。")
        except LibraryError:
            return notice_html("这份资料已被移除或更新，请重新提问。")
        except RagError as error:
            return notice_html(advice(error))
        if not 0 <= view.start < view.end <= len(document.text):
            return notice_html("这处引用与资料对不上，请重新提问。")
        return panel_html(document, view)


def _view(data: Mapping[str, Any]) -> View:
    """Read a place from what a page sent; raise KeyError or ValueError if it is none."""
    radius = min(max(int(data.get("radius", RADIUS_CHARS)), RADIUS_CHARS), MAX_RADIUS_CHARS)
    group = str(data.get("turn", "0"))
    if not _GROUP.fullmatch(group):
        raise ValueError(group)
    return View(
        str(data["doc"]),
        int(data["start"]),
        int(data["end"]),
        key=str(data.get("key", ""))[:8],
        turn=group,
        radius=radius,
    )
