"""What happens when people choose which documents may answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import gradio as gr

from chat.ask.exchanges import Conversation
from chat.ask.layout import Parts
from chat.ask.memory import Memory
from chat.ask.scope import choices_html, narrowed, scope_html, widened
from chat.desk import Desk
from chat.looks.markup import trouble_html
from chat.looks.wording import advice
from chat.visitors import user_of
from rag.errors import RagError
from rag.types import Filter

Shown = dict[Any, Any]


class Scoping:
    """The handlers of the scope. Each returns the components that change."""

    def __init__(self, desk: Desk, memory: Memory, parts: Parts) -> None:
        self._desk = desk
        self._memory = memory
        self._parts = parts
        # Choices made in quick succession are handled at once; each adds to the one before.
        self._lock = threading.Lock()

    def choices(self) -> Shown:
        """Show what can be chosen in the library as it is now."""
        try:
            return {self._parts.choices: choices_html(self._desk.documents())}
        except RagError as error:
            return {self._parts.choices: trouble_html(advice(error), error)}

    def narrow(self, talk: Conversation, request: gr.Request, event: gr.EventData) -> Shown:
        """Add the choice that was made."""
        return self._changed(talk, request, lambda wanted: narrowed(wanted, *_choice(event)))

    def widen(self, talk: Conversation, request: gr.Request, event: gr.EventData) -> Shown:
        """Take the choice back whose chip was clicked."""
        return self._changed(talk, request, lambda wanted: widened(wanted, *_choice(event)))

    def _changed(
        self, talk: Conversation, request: gr.Request, change: Callable[[Filter], Filter]
    ) -> Shown:
        """Change the scope that all states of the conversation share, and show what it is now."""
        # An answer under way goes on with what was chosen when it was asked.
        if not talk.busy:
            with self._lock:
                talk.scope.wanted = change(talk.wanted)
                self._memory.keep_filter(user_of(request), talk)
        return {self._parts.scope: scope_html(talk.wanted, self._desk.titles())}


def _choice(event: gr.EventData) -> tuple[str, str]:
    return str(event._data.get("field", "")), str(event._data.get("value", ""))
