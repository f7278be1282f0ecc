"""What happens when people ask, stop, start anew or open a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import gradio as gr

from chat.desk import Desk
from chat.exchanges import Conversation, Progress
from chat.markup import trouble_html
from chat.source_panel import (
    MAX_RADIUS_CHARS,
    RADIUS_CHARS,
    View,
    empty_html,
    notice_html,
    panel_html,
)
from chat.turns import finished_html, live_html
from chat.welcome import welcome_html
from chat.wording import MAX_QUESTION_CHARS, advice
from rag.errors import LibraryError, RagError

Shown = tuple[Any, ...]
# A page that sends more than this many exchanges back and forth would grow slow.
MAX_EXCHANGES = 60
REFUSED_CHARS = 40


class Talk:
    """The handlers of the tab 问答.

    Each returns what the page shows next: state and newest exchange, the buttons send and
    stop, then older exchanges, the invitation and the question box where these change too.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def begin(self, text: str, talk: Conversation) -> Shown:
        """Show the question at once; the answer follows. Refuse what cannot be asked."""
        text = text.strip()
        if not text or talk.busy:
            return (*[gr.skip()] * 7,)
        if len(text) > MAX_QUESTION_CHARS:
            return self._refuse(text, talk)
        talk = talk.ask(text, MAX_EXCHANGES)
        return (*self._shown(talk), finished_html(talk), "", "")

    def _refuse(self, text: str, talk: Conversation) -> Shown:
        """Say that a question is too long; it stays in the box to be cut."""
        words = f"问题太长了：共 {len(text):,} 字，最多 {MAX_QUESTION_CHARS} 字。请缩短后再问。"
        talk = talk.ask(f"{text[:REFUSED_CHARS]}……", MAX_EXCHANGES)
        talk = talk.update(reached=Progress.FAILED, trouble=words)
        return (*self._shown(talk), finished_html(talk), "", gr.skip())

    def begin_sample(self, talk: Conversation, event: gr.EventData) -> Shown:
        """Ask the sample question that was clicked."""
        return self.begin(str(event._data.get("question", "")), talk)

    def answer(self, talk: Conversation) -> Iterator[Shown]:
        """Stream the answer to the question that waits, if one does."""
        live = talk.live
        if live is None or live.progress is not Progress.WAITING:
            yield self._shown(talk)
            return
        try:
            for found in self._desk.ask(live.question, talk.history):
                if live.brake.pulled:
                    return
                talk = talk.update(answer=found, reached=Progress.STREAMING)
                yield self._shown(talk)
            talk = talk.update(reached=Progress.DONE)
        except RagError as error:
            talk = talk.update(reached=Progress.FAILED, trouble=advice(error), detail=str(error))
        yield self._shown(talk)

    def halt(self, talk: Conversation) -> Shown:
        """Keep what had come when the visitor stopped it."""
        if talk.live:
            talk.live.brake.pulled = True
        return self._shown(talk)

    def give_up(self, talk: Conversation) -> Shown:
        """Say that the program failed, so that the page does not wait for ever.

        Gradio counts a stopped answer as failed too; that one is left as it is.
        """
        if not talk.busy:
            return self._shown(talk)
        words = "程序内部出错，这个问题没能回答。请换一种说法再试。"
        return self._shown(talk.update(reached=Progress.FAILED, trouble=words))

    def restart(self, talk: Conversation) -> Shown:
        """Begin a new conversation with an empty source panel."""
        self.halt(talk)
        fresh = Conversation()
        return (*self._shown(fresh), "", self.first_page(fresh), "", empty_html())

    def first_page(self, talk: Conversation) -> str:
        """Return the invitation to ask; "" once something was asked."""
        if talk.exchanges:
            return ""
        try:
            return welcome_html(len(self._desk.documents()), self._desk.suggestions())
        except RagError as error:
            return trouble_html(advice(error), error)

    def open_source(self, event: gr.EventData) -> str:
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

    def _shown(self, talk: Conversation) -> Shown:
        """Return state, newest exchange and the buttons that fit it."""
        busy = talk.busy
        return (talk, live_html(talk), gr.update(visible=not busy), gr.update(visible=busy))


def _view(data: Mapping[str, Any]) -> View:
    """Read a place from what a page sent; raise KeyError or ValueError if it is none."""
    radius = min(max(int(data.get("radius", RADIUS_CHARS)), RADIUS_CHARS), MAX_RADIUS_CHARS)
    return View(
        str(data["doc"]),
        int(data["start"]),
        int(data["end"]),
        key=str(data.get("key", ""))[:8],
        turn=int(data.get("turn", 0)),
        radius=radius,
    )
