"""Enumerations in a text: 一是…二是…, 其一…, 第一…, （一）…, run-in and outline headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answerers.lists.headings import find_outline, find_run_in
from rag.answerers.lists.series import Item, Series, find_lead
from rag.language.values import han_number
from rag.types import Document

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
_HIGHER = re.compile(
    r"^[ \t]*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节])", re.MULTILINE
)
_LAST = 0  # 最后 closes a series, whatever its number


def find_series(document: Document, start: int, end: int) -> list[Series]:
    """Return all enumerations of two items or more in ``document.text[start:end]``."""
    found = [series for style in _STYLES for series in _marked(document.text, style, start, end)]
    found += find_run_in(document.text, start, end)
    found += find_outline(document, start, end)
    return found


def _marked(text: str, style: re.Pattern[str], start: int, end: int) -> Iterator[Series]:
    """Yield runs of markers that count up by one.

    A run begins at 1, or, at the start of a line, at any number: many documents count
    （一）（二） on from chapter to chapter. A heading of a higher level ends a run.
    """
    run: list[re.Match[str]] = []
    expected = 0
    for match in [*style.finditer(text, start, end), None]:
        number = None if match is None else _ordinal(match.group("n"))
        parted = match is not None and run and _parted(text, run[-1].end(), match.start())
        follows = number == expected or (number == _LAST and run)
        if match is not None and run and follows and not parted:
            run.append(match)
            expected += 1
            continue
        if len(run) >= 2:
            yield _series(text, [(m.start("n"), m.end()) for m in run], start, end)
        begins = number == 1 or (number is not None and _at_line_start(text, match))
        run = [match] if match is not None and begins else []
        expected = (number or 0) + 1


def _parted(text: str, start: int, end: int) -> bool:
    return bool(_HIGHER.search(text, start, end))


def _at_line_start(text: str, match: re.Match[str] | None) -> bool:
    return match is not None and not text[: match.start("n")].rpartition("\n")[2].strip(" \t（(")


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
    lead = find_lead(text, start, items[0].start)
    return Series(tuple(items), *lead)


def _open_bracket(text: str, at: int) -> int:
    """Step back over the bracket or the 其/第 that belongs to a marker."""
    return at - 1 if at and text[at - 1] in "（(其第" else at


def _head_end(text: str, body: int, until: int) -> int:
    """Return the end of the item's first sentence or ；-clause (without its stop)."""
    stop = re.compile(r"[。；！？\n]").search(text, body, until)
    return stop.start() if stop else until
