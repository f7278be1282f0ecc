"""Decides which lines of a file are one paragraph broken by the width of a column.

Chinese has no hyphen and, in plain text, often no indent: what tells a broken line from a
finished one is that it reaches as far as its neighbours and stops in the middle of a
sentence. Widths are in ems: a Han character is 1, an ASCII character 0.5.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.raw import RawLine

_STRIDE, _REACH = 8, 12
_MIN_COLUMN = 7.0
_SLACK = 1.7
_SENTENCE_SLACK = 1.2
# Typesetters indent a paragraph by two ems; plain text that lost the indent keeps the gap.
_LOST_INDENT = 3.2
_TERMINAL = re.compile(r"(?:[。！？!?…：；;:]|[.](?<![0-9]\.))[”’」』）)》〉】\]\"']*$")
_INNER = re.compile(r"[，。；、：！？,;](?=.)|[a-z] [a-z]+ [a-z]")
_PAUSE = re.compile(r"[，、,（“《‘]$|第$")
_HAN_NUMBER = "〇○零一二三四五六七八九十百"
_OUTLINE = re.compile(
    rf"^(?:第[{_HAN_NUMBER}0-9]{{1,5}}[编章节条款篇部]|[{_HAN_NUMBER}]{{1,3}}、"
    rf"|[（(][{_HAN_NUMBER}0-9]{{1,3}}[)）]|附件[0-9：:]?|附录)"
)
_ITEM = re.compile(
    rf"^(?:[0-9]{{1,2}}(?:[.．](?![0-9])|[、)）])|[①-⑳●○■□◆◇▲△★☆•·▪➢►✓*+-](?=\s|[^\d\W])"
    rf"|其[{_HAN_NUMBER}](?=[，、是：])|[{_HAN_NUMBER}]是|第[{_HAN_NUMBER}]{{1,3}}[，,、])"
)
_OWN_LINE = re.compile(
    r"^[（(](?:执笔|作者|来源|记者|本报|本版|责任编辑|责编|编辑|据|供稿|此件)[^）)]*[)）]$"
    r"|^[^，。；]{2,30}(?:课题组|编写组|调研组|评论员)$|^[^，。；]{2,60}(?:[|\t]|\.{4,}|…{2,}).*$"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the look of one line tells."""

    reach: float
    indent: float
    terminal: bool
    inner: bool
    outline: bool
    item: bool
    own: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """The neighbourhood of a line: how wide its column is, and whether text runs on in it."""

    width: float
    wrapped: bool
    indented: bool
    left: float


def shape_of(line: RawLine) -> Shape:
    """Measure one line."""
    text = line.text.rstrip()
    body = text.lstrip()
    if line.box and line.size > 0:
        indent, reach = line.box[0] / line.size, line.box[2] / line.size
    else:
        indent = _ems(text[: len(text) - len(body)])
        reach = indent + _ems(body)
    bare = re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", body)
    return Shape(
        reach=reach,
        indent=indent,
        terminal=_TERMINAL.search(bare) is not None,
        inner=_INNER.search(bare) is not None,
        outline=_OUTLINE.match(bare) is not None,
        item=_ITEM.match(bare) is not None,
        own=_OWN_LINE.match(bare) is not None,
    )


def joined(lines: Sequence[RawLine], gaps: Sequence[int]) -> list[bool]:
    """Tell for each line but the last whether the next one continues it.

    ``gaps[i]`` is the number of blank lines between line ``i`` and the next.
    """
    shapes = [shape_of(line) for line in lines]
    columns = _columns(lines, shapes)
    noise = _blank_noise(gaps)
    joins: list[bool] = []
    started = 0
    for index in range(len(lines) - 1):
        open_prose = any(shape.inner for shape in shapes[started : index + 1])
        join = (
            not (lines[index].whole or lines[index + 1].whole)
            and columns[index].wrapped
            and gaps[index] <= noise[index]
            and _continues(lines, shapes, columns[index], index, open_prose)
        )
        joins.append(join)
        if not join:
            started = index + 1
    return joins


def wrapped_lines(lines: Sequence[RawLine]) -> list[bool]:
    """Tell for each line whether it stands among running text broken by a column's width."""
    shapes = [shape_of(line) for line in lines]
    return [
        column.wrapped and shape.reach >= column.width - _SLACK and not line.whole
        for line, shape, column in zip(lines, shapes, _columns(lines, shapes), strict=True)
    ]


def _continues(
    lines: Sequence[RawLine],
    shapes: Sequence[Shape],
    column: _Column,
    index: int,
    open_prose: bool,
) -> bool:
    """Decide on one pair of lines in running text."""
    this, after = shapes[index], shapes[index + 1]
    unfinished = not this.terminal and open_prose
    if this.own or after.own or _looks_apart(lines[index], lines[index + 1], unfinished):
        return False
    pausing = _PAUSE.search(lines[index].text.rstrip()) is not None
    if after.outline and not pausing:
        return False
    if after.item and not (unfinished and pausing):
        return False
    same_column = _same_column(lines[index], lines[index + 1])
    if same_column and column.indented and after.indent >= column.left + 1.0:
        return False
    full = this.reach >= column.width - _SLACK
    if this.terminal:
        fuller = this.reach >= column.width - _SENTENCE_SLACK
        return fuller and (same_column or column.indented) and not _heading(after, column)
    if unfinished:
        return full or pausing or this.reach >= column.width - 5
    if full:
        return this.reach <= column.width + 2 * _SLACK and not _heading(after, column)
    begins = this.reach >= column.width - _LOST_INDENT
    return begins and after.reach >= column.width - 0.7 and not _heading(after, column)


def _heading(shape: Shape, column: _Column) -> bool:
    """Tell whether a line is short and open-ended, as headings are."""
    return not shape.terminal and not shape.inner and shape.reach < column.width - _SLACK


def _same_column(this: RawLine, after: RawLine) -> bool:
    return this.page == after.page and this.column == after.column


def _looks_apart(this: RawLine, after: RawLine, unfinished: bool) -> bool:
    """Tell whether type size or distance on the page set two lines apart."""
    if not (this.box and after.box and this.size and after.size):
        return False
    if max(this.size, after.size) > 1.18 * min(this.size, after.size):
        return True
    if not _same_column(this, after):
        return False
    distance = after.box[1] - this.box[3]
    return distance > (2.2 if unfinished else 1.3) * this.size or distance < -1.5 * this.size


def _columns(lines: Sequence[RawLine], shapes: Sequence[Shape]) -> list[_Column]:
    """Return the column of every line, judged once for each few lines."""
    found: list[_Column] = []
    for start in range(0, len(lines), _STRIDE):
        if lines[start].box:
            found.extend(
                _column(lines, shapes, index, index + 1)
                for index in range(start, min(start + _STRIDE, len(lines)))
            )
        else:
            column = _column(lines, shapes, start, start + _STRIDE)
            found.extend([column] * min(_STRIDE, len(lines) - start))
    return found


def _column(lines: Sequence[RawLine], shapes: Sequence[Shape], start: int, end: int) -> _Column:
    """Find the commonest reach around lines ``start:end``, and what the lines at it are like."""
    near = [
        shape
        for line, shape in zip(
            lines[max(0, start - _REACH) : end + _REACH],
            shapes[max(0, start - _REACH) : end + _REACH],
            strict=True,
        )
        if not line.whole and (line.box is None or _same_column(line, lines[start]))
    ]
    width, support = 0.0, 0
    for shape in near:
        count = sum(shape.reach - 2 <= other.reach <= shape.reach + 0.3 for other in near)
        if count > support or (count == support and shape.reach > width):
            width, support = shape.reach, count
    full = [shape for shape in near if width - 2 <= shape.reach <= width + 0.3]
    width = median(shape.reach for shape in full) if full else 0.0
    left = min((shape.indent for shape in full), default=0.0)
    open_ended = sum(not shape.terminal for shape in full)
    running = sum(shape.inner for shape in full)
    wrapped = (
        support >= 2
        and width - left >= _MIN_COLUMN
        and open_ended >= max(1, 0.3 * len(full))
        and running >= 0.25 * len(full)
    )
    indents = sum(shape.indent >= left + 1.0 for shape in near)
    return _Column(width, wrapped, 0 < indents <= 0.6 * len(near), left)


def _blank_noise(gaps: Sequence[int]) -> list[int]:
    """Return for each gap how many blank lines in it mean nothing.

    Where nearly every line around is followed by a blank one, the blank is an artefact.
    """
    noise = []
    for index in range(len(gaps)):
        near = gaps[max(0, index - 6) : index + 7]
        noise.append(1 if sum(map(bool, near)) >= max(3, 0.8 * len(near)) else 0)
    return noise


def _ems(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return wide + 0.5 * (len(text) - wide)
