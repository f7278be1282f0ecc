"""Tables that stand across a gutter: their rows are read as rows, not side by side as columns."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.blocks import Rect
from ingest.layout.gutters import Fragment, Row, rows_of

_NARROW = 0.6  # width of a cell, at most, as a share of the narrower column
_MIN_CELLS, _MIN_ROWS = 3, 3  # of a table
_NEAR = 2.0  # letter sizes between a table and its rules
_MIN_RULES = 2  # of each of two tables: under its head and over it

Split = tuple[list[Fragment], list[Fragment], list[Fragment]]  # above, table, below


def around_table(
    fragments: list[Fragment], strip: tuple[float, float], rules: Sequence[Rect] = ()
) -> Split | None:
    """Return what stands above a table, the table, and what stands below it; None without one.

    ``strip`` is the gutter that would cut the region. A table is a run of lines no part of
    which is nearly as wide as a column, three or more of them of three cells on both sides.
    Where the drawn ``rules`` end on both sides of the strip, two tables stand side by side.
    """
    low, high = strip
    sides = low - min(item.x0 for item in fragments), max(item.x1 for item in fragments) - high
    rows = rows_of(fragments)
    begun: int | None = None
    for index, row in enumerate([*rows, None]):
        if row is not None and max(item.x1 - item.x0 for item in row) < _NARROW * min(sides):
            begun = index if begun is None else begun
            continue
        found = begun is not None and _trimmed(rows, begun, index, strip)
        if found and not _stop_at(strip, rules, _flat(rows[slice(*found)])):
            return _flat(rows[: found[0]]), _flat(rows[slice(*found)]), _flat(rows[found[1] :])
        begun = None
    return None


def _stop_at(strip: tuple[float, float], rules: Sequence[Rect], table: Sequence[Fragment]) -> bool:
    """Tell whether level rules end on both sides of a strip, and none by a table crosses it."""
    near = _NEAR * max(item.size for item in table)
    top, bottom = min(item.y0 for item in table) - near, max(item.y1 for item in table) + near
    middle = sum(strip) / 2
    level = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    left = sum(rule[2] <= middle for rule in level)
    right = sum(rule[0] >= middle for rule in level)
    across = any(rule[0] < middle < rule[2] and top <= rule[1] <= bottom for rule in level)
    return min(left, right) >= _MIN_RULES and not across


def _trimmed(
    rows: Sequence[Row], begin: int, end: int, strip: tuple[float, float]
) -> tuple[int, int] | None:
    """Return the run from its first line with text on both sides to its last, if a table."""
    across = [index for index in range(begin, end) if _is_across(rows[index], strip)]
    celled = sum(len(rows[index]) >= _MIN_CELLS for index in across)
    return (across[0], across[-1] + 1) if celled >= _MIN_ROWS else None


def _is_across(row: Row, strip: tuple[float, float]) -> bool:
    """Tell whether a line has text on both sides of a strip."""
    return row[0].x0 < strip[0] and row[-1].x1 > strip[1]


def _flat(rows: Sequence[Row]) -> list[Fragment]:
    return [item for row in rows for item in row]
