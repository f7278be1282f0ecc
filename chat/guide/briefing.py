"""The one-page briefing: a few items of each section, to print or to save."""

from __future__ import annotations

from chat.guide.cited import words
from chat.guide.folds import Page
from chat.looks.language import day, say
from chat.looks.markup import escape, written
from rag.guide.quotes import Quote


def briefing(page: Page) -> str:
    """Return the briefing as a sheet; empty parts are left out."""
    chips, brief = page.chips("briefing"), page.guide.briefing
    topic = page.guide.topic
    title = say("{topic}：一页简报", topic=topic) if topic else say("一页简报")
    parts = (
        (
            "是什么",
            [
                _led(written(one.definition.name), one.definition.name, one.definition.sentence)
                + chips.chip(one.definition.sentence)
                for one in brief.terms
            ],
        ),
        (
            "来龙去脉",
            [
                _led(day(one.event.date), one.event.when.text, one.event.what)
                + chips.chip(*one.event.proof)
                for one in brief.events
            ],
        ),
        ("几个数字", [f"{words(one.told)}{chips.chip(one.told)}" for one in brief.figures]),
        (
            "各地做法",
            [
                _led(words(one.place), one.place.text, one.done)
                + chips.chip(one.done)
                + "".join(f" → {words(came)}{chips.chip(came)}" for came in one.outcomes[:1])
                for one in brief.cases
            ],
        ),
        (
            "谁说了什么",
            [
                _led(words(one.who), one.who.text, one.said) + chips.chip(one.said)
                for one in brief.voices
            ],
        ),
        (
            "接着读",
            [
                f"<b>{written(one.title)}</b> <span>{escape(one.why)}</span>{chips.chip(one.proof)}"
                for one in brief.path
            ],
        ),
    )
    body = "".join(_part(say(heading), items) for heading, items in parts if items)
    told = say("依据 {n} 份资料，每一条都引自原文", n=page.guide.documents)
    head = f'<h3>{escape(title)}</h3><p class="basis">{told}</p>'
    return f'<article class="sheet">{head}{body}{chips.sources()}</article>'


def _led(lead: str, said: str, told: Quote) -> str:
    """Return what is told below its lead, unless it begins with ``said``, which says the same."""
    begins = told.text.lstrip("“").startswith(said)
    return words(told) if begins else f"<b>{lead}</b> {words(told)}"


def _part(heading: str, items: list[str]) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f"<section><h4>{escape(heading)}</h4><ul>{lines}</ul></section>"
