"""Enumerations in a text: 一是…二是…, 其一…, 第一…, （一）…, run-in and outline headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.sentences import sentence_spans
from rag.types import Document
from rag.values import han_number

_HAN = "[一二三四五六七八九十]{1,3}"
_AFTER_STOP = r"(?:(?<=[。；：，、！？\n”）])|^)\s*"
_AT_LINE = r"^[ \t]*"
_STYLES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"{_AFTER_STOP}(?P<n>{_HAN})(?:是|要(?!求|素|点))",
        rf"{_AFTER_STOP}其(?P<n>[一二三四五六七八九])(?=[，、是：])[，、是：]?",
        rf"{_AFTER_STOP}第(?P<n>{_HAN})(?=[，、是：])[，、是：]?",
        rf"{_AFTER_STOP}[（(](?P<n>{_HAN})[）)]",
        rf"{_AT_LINE}(?P<n>{_HAN})、",
        rf"{_AT_LINE}(?P<n>\d{{1,2}})[.．、](?!\d)",
        rf"{_AFTER_STOP}[（(](?P<n>\d{{1,2}})[）)]",
        rf"{_AFTER_STOP}(?P<n>\d{{1,2}})[)）]",
        r"(?P<n>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫])",
        rf"{_AFTER_STOP}(?P<n>首先|其次|再次|最后)[，、]?",
        rf"{_AFTER_STOP}(?P<n>一方面|另一方面)[，、]?",
    )
)
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 0, "一方面": 1, "另一方面": 2}
_LAST = 0  # 最后 closes a series, whatever its number
_MAX_SHOWN = 160  # characters of an item in an answer
_MAX_RUN_IN = 26
_MIN_BODY = 20  # characters that must follow a run-in heading


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


def find_series(document: Document, start: int, end: int) -> list[Series]:
    """Return all enumerations of two items or more in ``document.text[start:end]``."""
    found = [series for style in _STYLES for series in _marked(document.text, style, start, end)]
    found += _run_in(document.text, start, end)
    found += _outline(document, start, end)
    return found


def _marked(text: str, style: re.Pattern[str], start: int, end: int) -> Iterator[Series]:
    run: list[re.Match[str]] = []
    for match in [*style.finditer(text, start, end), None]:
        number = None if match is None else _ordinal(match.group("n"))
        if match is not None and (number == len(run) + 1 or (number == _LAST and run)):
            run.append(match)
            continue
        if len(run) >= 2:
            yield _series(text, [(m.start("n"), m.end()) for m in run], start, end)
        run = [match] if match is not None and number == 1 else []


def _ordinal(text: str) -> int | None:
    if text in _WORDS:
        return _WORDS[text]
    if "①" <= text <= "⑫":
        return ord(text) - ord("①") + 1
    return han_number(text)


def _series(text: str, marks: list[tuple[int, int]], start: int, end: int) -> Series:
    """Make a series of (marker start, marker end) pairs."""
    items = []
    for position, (at, body) in enumerate(marks):
        at = _open_bracket(text, at)
        if position + 1 < len(marks):
            until = _open_bracket(text, marks[position + 1][0])
        else:
            line = text.find("\n", body, end)
            until = end if line < 0 else line
        items.append(Item(at, body, _head_end(text, body, until), until))
    lead = _lead(text, start, items[0].start)
    return Series(tuple(items), *lead)


def _open_bracket(text: str, at: int) -> int:
    """Step back over the bracket or the 其/第 that belongs to a marker."""
    return at - 1 if at and text[at - 1] in "（(其第" else at


def _head_end(text: str, body: int, until: int) -> int:
    """Return the end of the item's first sentence or ；-clause (without its stop)."""
    stop = re.compile(r"[。；！？\n]").search(text, body, until)
    return stop.start() if stop else until


def _lead(text: str, start: int, at: int) -> tuple[int, int]:
    """Return the sentence before the first item, or the line before it."""
    window = max(start, at - 400)
    spans = sentence_spans(text[window:at])
    if not spans:
        return at, at
    return window + spans[-1][0], window + spans[-1][1]


def _run_in(text: str, start: int, end: int) -> list[Series]:
    """Find neighbouring paragraphs that each begin with a short heading sentence."""
    found: list[Series] = []
    run: list[Item] = []
    for line in [*re.compile(r"[^\n]+").finditer(text, start, end), None]:
        item = None if line is None else _run_in_item(text, line.start(), line.end())
        if item is not None:
            run.append(item)
            continue
        if len(run) >= 2:
            items = _with_buried(text, run)
            found.append(Series(tuple(items), *_lead(text, start, run[0].start)))
        run = []
    return found


def _with_buried(text: str, run: list[Item]) -> list[Item]:
    """Add heading sentences that lost their line break and stand inside a paragraph.

    Such a sentence is as short as its siblings and ends as one of them does (机制, 体系).
    """
    endings = {text[item.head - 2 : item.head] for item in run}
    items: list[Item] = []
    for item in run:
        at, parts = item.start, []
        for start, end in sentence_spans(text[item.head + 1 : item.end]):
            begin, stop = item.head + 1 + start, item.head + end
            head = text[begin:stop]
            if _is_run_in_head(head) and head[-2:] in endings and item.end - stop > _MIN_BODY:
                parts.append((begin, stop))
        ends = [begin for begin, _ in parts] + [item.end]
        items.append(Item(at, item.body, item.head, ends[0]))
        items += [
            Item(begin, begin, stop, until)
            for (begin, stop), until in zip(parts, ends[1:], strict=True)
        ]
    return items


def _run_in_item(text: str, start: int, end: int) -> Item | None:
    while start < end and text[start].isspace():
        start += 1
    stop = text.find("。", start, end)
    head = text[start:stop]
    if stop < 0 or end - stop < _MIN_BODY or not _is_run_in_head(head):
        return None
    return Item(start, start, stop, end)


def _is_run_in_head(head: str) -> bool:
    return 4 <= len(head) <= _MAX_RUN_IN and not re.search(r"[，；：。\d]", head)


def _outline(document: Document, start: int, end: int) -> list[Series]:
    """Make a series of the child headings of every section that has two or more."""
    found = []
    inside = [s for s in document.sections if start <= s.start and s.end <= end]
    for parent in inside:
        below = [s for s in inside if parent.start < s.start and s.end <= parent.end]
        level = min((s.level for s in below), default=None)
        children = [s for s in below if s.level == level and s.heading]
        items = []
        for child in children:
            at = document.text.find(child.heading, child.start, child.end)
            if at >= 0:
                items.append(Item(at, at, at + len(child.heading), child.end))
        if len(items) >= 2 and parent.level >= 0:
            lead_end = min(parent.start + len(parent.heading), parent.end)
            found.append(Series(tuple(items), parent.start, lead_end))
    return found


def item_display(text: str, item: Item) -> tuple[int, int]:
    """Return the characters of an item to show: its heading, else its first sentence.

    A long sentence is cut at its last ； or ， within 160 characters.
    """
    end = min(item.head, item.end)
    while end > item.body and text[end - 1] in "；。，、 \n":
        end -= 1
    if end - item.body > _MAX_SHOWN:
        stop = max(text.rfind(mark, item.body, item.body + _MAX_SHOWN) for mark in "；，")
        end = stop if stop > item.body else item.body + _MAX_SHOWN
    return item.body, end
