"""Articles that go on another page of a newspaper: （下转第3版） … （上接第1版）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.text.raw import RawLine

_NUMBER = r"第?\s*(?P<page>[〇一二三四五六七八九十\d]{1,3})\s*版"
_ON = re.compile(rf"[（(【]?\s*(?:下转|转接|紧转)\s*{_NUMBER}[^。）)】]{{0,12}}[）)】]?\s*$")
_FROM = re.compile(rf"^\s*[（(【]?\s*(?:上接|紧接)\s*{_NUMBER}[^。）)】]{{0,12}}[）)】]?")
_PRINTED = re.compile(rf"(?:^|[\s|]){_NUMBER}\s*(?:$|[\s|])")
_TOP_LINES = 4
_ENDS = tuple("。！？…”：；")
_DIGITS = "〇一二三四五六七八九"


def rejoined(lines: Sequence[RawLine]) -> list[RawLine]:
    """Return lines in which an article that goes on elsewhere is read in one piece.

    Where one page alone jumps to another that takes up from it once, and whose articles were
    told apart, the continuation follows at the jump and both jump lines go. Any other jump
    line stays, as a line of its own.
    """
    printed = _printed(lines)
    own = [printed.get(line.page or 0, line.page or 0) for line in lines]
    jumps = [(index, own[index], to) for index, line in enumerate(lines) if (to := _to(line.text))]
    takes = [(index, own[index], of) for index, line in enumerate(lines) if (of := _of(line.text))]
    order = list(lines)
    for index, page, to in jumps:
        ends = [take for take in takes if take[1] == to and take[2] == page]
        laid_out = {line.page for line in lines if line.article is not None}
        twins = [jump for jump in jumps if jump[1] == page and jump[2] == to]
        if len(ends) == len(twins) == 1 and lines[ends[0][0]].page in laid_out:
            _move(order, lines[index], _continuation(lines, ends[0][0]))
    return [
        replace(line, whole=True) if _to(line.text) or _of(line.text) else line for line in order
    ]


def _printed(lines: Sequence[RawLine]) -> dict[int, int]:
    """Return the number that a page bears in print, by the number of the page in the file."""
    found: dict[int, int] = {}
    for line in lines:
        mark = _PRINTED.search(line.text)
        if line.page and line.number <= _TOP_LINES and mark:
            found.setdefault(line.page, _number(mark))
    return found


def _move(order: list[RawLine], jump: RawLine, moved: list[RawLine]) -> None:
    """Put a continuation in the place of the jump line; the line may end a paragraph too."""
    ids = {id(line) for line in moved}
    order[:] = [line for line in order if id(line) not in ids]
    at = next(place for place, line in enumerate(order) if line is jump)
    kept = _ON.sub("", jump.text).rstrip()
    taken = _FROM.sub("", moved[0].text).lstrip()
    before = [replace(jump, text=kept)] if kept else [order[at - 1]] if at else []
    begin = at if kept else max(0, at - 1)
    unfinished = bool(before) and before[0].text.rstrip()[-1:] not in _ENDS
    after = [*([replace(moved[0], text=taken)] if taken else []), *moved[1:]]
    order[begin : at + 1] = [
        *(replace(line, runs_on=unfinished) for line in before),
        *(replace(line, article=None) for line in after),
    ]


def _continuation(lines: Sequence[RawLine], start: int) -> list[RawLine]:
    """Return the lines from ``start`` to the next article or the end of the page."""
    end = start + 1
    while end < len(lines) and lines[end].page == lines[start].page and lines[end].article is None:
        end += 1
    return list(lines[start:end])


def _to(text: str) -> int:
    return _number(_ON.search(text))


def _of(text: str) -> int:
    return _number(_FROM.search(text))


def _number(found: re.Match[str] | None) -> int:
    """Return the page that a jump line names, 0 for none."""
    if found is None:
        return 0
    text = found["page"]
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if any(char not in _DIGITS for char in tens + ones):
        return 0
    if ten:
        return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
    return int("".join(str(_DIGITS.index(char)) for char in text))
