"""Decides which lines of a file are one paragraph broken by the width of a column.

Chinese has no hyphen and, in plain text, often no indent: what tells a broken line from a
finished one is that it reaches as far as its neighbours and stops in the middle of a
sentence. Widths are in ems: a Han character is 1, an ASCII character 0.5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.raw import RawLine

_STRIDE, _REACH = 8, 12
_MIN_COLUMN = 7.0
_FEW = 6
_SLACK = 1.7
_SENTENCE_SLACK = 1.2
# Typesetters indent a paragraph by two ems; plain text that lost the indent keeps the gap.
_LOST_INDENT = 3.2
_TERMINAL = re.compile(r"(?:[。！？!?…：；;:]|[.](?<![0-9]\.))[”’」』）)》〉】\]\"']*$")
_INNER = re.compile(r"[，。；、！？,;](?=.)|[a-z] [a-z]+ [a-z]")
_NARROW = re.compile("[\x00-\u10ff\u2000-\u200a\uff61-\uffdc]")
_PAUSE = re.compile(r"[，、,（“《‘]$|第$")
_HAN_NUMBER = "〇○零一二三四五六七八九十百"
_OUTLINE = re.compile(
    rf"^(?:第[{_HAN_NUMBER}0-9]{{1,5}}[编章节条款篇部]|[{_HAN_NUMBER}]{{1,3}}、"
    rf"|[（(][{_HAN_NUMBER}0-9]{{1,3}}[)）]|附件[0-9：:]?|附录)"
)
_ITEM = re.compile(
    rf"^(?:[0-9]{{1,2}}(?:[.．](?![0-9])|[、)）])|[①-⑳●○■□◆◇▲△★☆•·▪➢►✓*+-](?=\s|[^\d\W])"
    rf"|\[[0-9]{{1,3}}\]|其[{_HAN_NUMBER}](?=[，、是：])|[{_HAN_NUMBER}]是|第[{_HAN_NUMBER}]{{1,3}}[，,、])"
)
# "3.1 数据来源" may open a line, and so may the rest of "增长 3.1 个百分点".
_DECIMAL = re.compile(
    r"^[0-9]{1,2}(?:\.[0-9]{1,2}){1,4}\.?(?=[\s\u4e00-\u9fff])(?!\s*[万亿千百个元倍度分家项人公平])"
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
    decimal: bool
    own: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """A width that ``support`` lines of running text share; ``indented`` if paragraphs are."""

    width: float
    support: int
    indented: bool


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
        decimal=_DECIMAL.match(body) is not None,
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
        column = columns[index]
        join = False
        if column and gaps[index] <= noise[index]:
            pair = _Pair(
                lines, shapes, index, column, any(s.inner for s in shapes[started : index + 1])
            )
            join = not (lines[index].whole or lines[index + 1].whole) and _continues(pair)
        joins.append(join)
        if not join:
            started = index + 1
    return joins


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line and the one after it, in the column and paragraph they stand in."""

    lines: Sequence[RawLine]
    shapes: Sequence[Shape]
    index: int
    column: _Column
    open_prose: bool

    @property
    def same_column(self) -> bool:
        """Whether both lines stand in one column of one page."""
        return _same_column(self.lines[self.index], self.lines[self.index + 1])

    @property
    def indented(self) -> bool:
        """Whether the second line is set in, as the first line of a paragraph is."""
        if not self.same_column:
            return False
        around = [self.shapes[self.index].indent]
        third = self.index + 2
        if third < len(self.lines) and _same_column(self.lines[self.index], self.lines[third]):
            around.append(self.shapes[third].indent)
        return 1.0 <= self.shapes[self.index + 1].indent - min(around) <= 6.0


def _continues(pair: _Pair) -> bool:
    """Decide on one pair of lines in running text."""
    line, following = pair.lines[pair.index], pair.lines[pair.index + 1]
    this, after, width = pair.shapes[pair.index], pair.shapes[pair.index + 1], pair.column.width
    unfinished = not this.terminal and pair.open_prose
    pausing = _PAUSE.search(line.text.rstrip()) is not None
    if this.own or after.own or _looks_apart(line, following, unfinished):
        return False
    if (after.outline and not pausing) or (after.item and not (unfinished and pausing)):
        return False
    if (after.decimal and not unfinished) or (pair.column.indented and pair.indented):
        return False
    full = this.reach >= width - _SLACK
    if this.terminal:
        fuller = this.reach >= width - _SENTENCE_SLACK
        at_hand = pair.same_column or pair.column.indented
        return fuller and at_hand and not _heading(after, pair.column)
    if unfinished:
        return full or pausing or this.reach >= width - 5
    if full:
        return this.reach <= width + 2 * _SLACK and not _heading(after, pair.column)
    begins = this.reach >= width - _LOST_INDENT
    return begins and after.reach >= width - 0.7 and not _heading(after, pair.column)


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


def _columns(lines: Sequence[RawLine], shapes: Sequence[Shape]) -> list[_Column | None]:
    """Return the column that each line stands in, None where text is not broken by width."""
    found: list[_Column | None] = []
    known: dict[tuple[int, int | None, int], list[_Column]] = {}
    for index, line in enumerate(lines):
        start = index - index % _STRIDE
        key = (start, line.page, line.column)
        if key not in known:
            near = slice(max(0, start - _REACH), start + _STRIDE + _REACH)
            known[key] = _candidates(
                [
                    shape
                    for other, shape in zip(lines[near], shapes[near], strict=True)
                    if not (other.whole or shape.own)
                    and (line.box is None or _same_column(other, line))
                ]
            )
        reach = shapes[index].reach
        fitting = [c for c in known[key] if c.width - _SLACK <= reach <= c.width + 2 * _SLACK]
        best = max(fitting or known[key], key=lambda column: column.support, default=None)
        found.append(best)
    return found


def _candidates(near: Sequence[Shape]) -> list[_Column]:
    """Return the widths that several lines share, where those lines are running text."""
    columns = []
    for end in {round(shape.reach, 1) for shape in near}:
        full = [shape for shape in near if end - 2 <= shape.reach <= end + 0.3]
        left = min(shape.indent for shape in full)
        open_ended = sum(not shape.terminal for shape in full)
        running = sum(shape.inner for shape in full)
        if (
            len(full) >= (3 if len(near) > _FEW else 2)
            and end - left >= (_MIN_COLUMN if len(near) > _FEW else 1.5 * _MIN_COLUMN)
            and open_ended >= max(2 if len(near) > _FEW else 1, 0.4 * len(full))
            and running >= 0.25 * len(full)
        ):
            indents = sum(left + 1.0 <= shape.indent <= left + 6.0 for shape in near)
            columns.append(
                _Column(
                    width=median(shape.reach for shape in full),
                    support=len(full),
                    indented=0 < indents <= 0.6 * len(near),
                )
            )
    return sorted(columns, key=lambda column: column.width)


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
    return len(text) - 0.5 * len(_NARROW.findall(text))
