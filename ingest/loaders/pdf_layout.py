"""Reading order of a page: fragments of text with boxes to lines in columns.

A gutter is a strip of the page that next to no fragment crosses, with running text on both
sides. Fragments that do cross it (headlines, wide tables) cut the page into bands; inside a
band the left side is read before the right one. All of it is repeated on each side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_MIN_GUTTER = 0.7
_MAX_CROSSING = 0.18
_MIN_COLUMN_LINES = 3
_MIN_LINE = 5.0
_CELL_GAP = 1.8
_MIN_BAND = 0.6
_MAX_TRIES = 8
_MAX_DEPTH = 12
_ONE_HAN = re.compile("\\s*[\u4e00-\u9fff]\\s*$")


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


@dataclass(frozen=True, slots=True)
class LaidLine:
    """One line of a column; ``cells`` tells whether wide gaps divide it like a table row."""

    text: str
    box: tuple[float, float, float, float]
    size: float
    column: int
    cells: bool


def lines_in_order(fragments: Sequence[Fragment]) -> list[LaidLine]:
    """Return the lines of a page in reading order."""
    lines: list[LaidLine] = []
    for column, region in enumerate(_regions(list(fragments), 0)):
        lines.extend(_lines(region, column))
    return lines


def _regions(fragments: list[Fragment], depth: int) -> list[list[Fragment]]:
    """Cut fragments into columns, in reading order."""
    if not fragments or depth >= _MAX_DEPTH:
        return [fragments] if fragments else []
    gutter = _gutter(fragments)
    if gutter is None:
        upper, lower = _halves(fragments)
        if lower:
            return _regions(upper, depth + 1) + _regions(lower, depth + 1)
        return [fragments]
    low, high = gutter
    regions: list[list[Fragment]] = []
    band: list[Fragment] = []
    wide: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda item: item.y0):
        crosses = fragment.x0 < low and fragment.x1 > high
        if crosses:
            regions += _sides(band, (low + high) / 2, depth)
            band = []
            wide.append(fragment)
        else:
            if wide and fragment.y0 < wide[-1].y1 - 0.5 * wide[-1].size:
                wide.append(fragment)
                continue
            regions += _regions(wide, depth + 1)
            wide = []
            band.append(fragment)
    return regions + _regions(wide, depth + 1) + _sides(band, (low + high) / 2, depth)


def _halves(fragments: list[Fragment]) -> tuple[list[Fragment], list[Fragment]]:
    """Cut at a blank strip across, if above or below it there is a gutter; else all is upper."""
    rows = _rows(fragments)
    size = median(fragment.size for fragment in fragments)
    gaps = []
    bottom = rows[0][0].y1
    for index, row in enumerate(rows):
        top = min(fragment.y0 for fragment in row)
        if top - bottom >= _MIN_BAND * size:
            gaps.append((top - bottom, index))
        bottom = max(bottom, *(fragment.y1 for fragment in row))
    for _, index in sorted(gaps, reverse=True)[:_MAX_TRIES]:
        upper = [fragment for row in rows[:index] for fragment in row]
        lower = [fragment for row in rows[index:] for fragment in row]
        if _gutter(upper) or _gutter(lower):
            return upper, lower
    return fragments, []


def _sides(band: list[Fragment], x: float, depth: int) -> list[list[Fragment]]:
    left = [fragment for fragment in band if (fragment.x0 + fragment.x1) / 2 < x]
    right = [fragment for fragment in band if (fragment.x0 + fragment.x1) / 2 >= x]
    return _regions(left, depth + 1) + _regions(right, depth + 1)


def _gutter(fragments: list[Fragment]) -> tuple[float, float] | None:
    """Return the widest strip with running text on both sides that few fragments cross."""
    if len(fragments) < 2 * _MIN_COLUMN_LINES:
        return None
    size = median(fragment.size for fragment in fragments)
    start = min(fragment.x0 for fragment in fragments)
    width = int(max(fragment.x1 for fragment in fragments) - start) + 1
    covered = [0] * (width + 2)
    for fragment in fragments:
        covered[max(0, int(fragment.x0 - start))] += 1
        covered[min(width, int(fragment.x1 - start)) + 1] -= 1
    allowed = _MAX_CROSSING * len(_rows(fragments))
    strips: list[tuple[float, float, int]] = []
    count, opened, worst = 0, -1, 0
    for x, change in enumerate(covered):
        count += change
        if count <= allowed and opened < 0:
            opened, worst = x, count
        elif count > allowed and opened >= 0:
            strips.append((start + opened, start + x, worst))
            opened = -1
        worst = max(worst, count) if opened >= 0 else 0
    good = [
        (high - low, low, high)
        for low, high, _ in strips
        if high - low >= _MIN_GUTTER * size and _divides(fragments, low, high)
    ]
    if not good:
        return None
    _, low, high = max(good)
    return low, high


def _divides(fragments: list[Fragment], low: float, high: float) -> bool:
    """Tell whether a strip has text at the same heights on both sides that is no table.

    Text fills its lines on both sides, or on one with the other out of step with it.
    """
    left = _rows([item for item in fragments if item.x1 <= high and item.x0 < low])
    right = _rows([item for item in fragments if item.x0 >= low and item.x1 > high])
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


def _fills(rows: list[list[Fragment]]) -> bool:
    """Tell running text, most lines of which are about as long, from short cells."""
    widths = [sum(item.x1 - item.x0 for item in row) / row[0].size for row in rows]
    long = sum(width >= 0.8 * max(widths) for width in widths)
    return median(widths) >= _MIN_LINE and long >= 0.3 * len(widths)


def _in_step(left: list[list[Fragment]], right: list[list[Fragment]]) -> float:
    """Return the share of lines, on the side with fewer, that have one beside them."""
    fewer, more = sorted((left, right), key=len)
    heights = [row[0].middle for row in more]
    beside = sum(
        any(abs(row[0].middle - height) < 0.25 * row[0].size for height in heights) for row in fewer
    )
    return beside / len(fewer)


def _rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Group fragments that stand on one line, from top to bottom, left to right."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda item: (item.middle, item.x0)):
        if rows and abs(fragment.middle - rows[-1][0].middle) < 0.45 * min(
            fragment.size, rows[-1][0].size
        ):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda item: item.x0) for row in rows]


def _lines(fragments: list[Fragment], column: int) -> list[LaidLine]:
    """Return the lines of one column; lines of nearly its usual size share that size."""
    usual = median(
        fragment.size for fragment in fragments for _ in range(min(len(fragment.text), 50) or 1)
    )
    lines = []
    for row in _rows(fragments):
        text, cells = _row_text(row)
        size = max(row, key=lambda fragment: len(fragment.text)).size
        lines.append(
            LaidLine(
                text=text,
                box=(
                    round(row[0].x0, 1),
                    round(min(fragment.y0 for fragment in row), 1),
                    round(max(fragment.x1 for fragment in row), 1),
                    round(max(fragment.y1 for fragment in row), 1),
                ),
                size=usual if 0.87 <= size / usual <= 1.15 else size,
                column=column,
                cells=cells,
            )
        )
    return lines


def _row_text(row: list[Fragment]) -> tuple[str, bool]:
    """Join the fragments of a line; a gap as wide as between table cells becomes " | "."""
    text, cells = row[0].text, False
    for before, after in pairwise(row):
        gap = (after.x0 - before.x1) / max(before.size, after.size)
        spread = _ONE_HAN.match(before.text) and _ONE_HAN.match(after.text)
        if gap >= _CELL_GAP and not spread:
            text, cells = f"{text.rstrip()} | {after.text}", True
        elif gap > 0.2 and not re.search(r"\s$", text):
            text += ("  " if gap >= _CELL_GAP else " ") + after.text
        else:
            text += after.text
    return text, cells
