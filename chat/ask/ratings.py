"""What people think of an answer: the buttons, and what happens to a rating."""

from __future__ import annotations

from typing import Any

import gradio as gr

from chat.ask.exchanges import Conversation, Exchange, Rating
from chat.ask.layout import Parts
from chat.ask.memory import Memory
from chat.ask.turns import LATEST, finished_html, live_html
from chat.looks.wording import advice
from chat.visitors import user_of
from index.feedback import MAX_REASON_CHARS
from rag.errors import RagError

Shown = dict[Any, Any]


class Ratings:
    """The handler of the rating buttons."""

    def __init__(self, memory: Memory, parts: Parts) -> None:
        self._memory = memory
        self._parts = parts

    def rate(self, talk: Conversation, request: gr.Request, event: gr.EventData) -> Shown:
        """Keep a rating with its reason; the same button pressed again takes it back."""
        turn = str(event._data.get("turn", ""))
        if not turn.isdecimal() or not 1 <= int(turn) <= len(talk.exchanges):
            return self._parts.unchanged
        exchange = talk.exchanges[int(turn) - 1]
        good = event._data.get("value") == "good"
        reason = str(event._data.get("reason", "")).strip()[:MAX_REASON_CHARS]
        wanted = None if exchange.rating.good is good and not reason else good
        try:
            self._give(user_of(request), exchange, wanted, reason)
        except RagError as error:
            gr.Warning(advice(error))
        if int(turn) == len(talk.exchanges):
            return {self._parts.live: live_html(talk)}
        # One that was shown by asking for the earlier ones does not vanish by being rated.
        every = int(turn) < len(talk.exchanges) - LATEST
        return {self._parts.finished: finished_html(talk, every)}

    def _give(self, user: str, exchange: Exchange, good: bool | None, reason: str) -> None:
        rating: Rating = exchange.rating
        if self._memory.rate(user, exchange, good, reason):
            rating.good = good
            rating.reason = reason if good is not None else ""
