"""What happens when people search, open, rename, delete or bring back a conversation."""

from __future__ import annotations

from typing import Any

import gradio as gr

from chat.ask.exchanges import Conversation, Scope
from chat.ask.history import heading_html, removed_html, talks_html
from chat.ask.layout import Parts
from chat.ask.memory import Memory
from chat.ask.talk import Talk
from chat.looks.markup import trouble_html
from chat.looks.wording import advice
from chat.visitors import user_of
from rag.errors import RagError
from rag.printing import storable

Shown = dict[Any, Any]
NOT_THERE = "这个对话已经不在了。"
_MAX_CHARS = 200


class Drawer:
    """The handlers of the list of conversations. Each returns the components that change."""

    def __init__(self, talk: Talk, memory: Memory, parts: Parts) -> None:
        self._talk = talk
        self._memory = memory
        self._parts = parts

    def search(self, containing: str, talk: Conversation, request: gr.Request) -> Shown:
        """Show the conversations that say this anywhere."""
        containing = storable(containing)[:_MAX_CHARS]
        listed = self._memory.listed(user_of(request), containing)
        page = talks_html(listed, talk.conversation_id, containing=containing)
        return {self._parts.talks: page}

    def open(self, talk: Conversation, request: gr.Request, event: gr.EventData) -> Shown:
        """Show a conversation as it was left."""
        return self._show(_value(event, "id"), talk, user_of(request))

    def reopen(self, place: str, talk: Conversation, request: gr.Request) -> Shown:
        """Show the conversation that the page's address names, else the invitation."""
        user = user_of(request)
        if not place or talk.exchanges:
            shown = self._talk.show(talk, user)
            # Who chooses documents while the page still opens keeps the chips.
            del shown[self._parts.scope]
            return shown
        return self._show(str(place)[:_MAX_CHARS], talk, user)

    def rename(self, talk: Conversation, request: gr.Request, event: gr.EventData) -> Shown:
        """Give a conversation another title."""
        user, conversation_id = user_of(request), _value(event, "id")
        title = storable(_value(event, "title"))
        note = ""
        try:
            self._memory.rename(user, conversation_id, title)
        except RagError as error:
            note = trouble_html("标题不能是空的，也不能太长。", error)
        listed = self._memory.listed(user)
        for one in listed:
            if one.conversation_id == conversation_id == talk.conversation_id:
                talk.named.words = one.title
        return {
            self._parts.heading: heading_html(talk),
            self._parts.talks: talks_html(listed, talk.conversation_id, note=note),
        }

    def remove(self, talk: Conversation, request: gr.Request, event: gr.EventData) -> Shown:
        """Delete a conversation; a button brings it back."""
        user, conversation_id = user_of(request), _value(event, "id")
        self._memory.remove(user, conversation_id)
        note = removed_html(conversation_id, _value(event, "title"))
        if talk.conversation_id == conversation_id:
            self._talk.halt(talk)
            return self._talk.show(Conversation(scope=Scope(talk.wanted)), user, note)
        return {
            self._parts.talks: talks_html(
                self._memory.listed(user), talk.conversation_id, note=note
            )
        }

    def restore(self, talk: Conversation, request: gr.Request, event: gr.EventData) -> Shown:
        """Bring a deleted conversation back."""
        user = user_of(request)
        self._memory.restore(user, _value(event, "id"))
        return {self._parts.talks: talks_html(self._memory.listed(user), talk.conversation_id)}

    def _show(self, conversation_id: str, talk: Conversation, user: str) -> Shown:
        halted = self._talk.halt(talk)  # the click has ended its answer already
        if conversation_id == talk.conversation_id:
            return halted
        try:
            found = self._memory.open(user, conversation_id)
        except RagError as error:
            return self._talk.show(talk, user, trouble_html(advice(error), error))
        if found is None:
            return self._talk.show(talk, user, trouble_html(NOT_THERE))
        return self._talk.show(found, user)


def _value(event: gr.EventData, name: str) -> str:
    """Return one untrusted value of a click, cut to a sane length."""
    return str(event._data.get(name, ""))[:_MAX_CHARS]
