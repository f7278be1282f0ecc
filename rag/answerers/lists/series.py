"""What an enumeration is: its items, the sentence that leads to it, what is shown of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.sentences import sentence_spans

_MAX_SHOWN = 160  # characters of an item in an answer
_MARKER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|"
    r"第[一二三四五六七八九十百]+[章节条]|其[一二三四五六七八九十]，)\s*"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its marker starts at ``start``, its words at ``body``, its head ends at ``head``.

    ``end`` is where the next item begins or the last one's line ends. All are characters of
    the document.
    """

    start: int
    body: int
    head: int
    end: int


@dataclass(frozen=True, slots=True)
class Series:
    """A complete enumeration with the sentence that leads to it (``lead_start:lead_end``)."""

    items: tuple[Item, ...]
    lead_start: int
    lead_end: int


def find_lead(text: str, start: int, at: int) -> tuple[int, int]:
    """Return the sentence before the first item, or the line before it."""
    window = max(start, at - 400)
    spans = sentence_spans(text[window:at])
    if not spans:
        return at, at
    return window + spans[-1][0], window + spans[-1][1]


def item_display(text: str, item: Item) -> tuple[int, int]:
    """Return the characters of an item to show: its heading, else its first sentence.

    A long sentence is cut at its last ； or ， within 160 characters.
    """
    marker = _MARKER.match(text, item.body, item.head)
    body, end = marker.end() if marker else item.body, min(item.head, item.end)
    while body < end and text[body] in " \u3000—":
        body += 1
    while end > body and text[end - 1] in "；。，、： \n":
        end -= 1
    if end - body > _MAX_SHOWN:
        stop = max(text.rfind(mark, body, body + _MAX_SHOWN) for mark in "；，")
        end = stop if stop > body else body + _MAX_SHOWN
    return body, end
