"""The cells of a table that upright and level rules are drawn around."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.layout.blocks import Rect
from ingest.layout.gutters import Fragment, rows_of

CELLS = " | "
NEAR = 3.0  # points between rules that meet
_MAX_CELL, _USUAL_CELL = 450, 80  # widths of a Han character; above, text stands in frames
_MAX_CROSSING = 0.1  # of the fragments: in a table next to none stands across a rule
_COVERED = 0.6  # of the edge between two cells, from which on a rule parts them
_FULL = 0.6  # of its cell's width: a line of running text goes on below
_LIST, _COLUMNS = 3, 3  # lines of a list that more follow; columns that make a table
_WIDE_GAP = 1.5  # letter sizes
_REPEATED = 40  # characters of a cell over several rows that are read in every one of them
_WIDE = "\u2e80"
_TOGETHER = re.compile(r"[\u2e80-\uffff\d]{2}")  # at a line end inside a sentence

Place = tuple[int, int]
"""Row and column of a cell, both from 0."""


def cell_rows(inside: Sequence[Fragment], rules: Sequence[Rect], area: Rect) -> list[Fragment]:
    """Return one fragment for each row of a grid, [] where it is no table."""
    grid = _Grid.of(rules, area)
    if len(grid.tops) < 3 or len(grid.lefts) < 3 or not inside:
        return []
    held: dict[Place, list[Fragment]] = {}
    crossing = 0
    for item in inside:
        place = grid.cell_of(item)
        crossing += item.x0 < grid.lefts[place[1]] - NEAR or item.x1 > grid.right(place) + NEAR
        held.setdefault(place, []).append(item)
    if _is_unruled(held, grid):
        return []
    texts = {place: _text(items) for place, items in held.items()}
    widths = [sum(1.0 if char >= _WIDE else 0.5 for char in text) for text in texts.values()]
    long = max(widths) > _MAX_CELL or median(widths) > _USUAL_CELL
    if long or crossing > _MAX_CROSSING * len(inside) or len({column for _, column in texts}) < 2:
        return []
    size = median(item.size for item in inside)
    rows = []
    for row, (top, bottom) in enumerate(pairwise(grid.tops)):
        if any(place[0] == row for place in texts):
            text = CELLS.join(part for part in _shown(texts, grid, row) if part)
            rows.append(Fragment(text, area[0], top, area[2], bottom, size))
    return rows if len(rows) > 1 else []


def _is_unruled(held: Mapping[Place, Sequence[Fragment]], grid: _Grid) -> bool:
    """Tell whether rules are missing: lists stand side by side, or columns inside a cell."""
    listed: Counter[int] = Counter()
    for place, items in held.items():
        rows = rows_of(items)
        if sum(_pieces(row) >= _COLUMNS for row in rows) >= 2:
            return True
        broken = rows[:-1]  # the last line of running text may be short
        width = grid.right(place) - grid.lefts[place[1]]
        full = sum(row[-1].x1 - row[0].x0 >= _FULL * width for row in broken)
        listed[place[0]] += len(broken) >= _LIST and full < 0.5 * len(broken)
    return any(count >= _COLUMNS for count in listed.values())


def _pieces(row: Sequence[Fragment]) -> int:
    """Return how many pieces wide gaps divide a line into."""
    return 1 + sum(
        after.x0 - before.x1 >= _WIDE_GAP * before.size for before, after in pairwise(row)
    )


def _shown(texts: Mapping[Place, str], grid: _Grid, row: int) -> Iterator[str]:
    """Yield the texts of a row; a short cell that began further up is read again."""
    for column in range(len(grid.lefts) - 1):
        begun = grid.top_of(row, column)
        text = texts.get((begun, column), "")
        if begun == row or len(text) <= _REPEATED:
            yield text


@dataclass(frozen=True, slots=True)
class _Grid:
    """The rules of a table and where its rows and columns begin, with the last edge."""

    level: list[Rect]
    upright: list[Rect]
    tops: list[float]
    lefts: list[float]

    @classmethod
    def of(cls, rules: Sequence[Rect], area: Rect) -> _Grid:
        level = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
        upright = [rule for rule in rules if rule[2] - rule[0] <= rule[3] - rule[1]]
        tops = _marks([rule[1] for rule in level] + [area[1], area[3]])
        return cls(level, upright, tops, _marks([*(r[0] for r in upright), area[0], area[2]]))

    def cell_of(self, item: Fragment) -> Place:
        """Return the row and column where the cell begins that a fragment stands in."""
        row = max(0, bisect_right(self.tops[:-1], item.middle) - 1)
        column = max(0, bisect_right(self.lefts[:-1], (item.x0 + item.x1) / 2) - 1)
        while column and not self._is_parted(row, column):
            column -= 1
        return self.top_of(row, column), column

    def top_of(self, row: int, column: int) -> int:
        """Return the row in which the cell of a place begins."""
        edge = self.lefts[column : column + 2]
        while row and not _parted(self.level, self.tops[row], edge, 0):
            row -= 1
        return row

    def right(self, place: Place) -> float:
        """Return the right edge of the cell that begins at a place."""
        row, column = place
        while column + 2 < len(self.lefts) and not self._is_parted(row, column + 1):
            column += 1
        return self.lefts[column + 1]

    def _is_parted(self, row: int, column: int) -> bool:
        return _parted(self.upright, self.lefts[column], self.tops[row : row + 2], 1)


def _text(items: Sequence[Fragment]) -> str:
    """Return the lines of a cell as one; the rows of a table inside it parted by semicolons."""
    text = ""
    for row in rows_of(items):
        line = "".join(item.text for item in row).strip()
        if CELLS in line:
            text += ("；" if text else "") + line.replace(CELLS, "，")
        else:
            joined = not text or _TOGETHER.match(text[-1] + line[:1])
            text += line if joined else f" {line}"
    return text


def _parted(rules: Sequence[Rect], at: float, edge: Sequence[float], axis: int) -> bool:
    """Tell whether rules stand along most of an edge between two cells."""
    low, high = edge
    covered = sum(
        max(0.0, min(rule[axis + 2], high) - max(rule[axis], low))
        for rule in rules
        if abs(rule[1 - axis] - at) <= NEAR
    )
    return covered >= _COVERED * (high - low)


def _marks(places: Sequence[float]) -> list[float]:
    """Return sorted places, those nearer than rules that meet taken as one."""
    marks: list[float] = []
    for place in sorted(places):
        if not marks or place - marks[-1] > NEAR:
            marks.append(place)
    return marks
