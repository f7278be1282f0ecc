"""Cuts lines into sentences by offset, keeping quotations and titles in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from ingest.outline.numbering import numbered_style

_PAIRS = {
    "“": "”",
    "《": "》",
    "（": "）",
    "(": ")",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
}
_STOP = re.compile(
    r"(?P<full>[。！？!?]+|…{1,2})(?P<close>[”’」』）)》】]*)"
    r"|(?P<half>[；;])(?P<closehalf>[”’」』）)》】]*)"
    r"|(?P<english>(?<=[a-z0-9)])\.(?=\s+[A-Z“\"]))"
    r"|(?P<lead>[：:])"
)
_DEEPEST = 8  # pairs inside each other; more are noise
_ITEM_STYLES = frozenset({"一、", "（一）", "其一", "第一", "一是", "1.", "（1）", "1）", "①"})
_SPOKEN = re.compile(r"首先[，,]|其次[，,]|再次[，,]|最后[，,]|一方面[，,]|另一方面[，,]")
_SPOKEN_ORDER = {"首先": 1, "其次": 2, "再次": 3, "最后": 4, "一方面": 1, "另一方面": 2}


class Break(IntEnum):
    """What a piece of text ends with, from the best place to cut to the worst."""

    LINE = 0
    SENTENCE = 1
    CLAUSE = 2
    LEAD_IN = 3
    COMMA = 4
    NOWHERE = 5


def item_mark(text: str) -> tuple[str, int] | None:
    """Return (style, ordinal) if ``text`` opens as an item of an enumeration."""
    if found := _SPOKEN.match(text):
        word = found.group()[:-1]
        return "方面" if "方面" in word else "首先", _SPOKEN_ORDER[word]
    numbered = numbered_style(text)
    return (numbered[0], numbered[1]) if numbered and numbered[0] in _ITEM_STYLES else None


def cut_line(line: str, longest: int) -> Iterator[tuple[int, int, Break]]:
    """Yield (start, end, what it ends with) of the sentences of one line; they tile it.

    Nothing is cut inside a pair of quotation marks, brackets or title marks that is at most
    ``longest`` characters wide. A sentence longer than that is cut at commas, and where
    there is none, at ``longest``.
    """
    closed = _protected(line, longest)
    start = 0
    for end, kind in _stops(line, closed):
        yield from _fit(line, start, end, kind, closed, longest)
        start = end
    if start < len(line):
        yield from _fit(line, start, len(line), Break.LINE, closed, longest)


def _stops(line: str, closed: bytearray) -> Iterator[tuple[int, Break]]:
    for found in _STOP.finditer(line):
        end = found.end()
        if end >= len(line) or closed[end]:
            continue
        if found["lead"]:
            if item_mark(line[end : end + 8].lstrip()):
                yield end, Break.LEAD_IN
        elif found["close"] and line[end] in "，、的；。":
            continue
        elif found["half"]:
            yield end, Break.CLAUSE
        else:
            yield end, Break.SENTENCE


def _protected(line: str, longest: int) -> bytearray:
    """Mark the offsets at which no cut may fall because they lie inside a pair."""
    closed = bytearray(len(line) + 1)
    opened: list[tuple[str, int]] = []
    for at, char in enumerate(line):
        if char in _PAIRS:
            opened = [*opened[-_DEEPEST:], (_PAIRS[char], at)]
        elif opened and any(close == char for close, _ in opened):
            while opened:
                close, begin = opened.pop()
                if close == char:
                    break
            if not opened and at - begin < longest:
                closed[begin + 1 : at + 1] = b"\1" * (at - begin)
    return closed


def _fit(
    line: str, start: int, end: int, kind: Break, closed: bytearray, longest: int
) -> Iterator[tuple[int, int, Break]]:
    """Yield a sentence, or pieces of at most ``longest`` characters of one that is longer."""
    while end - start > longest:
        at, broken = _comma(line, start, longest, closed)
        yield start, at, broken
        start = at
    yield start, end, kind


def _comma(line: str, start: int, longest: int, closed: bytearray) -> tuple[int, Break]:
    """Return the best place for a cut at most ``longest`` after ``start``."""
    for protect in (True, False):
        for at in range(start + longest, start + longest // 3, -1):
            if line[at - 1] in "，、：,;；:| " and not (protect and closed[at]):
                return at, Break.COMMA
    at = start + longest
    # Rather before a number or a word of another script than inside it.
    while at > start + longest // 2 and line[at - 1].isascii() and line[at].isascii():
        at -= 1
    return (at if at > start + longest // 2 else start + longest), Break.NOWHERE
