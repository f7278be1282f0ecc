"""Gutters: the upright strips between the columns of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

_MIN_GUTTER = 0.7  # width, in letter sizes
# Of the lines: fewer are tried where one side has so few that they count as crossing.
_MAX_CROSSING = (0.4, 0.2)
_MIN_COLUMN_LINES = 3
_MIN_LINE = 5.0  # width of a line of running text, in letter sizes


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of text on one baseline; coordinates in points from the page's top left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float

    @property
    def middle(self) -> float:
        """The height at which the fragment stands."""
        return (self.y0 + self.y1) / 2


Row = list[Fragment]


def rows_of(fragments: Sequence[Fragment]) -> list[Row]:
    """Group fragments that stand on one line, from top to bottom, left to right."""
    rows: list[Row] = []
    for fragment in sorted(fragments, key=lambda item: (item.middle, item.x0)):
        if rows and abs(fragment.middle - rows[-1][0].middle) < 0.45 * min(
            fragment.size, rows[-1][0].size
        ):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda item: item.x0) for row in rows]


def usual_size(fragments: Sequence[Fragment]) -> float:
    """Return the letter size of most of the text."""
    return median(item.size for item in fragments for _ in range(min(len(item.text), 50) or 1))


def gutter(fragments: list[Fragment]) -> tuple[float, float] | None:
    """Return where few fragments cross the widest upright strip with text on both sides.

    Of the strip it is the emptiest part: what else crosses it are the longest lines of a column
    most of which is narrow, and cells of its tables.
    """
    if len(fragments) < 2 * _MIN_COLUMN_LINES:
        return None
    size = median(fragment.size for fragment in fragments)
    for share in _MAX_CROSSING:
        good = [
            (high - low, low, high)
            for low, high in _clear(fragments, share)
            if high - low >= _MIN_GUTTER * size and _divides(fragments, low, high)
        ]
        if good:
            return _emptiest(fragments, *max(good)[1:], _MIN_GUTTER * size)
    return None


def _emptiest(
    fragments: list[Fragment], low: float, high: float, width: float
) -> tuple[float, float]:
    """Return the widest part of a strip, at least ``width``, that the fewest fragments cross."""
    counts = _crossings([item for item in fragments if item.x1 > low], low, high - 1)
    for few in sorted(set(counts)):
        parts = [(y - x, x, y) for x, y in _at_most(few, [*counts, len(fragments)], low)]
        if parts and max(parts)[0] >= width:
            return max(parts)[1:]
    return low, high


def _clear(fragments: list[Fragment], share: float) -> list[tuple[float, float]]:
    """Return the upright strips that at most a share of the lines cross, to the point."""
    start = min(fragment.x0 for fragment in fragments)
    end = max(fragment.x1 for fragment in fragments)
    allowed = share * len(rows_of(fragments))
    return _at_most(allowed, _crossings(fragments, start, end), start)


def _crossings(fragments: list[Fragment], start: float, end: float) -> list[int]:
    """Return how many fragments stand at each point from ``start`` to ``end``."""
    width = max(1, int(end - start) + 1)
    change = [0] * (width + 1)
    for fragment in fragments:
        change[min(width, max(0, int(fragment.x0 - start)))] += 1
        change[min(width, max(0, int(fragment.x1 - start) + 1))] -= 1
    return list(accumulate(change[:-1]))


def _at_most(allowed: float, counts: Sequence[int], start: float) -> list[tuple[float, float]]:
    """Return the stretches of points where at most so many fragments stand.

    A stretch that goes on to the last point is no gutter and left out.
    """
    strips: list[tuple[float, float]] = []
    opened = -1
    for x, count in enumerate(counts):
        if count <= allowed and opened < 0:
            opened = x
        elif count > allowed and opened >= 0:
            strips.append((start + opened, start + x))
            opened = -1
    return strips


def _divides(fragments: list[Fragment], low: float, high: float) -> bool:
    """Tell whether a strip has text at the same heights on both sides that is no table.

    Text fills its lines on both sides, or on one with the other out of step with it.
    """
    left = rows_of([item for item in fragments if item.x1 <= high and item.x0 < low])
    right = rows_of([item for item in fragments if item.x0 >= low and item.x1 > high])
    if min(len(left), len(right)) < _MIN_COLUMN_LINES:
        return False
    tops, bottoms, heights = [], [], []
    for side in (left, right):
        tops.append(side[0][0].y0)
        bottoms.append(max(item.y1 for item in side[-1]))
        heights.append(bottoms[-1] - tops[-1])
    if min(bottoms) - max(tops) < 0.25 * min(heights):
        return False
    filled = [_fills(side) for side in (left, right)]
    return all(filled) or (any(filled) and _in_step(left, right) < 0.5)


def _fills(rows: list[Row]) -> bool:
    """Tell running text, most lines of which are about as long, from short cells.

    Lengths are counted in letters, in those of most lines where a table has smaller ones.
    """
    usual = median(row[0].size for row in rows)
    widths = [sum(item.x1 - item.x0 for item in row) / max(row[0].size, usual) for row in rows]
    long = sum(width >= 0.8 * max(widths) for width in widths)
    return median(widths) >= _MIN_LINE and long >= 0.3 * len(widths)


def _in_step(left: list[Row], right: list[Row]) -> float:
    """Return the share of lines, on the side with fewer, that have one beside them."""
    fewer, more = sorted((left, right), key=len)
    heights = [row[0].middle for row in more]
    beside = sum(
        any(abs(row[0].middle - height) < 0.25 * row[0].size for height in heights) for row in fewer
    )
    return beside / len(fewer)
