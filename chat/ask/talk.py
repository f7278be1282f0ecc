"""What happens when people ask, stop, ask again or start anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr
from anyio import to_thread

from chat.ask.exchanges import MAX_EXCHANGES, Conversation, Exchange, Progress, Scope
from chat.ask.first_page import FirstPage
from chat.ask.history import heading_html, talks_html
from chat.ask.layout import Parts
from chat.ask.memory import Memory
from chat.ask.scope import MAX_VALUE_CHARS, scope_html
from chat.ask.turns import finished_html, live_html, turn_html
from chat.desk import Desk
from chat.looks.wording import MAX_QUESTION_CHARS, advice
from chat.server.line import FullError, Line
from chat.visitors import payer_of, session_of, user_of
from rag.errors import RagError
from rag.printing import storable
from rag.types import Filter

Shown = dict[Any, Any]
REFUSED_CHARS = 40
# How often a question that waits looks whether it is its turn.
LOOK_S = 0.15
FULL = "现在提问的人太多了，请过一会儿再试。"
BROKEN = "程序内部出错，这个问题没能回答。请换一种说法再试。"
TOO_LONG = f"一个对话最多 {MAX_EXCHANGES} 个问题。请点“新对话”接着问。"


class Talk:
    """The handlers of the conversation. Each returns the components that change."""

    def __init__(self, desk: Desk, memory: Memory, parts: Parts) -> None:
        self._desk = desk
        self.memory = memory
        self._parts = parts
        self.line = Line()
        self.first_page = FirstPage(desk)

    def begin(self, box: str, talk: Conversation, request: gr.Request) -> Shown:
        """Ask the question that was typed."""
        return self._begin(box, talk, len(talk.exchanges) + 1, request, box)

    def begin_clicked(
        self, box: str, talk: Conversation, request: gr.Request, event: gr.EventData
    ) -> Shown:
        """Ask what was offered, or a turn again, changed or not; what came after that goes."""
        new = len(talk.exchanges) + 1  # the turn of one that was refused, too
        turn = str(event._data.get("turn", new))
        if not turn.isdecimal() or not 1 <= int(turn) <= new:
            return self._parts.unchanged
        return self._begin(str(event._data.get("question", "")), talk, int(turn), request, box)

    def _begin(
        self, text: str, talk: Conversation, turn: int, request: gr.Request, box: str
    ) -> Shown:
        """Show a question at once as the 1-based ``turn``; refuse what cannot be asked.

        The answer follows. The question box is emptied only of what is asked.
        """
        text, before = _stripped(text), talk.before(turn)
        if not text or talk.busy:
            return self._parts.unchanged
        if before.full:
            return self._refuse(text, talk, TOO_LONG)
        if len(text) > MAX_QUESTION_CHARS:
            words = f"问题太长了：共 {len(text):,} 字，最多 {MAX_QUESTION_CHARS} 字。请缩短后再问。"
            return self._refuse(f"{text[:REFUSED_CHARS]}……", talk, words)
        user = user_of(request)
        if wait := self._desk.questions.take(payer_of(request)):
            words = f"提问太快了，请 {round(wait) + 1} 秒后再试。"
            return self._refuse(text, talk, words)
        try:
            replaced = talk.exchanges[turn - 1 :]
            instead_of = replaced[0].exchange_id if replaced else 0
            asked = self.memory.keep_question(user, before.ask(text), instead_of)
        except RagError as error:
            return self._refuse(text, talk, advice(error))
        emptied = {self._parts.question: ""} if _stripped(box) == text else {}
        return {**self._shown(asked), **self._whole(asked, user), self._parts.offers: "", **emptied}

    async def answer(self, talk: Conversation, request: gr.Request) -> AsyncIterator[Shown]:
        """Stream the answer to the question that waits, when it is its turn."""
        live = talk.live
        if live is None or live.progress is not Progress.WAITING or live.brake.taken:
            yield self._parts.unchanged  # what is shown may be newer than this event
            return
        live.brake.taken = True
        try:
            ticket = self.line.join(session_of(request))
        except FullError as error:
            talk = talk.update(reached=Progress.FAILED, trouble=FULL, detail=str(error))
            await to_thread.run_sync(self._keep, talk)
            yield self._shown(talk)
            return
        try:
            while ahead := self.line.ahead(ticket):
                if live.brake.pulled:
                    return
                if talk.live and ahead != talk.live.ahead:
                    talk = talk.update(ahead=ahead)
                    yield self._shown(talk)
                await asyncio.sleep(LOOK_S)
            async for newer in self._answers(talk.update(ahead=0)):
                talk = newer
                if not talk.busy:
                    await to_thread.run_sync(self._keep, talk)
                yield self._shown(talk)
        finally:
            self.line.leave(ticket)
            if talk.busy:  # the page was closed, and nothing can be awaited any more
                self._keep(talk)

    async def _answers(self, talk: Conversation) -> AsyncIterator[Conversation]:
        """Yield the conversation with ever more of its newest answer, unless it is stopped."""
        live = talk.live
        if live is None:
            return
        answers = self._desk.ask(live.question, talk.history, talk.wanted)
        try:
            while (found := await to_thread.run_sync(next, answers, None)) is not None:
                if live.brake.pulled:
                    return
                talk = talk.update(answer=found, reached=Progress.STREAMING)
                yield talk
            talk = talk.update(reached=Progress.DONE)
        except RagError as error:
            talk = talk.update(reached=Progress.FAILED, trouble=advice(error), detail=str(error))
        yield talk

    def halt(self, talk: Conversation) -> Shown:
        """Keep what had come when the visitor stopped it."""
        if talk.live and talk.busy:
            talk.live.brake.pulled = True
            self._keep(talk)
        return self._shown(talk)

    def give_up(self, talk: Conversation) -> Shown:
        """Say that the program failed, so that the page does not wait for ever.

        Gradio counts a stopped answer as failed too; that one is left as it is.
        """
        if not talk.busy:
            return self._shown(talk)
        talk = talk.update(reached=Progress.FAILED, trouble=BROKEN)
        self._keep(talk)
        return self._shown(talk)

    def restart(self, talk: Conversation, request: gr.Request) -> Shown:
        """Begin a new conversation; it keeps the filter."""
        self.halt(talk)
        fresh = Conversation(scope=Scope(talk.wanted))
        return {**self.show(fresh, user_of(request)), self._parts.question: ""}

    def earlier(self, talk: Conversation) -> Shown:
        """Show a long conversation from its beginning."""
        return {self._parts.finished: finished_html(talk, every=True)}

    def restart_on(self, talk: Conversation, request: gr.Request, event: gr.EventData) -> Shown:
        """Begin a new conversation that the document whose button was pressed answers alone."""
        self.halt(talk)
        chosen = Filter(doc_ids=(str(event._data.get("doc", ""))[:MAX_VALUE_CHARS],))
        fresh = Conversation(scope=Scope(chosen))
        return {**self.show(fresh, user_of(request)), self._parts.question: ""}

    def show(self, talk: Conversation, user: str, note: str = "") -> Shown:
        """Return everything that a conversation changes on the page."""
        return {
            **self._shown(talk),
            **self._whole(talk, user, note),
            self._parts.welcome: self.first_page.at_once(talk),
            self._parts.offers: "",
            self._parts.scope: scope_html(talk.wanted, self._desk.titles()),
        }

    def _whole(self, talk: Conversation, user: str, note: str = "") -> Shown:
        """Return what a conversation changes beside its newest exchange."""
        listed = self.memory.listed(user)
        return {
            self._parts.finished: finished_html(talk),
            self._parts.heading: heading_html(talk),
            self._parts.talks: talks_html(listed, talk.conversation_id, note=note),
            **({self._parts.welcome: ""} if talk.exchanges else {}),
        }

    def _shown(self, talk: Conversation) -> Shown:
        """Return state, newest exchange and the buttons that fit it."""
        return {
            self._parts.state: talk,
            self._parts.live: live_html(talk),
            self._parts.send: gr.update(visible=not talk.busy),
            self._parts.stop: gr.update(visible=talk.busy),
        }

    def _refuse(self, text: str, talk: Conversation, words: str) -> Shown:
        """Say below the conversation why a question cannot be asked; it is no part of it.

        What was typed stays in the box.
        """
        refused = Exchange(text, reached=Progress.FAILED, trouble=words)
        told = turn_html(refused, len(talk.exchanges) + 1)
        return {self._parts.live: live_html(talk) + told, self._parts.welcome: ""}

    def _keep(self, talk: Conversation) -> None:
        """Keep how the newest exchange ended; a library that cannot be written loses only that."""
        try:
            if talk.live:
                self.memory.keep_outcome(talk.live)
        except RagError as error:
            gr.Warning(advice(error))


def _stripped(text: str) -> str:
    """Return what was typed; a page may send halves of characters, which nothing can store."""
    return storable(text).strip()
