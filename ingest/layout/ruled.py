"""Tables drawn with rules: their rows are read as rows, wherever on the page they stand.

A grid of upright and level rules has cells, whose lines are joined; level rules of one width
above each other, without upright ones, have rows that are lines of text with wide gaps. Each
row becomes one fragment as wide as the table, so that no gutter is seen inside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from ingest.layout.blocks import Rect
from ingest.layout.grid import CELLS, NEAR, cell_rows
from ingest.layout.gutters import Fragment, rows_of

_THIN = 4.0
_MIN_RULES = 3  # of a table without upright rules
_MIN_WIDTH = 60.0
_GAP = 1.2  # between the cells of a line, in letter sizes
_STRIP, _OVER = 1.5, 0.1  # points between columns; lines whose cells reach over it
_COLUMN = 8.0  # letter sizes; where most pieces of lines are as wide, columns stand side by side


@dataclass(frozen=True, slots=True)
class Ruled:
    """Fragments with the rows of drawn tables in place of their cells, and the other frames."""

    fragments: list[Fragment]
    frames: list[Rect]


def with_rows(fragments: Sequence[Fragment], frames: Sequence[Rect]) -> Ruled:
    """Return ``fragments`` with each row of a drawn table made one, ``frames`` without theirs."""
    level = _joined([frame for frame in frames if frame[3] - frame[1] < _THIN], 0)
    upright = _joined([frame for frame in frames if frame[2] - frame[0] < _THIN], 1)
    rest, free, crossing = list(fragments), list(frames), set(upright)
    # The smaller first: a table may stand in the cell of another.
    for rules in [*sorted(_grids(level, upright), key=_size), *_stacks(level)]:
        area = _around(rules)
        inside = [item for item in rest if _holds(area, item)]
        is_grid = not crossing.isdisjoint(rules)
        rows = cell_rows(inside, rules, area) if is_grid else _lines(inside, area)
        if rows:
            rest = [item for item in rest if not _holds(area, item)] + rows
            free = [frame for frame in free if not _within(frame, area)]
    return Ruled(rest, free)


def _joined(rules: Sequence[Rect], axis: int) -> list[Rect]:
    """Join rules on one line that touch; ``axis`` 0 for level ones, 1 for upright ones."""
    joined: list[Rect] = []
    across = 1 - axis
    for rule in sorted(rules, key=lambda rule: (round(rule[across] / NEAR), rule[axis])):
        last = joined[-1] if joined else rule
        near = abs(rule[across] - last[across]) <= NEAR and rule[axis] <= last[axis + 2] + NEAR
        if joined and near:
            joined[-1] = _around([last, rule])
        else:
            joined.append(rule)
    return joined


def _grids(level: Sequence[Rect], upright: Sequence[Rect]) -> list[list[Rect]]:
    """Return the rules that hang together, where there are two at least of each kind."""
    rules = [*level, *upright]
    x0, y0, x1, y1 = np.array(rules).reshape(-1, 4).T.copy()
    left = np.ones(len(rules), dtype=bool)
    grids = []
    for first in range(len(rules)):
        grid: list[int] = []
        edge = [first] if left[first] else []
        left[first] = False
        while edge:
            grid.append(edge.pop())
            rule = rules[grid[-1]]
            across = (x0 <= rule[2] + NEAR) & (x1 >= rule[0] - NEAR)
            met = np.flatnonzero(left & across & (y0 <= rule[3] + NEAR) & (y1 >= rule[1] - NEAR))
            left[met] = False
            edge += met.tolist()
        levels = sum(index < len(level) for index in grid)
        if min(levels, len(grid) - levels) >= 2:
            grids.append([rules[index] for index in grid])
    return grids


def _stacks(level: Sequence[Rect]) -> list[list[Rect]]:
    """Return level rules of one width that stand above each other, three of them or more."""
    stacks: dict[tuple[int, int], list[Rect]] = {}
    for rule in level:
        if rule[2] - rule[0] >= _MIN_WIDTH:
            key = round(rule[0] / NEAR), round(rule[2] / NEAR)
            near = ((key[0] + i, key[1] + j) for i in (0, -1, 1) for j in (0, -1, 1))
            stacks.setdefault(next((each for each in near if each in stacks), key), []).append(rule)
    return [rules for rules in stacks.values() if len(rules) >= _MIN_RULES]


def _lines(inside: Sequence[Fragment], area: Rect) -> list[Fragment]:
    """Return one fragment for each line between level rules, [] where they hold running text."""
    if not inside or median((item.x1 - item.x0) / item.size for item in inside) >= _COLUMN:
        return []
    rows, divided = [], 0
    lines = rows_of(inside)
    strips = _strips(inside, len(lines))
    for row in lines:
        text = row[0].text.strip()
        for before, after in pairwise(row):
            wide = after.x0 - before.x1 >= _GAP * max(before.size, after.size)
            apart = wide or any(before.x1 <= low and high <= after.x0 for low, high in strips)
            text = f"{text}{CELLS if apart else ' '}{after.text.strip()}"
        divided += CELLS in text
        top, bottom = min(item.y0 for item in row), max(item.y1 for item in row)
        rows.append(Fragment(text, area[0], top, area[2], bottom, row[0].size))
    return rows if divided >= max(2, 0.6 * len(rows)) else []


def _strips(inside: Sequence[Fragment], lines: int) -> list[tuple[float, float]]:
    """Return the upright strips between the columns, which hardly a cell reaches over."""
    strips: list[tuple[float, float]] = []
    edges = sorted({item.x0 for item in inside} | {item.x1 for item in inside})
    for low, high in pairwise(edges):
        across = sum(item.x0 < high and item.x1 > low for item in inside)
        if high - low >= _STRIP and across <= _OVER * lines:
            strips.append((low, high))
    return strips


def _around(rules: Sequence[Rect]) -> Rect:
    return (
        min(rule[0] for rule in rules), min(rule[1] for rule in rules),
        max(rule[2] for rule in rules), max(rule[3] for rule in rules),
    )  # fmt: skip


def _size(rules: Sequence[Rect]) -> float:
    x0, y0, x1, y1 = _around(rules)
    return (x1 - x0) * (y1 - y0)


def _holds(area: Rect, item: Fragment) -> bool:
    return area[0] <= (item.x0 + item.x1) / 2 <= area[2] and area[1] <= item.middle <= area[3]


def _within(frame: Rect, area: Rect) -> bool:
    return all(frame[i] >= area[i] - NEAR for i in (0, 1)) and all(
        frame[i] <= area[i] + NEAR for i in (2, 3)
    )
