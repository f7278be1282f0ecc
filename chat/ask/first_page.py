"""The invitation to ask, and how it fills with questions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from anyio import to_thread

from chat.ask.exchanges import Conversation
from chat.ask.welcome import welcome_html
from chat.desk import Desk
from chat.looks.markup import trouble_html
from chat.looks.wording import advice
from rag.errors import RagError

LOOK_S = 0.3


class FirstPage:
    """What stands there before the first question; nothing once something was asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def at_once(self, talk: Conversation) -> str:
        """Return it with the questions that were found before."""
        if talk.exchanges:
            return ""
        try:
            found = self._desk.starters_found(talk.wanted)
            return welcome_html(self._desk.counts()[0], found)
        except RagError as error:
            return trouble_html(advice(error), error)

    async def grow(self, talk: Conversation) -> AsyncIterator[str]:
        """Yield it with ever more questions as they are found, which takes seconds."""
        if talk.exchanges:
            yield ""
            return
        try:
            finding = await to_thread.run_sync(self._desk.starters, talk.wanted)
            documents, _ = await to_thread.run_sync(self._desk.counts)
        except RagError as error:
            yield trouble_html(advice(error), error)
            return
        shown, finished = -1, False
        while not finished:
            finished = finding.finished.is_set()
            questions = finding.questions
            if len(questions) > shown:
                shown = len(questions)
                yield welcome_html(documents, questions)
            await asyncio.sleep(0 if finished else LOOK_S)
        if finding.trouble:
            yield trouble_html(advice(finding.trouble), finding.trouble)
