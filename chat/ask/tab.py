"""The tab 问答: the conversations, the talk and the question box, connected."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import gradio as gr

from chat.ask.drawer import Drawer
from chat.ask.layout import Parts, lay_out
from chat.ask.memory import Memory
from chat.ask.offers import Offers
from chat.ask.ratings import Ratings
from chat.ask.scoping import Scoping
from chat.ask.talk import Talk
from chat.desk import Desk
from chat.looks.parts import QUICK
from chat.source.viewer import Viewer

TAB = "ask"
# What comes bit by bit. Answers wait in a line of our own, which knows each one's place (see
# ``chat.server.line``), and one thread finds the first questions for all.
ANSWERS: dict[str, Any] = {
    "concurrency_limit": None,
    "show_progress": "hidden",
    "api_visibility": "private",
}
# Finding the next questions must never keep anybody waiting.
OFFERS: dict[str, Any] = {
    "concurrency_limit": 1,
    "concurrency_id": "offer",
    # Those of an answer that comes while others are looked for must not be lost.
    "trigger_mode": "always_last",
    "show_progress": "hidden",
    "api_visibility": "private",
}
# The conversation that the page's address names: reloading the page loses no more of it than
# what was still to come of an answer.
ADDRESS = "(_, state) => [new URLSearchParams(location.hash.slice(1)).get('talk') ?? '', state]"


@dataclass(frozen=True, slots=True)
class AskTab:
    """The tab: its components, and the handlers that other tabs need."""

    parts: Parts
    talk: Talk
    scoping: Scoping

    @property
    def state(self) -> gr.State:
        """The conversation."""
        return self.parts.state

    @property
    def welcome(self) -> gr.HTML:
        """The invitation to ask, whose buttons lead to other tabs too."""
        return self.parts.welcome


def build(desk: Desk, viewer: Viewer) -> AskTab:
    """Lay the tab out and connect it; call inside the tab."""
    parts = lay_out()
    memory = Memory(desk)
    talk = Talk(desk, memory, parts)
    scoping = Scoping(desk, memory, parts)
    tab = AskTab(parts, talk, scoping)
    _connect_talk(tab, Offers(desk, talk.line, parts))
    _connect_rest(tab, memory)
    for part in (parts.finished, parts.live):
        viewer.listen(part)
    return tab


def _connect_talk(tab: AskTab, offers: Offers) -> None:
    """Connect asking: a question is shown at once, then its answer streams, then offers."""
    parts, talk = tab.parts, tab.talk
    shown = components(parts)
    typed = [parts.question, parts.state]
    begun = [
        parts.question.submit(talk.begin, typed, shown, trigger_mode="multiple", **QUICK),
        parts.send.click(talk.begin, typed, shown, trigger_mode="multiple", **QUICK),
        *(
            asked(talk.begin_clicked, typed, shown, **QUICK)
            for asked in (
                parts.welcome.ask,
                parts.offers.ask,
                parts.finished.reask,
                parts.live.reask,
            )
        ),
    ]
    answering = [one.then(talk.answer, [parts.state], shown, **ANSWERS) for one in begun]
    for answered in answering:
        answered.failure(talk.give_up, [parts.state], shown, **QUICK)
        answered.success(offers.find, [parts.state], [parts.offers], **OFFERS)
    parts.finished.earlier(talk.earlier, [parts.state], [parts.finished], **QUICK)
    parts.stop.click(talk.halt, [parts.state], shown, cancels=answering, **QUICK)
    restarted = parts.new.click(talk.restart, [parts.state], shown, cancels=answering, **QUICK)
    restarted.then(talk.first_page.grow, [parts.state], [parts.welcome], **ANSWERS)
    drawer = Drawer(talk, talk.memory, parts)
    parts.talks.open(drawer.open, [parts.state], shown, cancels=answering, **QUICK)


def _connect_rest(tab: AskTab, memory: Memory) -> None:
    """Connect the list of conversations, ratings and the scope."""
    parts = tab.parts
    shown, state = components(parts), [parts.state]
    drawer = Drawer(tab.talk, memory, parts)
    parts.talks.rename(drawer.rename, state, shown, **QUICK)
    parts.talks.remove(drawer.remove, state, shown, **QUICK)
    parts.talks.restore(drawer.restore, state, shown, **QUICK)
    # Gradio sends "input" for boxes of several lines only.
    parts.find.change(
        drawer.search, [parts.find, parts.state], shown, trigger_mode="always_last", **QUICK
    )
    ratings = Ratings(memory, parts)
    for part in (parts.finished, parts.live):
        part.rate(ratings.rate, state, shown, **QUICK)
    parts.choices.narrow(tab.scoping.narrow, state, shown, **QUICK)
    parts.scope.widen(tab.scoping.widen, state, shown, **QUICK)


def connect_page(page: gr.Blocks, item: gr.Tab, tab: AskTab) -> None:
    """Show the conversation of the page's address, and the choices whenever the tab opens."""
    parts = tab.parts
    drawer = Drawer(tab.talk, tab.talk.memory, parts)
    shown = components(parts)
    reopened = page.load(drawer.reopen, [parts.place, parts.state], shown, js=ADDRESS, **QUICK)
    reopened.then(tab.talk.first_page.grow, [parts.state], [parts.welcome], **ANSWERS)
    for opened in (page.load, item.select):
        opened(tab.scoping.choices, None, [parts.choices], **QUICK)


def components(parts: Parts) -> list[Any]:
    """Return every component of the tab."""
    return [getattr(parts, field.name) for field in fields(parts)]
