"""Column names that stand in several rows of a table, a group's name above those of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Cell = str | None  # None: covered by the merged cell on its left

_FIGURE = re.compile(r"^[-+¥￥$(]?[\d,.]+[%％)]?$|^\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_LONGEST = 20
_DEEPEST = 3
_LATIN = re.compile(r"[A-Za-z0-9)][A-Za-z0-9(]")


def is_figure(cell: str) -> bool:
    """Tell whether a cell holds a value; a bare year may name a column."""
    return _FIGURE.match(cell) is not None and _YEAR.match(cell) is None


def stacked_names(rows: Sequence[Sequence[Cell]]) -> tuple[int, list[str]]:
    """Return how many rows at the top, two or more, name columns together, and the names.

    A column's name is that of its group and its own: 2023年 over GDP names it 2023年GDP.
    """
    for depth in range(min(_DEEPEST, len(rows) - 1), 1, -1):
        names: list[str] | None = [cell or "" for cell in rows[depth - 1]]
        for upper in reversed(rows[: depth - 1]):
            names = names and _under(upper, names, rows[depth:])
        if names:
            return depth, names
    return 0, []


def _under(
    upper: Sequence[Cell], lower: Sequence[str], below: Sequence[Sequence[Cell]]
) -> list[str] | None:
    """Return the names of columns under their groups; None where ``upper`` holds no groups."""
    if len(upper) != len(lower) or any(cell and not _is_name(cell) for cell in (*upper, *lower)):
        return None
    groups = _groups(upper, lower)
    inside = [column for first, end in groups for column in range(first, end)]
    if not inside or not all(lower[column] for column in inside):
        return None
    if sum(map(bool, upper)) == 1 and not any(lower[: groups[0][0]]):
        return None  # a title over the table
    if not _are_names(upper, lower, inside, below):
        return None
    names = [_joined(cell or "", name) for cell, name in zip(upper, lower, strict=True)]
    for first, end in groups:
        names[first:end] = [_joined(upper[first] or "", name) for name in lower[first:end]]
    filled = [name for name in names if name]
    return names if len(set(filled)) == len(filled) else None


def _is_name(cell: str) -> bool:
    return len(cell) <= _LONGEST and not is_figure(cell) and "：" not in cell and ":" not in cell


def _groups(upper: Sequence[Cell], lower: Sequence[str]) -> list[tuple[int, int]]:
    """Return the columns [first, end) of every cell that stands over two or more names.

    A file that knows no merged cells leaves those empty that a group's name covers.
    """
    merged = None in upper
    groups = []
    for column, cell in enumerate(upper):
        end = column + 1
        while end < len(upper) and (
            upper[end] is None if merged else not upper[end] and lower[end]
        ):
            end += 1
        # What a merged cell covers down and across is no group: nothing stands under it.
        if cell and end - column > 1 and any(lower[column + 1 : end]):
            groups.append((column, end))
    return groups


def _are_names(
    upper: Sequence[Cell],
    lower: Sequence[str],
    inside: Sequence[int],
    below: Sequence[Sequence[Cell]],
) -> bool:
    """Tell whether a row under groups names columns, rather than being the first of the values.

    It does where the other columns have their one name already, where the groups repeat the
    same names, or where figures follow.
    """
    outside = [at for at in range(len(upper)) if at not in inside and (upper[at] or lower[at])]
    if outside and all(upper[at] and lower[at] in ("", upper[at]) for at in outside):
        return True
    repeated = len({lower[at] for at in inside}) < len(inside)
    return repeated or any(is_figure(cell or "") for row in below for cell in _at(row, inside))


def _at(row: Sequence[Cell], columns: Iterable[int]) -> Iterable[Cell]:
    return (row[column] for column in columns if column < len(row))


def _joined(group: str, name: str) -> str:
    if not group or not name or group == name:
        return group or name
    return f"{group} {name}" if _LATIN.match(group[-1] + name[0]) else group + name
