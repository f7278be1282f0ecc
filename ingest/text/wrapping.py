"""Decides which lines of a file are one paragraph broken by the width of a column.

Chinese has no hyphen and, in plain text, often no indent: what tells a broken line from a
finished one is that it reaches as far as its neighbours and stops in the middle of a
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.text.columns import SLACK, Column, columns_of, same_column
from ingest.text.displayed import displayed
from ingest.text.raw import RawLine
from ingest.text.records import records
from ingest.text.shapes import Shape, shape_of
from ingest.text.torn import torn

_SENTENCE_SLACK = 1.2
# Typesetters indent a paragraph by two ems; plain text that lost the indent keeps the gap.
_LOST_INDENT = 3.2
_OVERLONG = 8.0  # ems beyond the column: a line so long was not broken at its width
_DEEP = 8.0  # ems that a line of plain text is set in where it is pushed to the right
_DATE_LINE = re.compile(
    r"^\s*(?:[12][0-9]{3}|[〇○零一二三四五六七八九]{4}) ?年 ?[0-9一二三四五六七八九十]{1,2} ?月"
    r" ?[0-9一二三四五六七八九十]{1,3} ?日\s*$"
)
_WORDED = re.compile("[\u4e00-\u9fff]{2}")
_DASHED = re.compile(r"^\s*[-－―─—–]{2,}\s*[\u4e00-\u9fff“]")  # ——an item
_PAUSE = re.compile(r"[，、,（“《‘]$|第$")


def joined(lines: Sequence[RawLine], gaps: Sequence[int]) -> list[bool]:
    """Tell for each line but the last whether the next one continues it.

    ``gaps[i]`` is the number of blank lines between line ``i`` and the next.
    """
    shapes = [shape_of(line) for line in lines]
    columns = columns_of(lines, shapes)
    noise, running_on, apart = _blank_noise(gaps), displayed(lines), records(lines)
    joins: list[bool] = []
    started = 0
    for index in range(len(lines) - 1):
        column = columns[index]
        begins = lines[index + 1].article is not None or index in apart
        join = lines[index].runs_on or (
            not begins
            and gaps[index] <= max(1, noise[index])
            and (index in running_on or torn(lines, started, index))
        )
        if not (join or begins) and column and gaps[index] <= noise[index]:
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
    column: Column
    open_prose: bool

    @property
    def same_column(self) -> bool:
        """Whether both lines stand in one column of one page."""
        return same_column(self.lines[self.index], self.lines[self.index + 1])

    @property
    def indented(self) -> bool:
        """Whether the second line is set in, as the first line of a paragraph is."""
        if not self.same_column:
            return False
        around = [self.shapes[self.index].indent]
        third = self.index + 2
        if third < len(self.lines) and same_column(self.lines[self.index], self.lines[third]):
            around.append(self.shapes[third].indent)
        return 1.0 <= self.shapes[self.index + 1].indent - min(around) <= 6.0


def _continues(pair: _Pair) -> bool:
    """Decide on one pair of lines in running text."""
    line, following = pair.lines[pair.index], pair.lines[pair.index + 1]
    this, after, width = pair.shapes[pair.index], pair.shapes[pair.index + 1], pair.column.width
    unfinished = not this.terminal and pair.open_prose
    pausing = _PAUSE.search(line.text.rstrip()) is not None
    if this.own or after.own or after.apart or _looks_apart(line, following, unfinished):
        return False
    full = this.reach >= width - SLACK
    if _signs(line, following, pair.open_prose):
        return False
    if full and _is_rest_of_heading(pair):
        return True
    if (after.outline and not pausing) or (after.item and not (unfinished and pausing)):
        return False
    if (after.decimal and not unfinished) or (pair.column.indented and pair.indented):
        return False
    broken_off = pausing or (unfinished and not this.outline)
    if pair.same_column and after.reach > width + _OVERLONG and not broken_off:
        return False
    if this.terminal:
        fuller = this.reach >= width - _SENTENCE_SLACK
        at_hand = pair.same_column or pair.column.indented
        begins = _DASHED.match(following.text) or _heading(after, pair.column)
        return fuller and at_hand and not begins
    if unfinished:
        return full or pausing or this.reach >= width - 5
    if full:
        return this.reach <= width + 2 * SLACK and not _heading(after, pair.column)
    begins = this.reach >= width - _LOST_INDENT
    return begins and after.reach >= width - 0.7 and not _heading(after, pair.column)


def _is_rest_of_heading(pair: _Pair) -> bool:
    """Tell whether a short, open-ended line goes on with a numbered heading that was full."""
    this, after = pair.shapes[pair.index], pair.shapes[pair.index + 1]
    worded = all(_WORDED.search(pair.lines[at].text) for at in (pair.index, pair.index + 1))
    numbered = (this.decimal or this.outline) and not (this.terminal or this.inner)
    follows = pair.same_column and not (after.decimal or after.outline)
    return worded and numbered and follows and _heading(after, pair.column)


def _heading(shape: Shape, column: Column) -> bool:
    """Tell whether a line is short and open-ended, as headings are."""
    return not shape.terminal and not shape.inner and shape.reach < column.width - SLACK


def _signs(this: RawLine, after: RawLine, open_prose: bool) -> bool:
    """Tell whether one of two lines closes a letter: a date alone, or set in half a line."""
    if _DATE_LINE.match(after.text) and not open_prose:
        return True
    return not this.box and any(shape_of(line).indent >= _DEEP for line in (this, after))


def _looks_apart(this: RawLine, after: RawLine, unfinished: bool) -> bool:
    """Tell whether type size or distance on the page set two lines apart."""
    if not (this.box and after.box and this.size and after.size):
        return False
    if max(this.size, after.size) > 1.18 * min(this.size, after.size):
        return True
    if not same_column(this, after):
        return False
    distance = after.box[1] - this.box[3]
    return distance > (2.2 if unfinished else 1.3) * this.size or distance < -1.5 * this.size


def _blank_noise(gaps: Sequence[int]) -> list[int]:
    """Return for each gap how many blank lines in it mean nothing.

    Where nearly every line around is followed by a blank one, the blank is an artefact.
    """
    noise = []
    for index in range(len(gaps)):
        near = gaps[max(0, index - 6) : index + 7]
        noise.append(1 if sum(map(bool, near)) >= max(3, 0.8 * len(near)) else 0)
    return noise
