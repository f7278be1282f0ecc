"""What happens when people ask, stop or start anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from chat.ask.exchanges import Conversation, Progress
from chat.ask.turns import finished_html, live_html
from chat.ask.welcome import welcome_html
from chat.desk import Desk
from chat.looks.markup import trouble_html
from chat.looks.wording import MAX_QUESTION_CHARS, advice
from rag.errors import RagError

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
        """Begin a new conversation ."""
        self.halt(talk)
        fresh = Conversation()
        return (*self._shown(fresh), "", self.first_page(fresh), "")

    def first_page(self, talk: Conversation) -> str:
        """Return the invitation to ask; "" once something was asked."""
        if talk.exchanges:
            return ""
        try:
            return welcome_html(len(self._desk.documents()), self._desk.suggestions())
        except RagError as error:
            return trouble_html(advice(error), error)

    def _shown(self, talk: Conversation) -> Shown:
        """Return state, newest exchange and the buttons that fit it."""
        busy = talk.busy
        return (talk, live_html(talk), gr.update(visible=not busy), gr.update(visible=busy))
