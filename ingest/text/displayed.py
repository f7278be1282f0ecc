"""Headings and captions of several lines, set larger or smaller than the text of their column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from ingest.text.raw import RawLine
from ingest.text.shapes import shape_of

_OTHER_SIZE = 1.12  # times the size of the text
_SAME_SIZE = 0.03
_CLOSE = 0.9  # sizes between two lines of one heading
_FULL = 1.5  # sizes that a full line may end before the edge of its column
_FEWEST = 6  # lines of a column from which its edge and size are read
_MARKS = "0123456789.、．（）()一二三四五六七八九十图表 "

Place = tuple[int | None, int]


def displayed(lines: Sequence[RawLine]) -> set[int]:
    """Return the lines that the next one goes on with, both of another size than the text.

    Such a line ends at the edge of its column, in the middle of a sentence, and the next one
    of its size stands close below it.
    """
    columns: dict[Place, list[RawLine]] = defaultdict(list)
    for line in lines:
        if line.box and line.size and not line.whole:
            columns[line.page, line.column].append(line)
    measures = {
        place: (max(line.box[2] for line in inside if line.box), median(x.size for x in inside))
        for place, inside in columns.items()
        if len(inside) >= _FEWEST
    }
    return {
        index
        for index in range(len(lines) - 1)
        if _goes_on(lines[index], lines[index + 1], measures)
    }


def _goes_on(line: RawLine, following: RawLine, measures: dict[Place, tuple[float, float]]) -> bool:
    place = (line.page, line.column)
    if place != (following.page, following.column) or place not in measures:
        return False
    if not (line.box and following.box) or line.whole or following.whole:
        return False
    right, size = measures[place]
    if not (line.size >= _OTHER_SIZE * size or line.size * _OTHER_SIZE <= size):
        return False
    if abs(line.size - following.size) > _SAME_SIZE * line.size:
        return False
    close = 0 <= following.box[1] - line.box[3] + 0.2 * line.size <= _CLOSE * line.size
    full = line.box[2] >= right - _FULL * line.size and following.box[2] < line.box[2] + line.size
    if not (close and full):
        return False
    this, after = shape_of(line), shape_of(following)
    begins = following.text.strip()[:1] in _MARKS or after.own or after.apart or after.item
    return not (this.terminal or this.own or begins)
