"""What all sections share: the page they are drawn for, lists that unfold, pictures that zoom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

from chat.guide.cited import Chips, Notes
from chat.looks.language import say
from chat.looks.markup import escape
from rag.guide.guide import Guide

Item = TypeVar("Item")
FIRST, MOST = 12, 300


@dataclass(frozen=True, slots=True)
class Page:
    """A guide with what its sources are called and what became of them.

    ``chosen`` are the documents that the visitor chose, none for all.
    """

    guide: Guide
    standing: Mapping[str, str] = field(default_factory=dict)
    notes: Notes | None = None
    chosen: Sequence[str] = ()

    @property
    def address(self) -> str:
        """What a request tells of the guide: its topic and the chosen documents."""
        return urlencode([("topic", self.guide.topic), *(("doc", one) for one in self.chosen)])

    def chips(self, section: str) -> Chips:
        """Return fresh chips for one section; on paper all share one list of notes."""
        return self.notes or Chips(f"guide-{section}", self.guide.titles, self.standing)


def folded(items: Sequence[Item], draw: Callable[[Item], str], tag: str, first: int = FIRST) -> str:
    """Return the first items, and the rest below a line that unfolds them."""
    lead = "".join(draw(item) for item in items[:first])
    rest = "".join(draw(item) for item in items[first:MOST])
    if not rest:
        return f"<{tag}>{lead}</{tag}>"
    more = say("展开其余 {n} 条", n=min(len(items), MOST) - first)
    return (
        f'<{tag}>{lead}</{tag}><details class="rest"><summary>{escape(more)}</summary>'
        f"<{tag}>{rest}</{tag}></details>"
    )


def picture_html(svg: str, name: str) -> str:
    """Return a picture with buttons to zoom; nothing for no picture."""
    if not svg:
        return ""
    steps = (("1.4", "＋", say("放大")), ("0.7", "－", say("缩小")), ("0", "⟲", say("还原")))
    buttons = "".join(
        f'<button type="button" class="quiet" data-zoom="{by}" aria-label="{told}">{sign}</button>'
        for by, sign, told in steps
    )
    return (
        f'<div class="picture"><div class="zoom" role="toolbar" aria-label="{escape(name)}">'
        f"{buttons}</div>"
        f'<div class="canvas" tabindex="0" role="region" aria-label="{escape(name)}">{svg}</div>'
        "</div>"
    )
