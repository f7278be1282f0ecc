"""Rows of a spreadsheet as lines that read by themselves: "name：value；name：value"."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence

_FIGURE = re.compile(r"^[-+¥￥$(]?[\d,.]+[%％)]?$|^\d{4}-\d\d-\d\d")
_LOOKED_AT = 10
_LONGEST_NAME = 40
_MIN_NAMES = 2


def sheet_lines(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, str]]:
    """Yield (row number, line) for (row number, cells) pairs, blank rows left out.

    The first row of the sheet that reads as column names heads every row after it; what
    stands above it, a title or a unit, stays as it is.
    """
    waiting: list[tuple[int, list[str]]] = []
    names: list[str] | None = None
    for number, cells in _tidy(rows):
        if names is not None:
            yield number, _named(names, cells)
            continue
        waiting.append((number, cells))
        if len(waiting) > _LOOKED_AT:
            names = yield from _begin(waiting)
    if names is None:
        yield from _begin(waiting)


def _tidy(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            yield number, cells


def _begin(waiting: Sequence[tuple[int, list[str]]]) -> Generator[tuple[int, str], None, list[str]]:
    """Yield the lines of the first rows and return the column names found, [] if none."""
    width = max((sum(map(bool, cells)) for _, cells in waiting), default=0)
    head = next(
        (index for index, (_, cells) in enumerate(waiting[:-1]) if _names_columns(cells, width)),
        None,
    )
    names = waiting[head][1] if head is not None else []
    for index, (number, cells) in enumerate(waiting):
        under = head is not None and index > head
        yield number, _named(names, cells) if under else " | ".join(filter(None, cells))
    return names


def _names_columns(cells: Sequence[str], width: int) -> bool:
    """Tell whether a row holds a short name, no figure, for nearly every column in use."""
    filled = [cell for cell in cells if cell]
    return (
        len(filled) >= max(_MIN_NAMES, 0.7 * width)
        and len(set(filled)) == len(filled)
        and all(len(cell) <= _LONGEST_NAME and not _FIGURE.match(cell) for cell in filled)
    )


def _named(names: Sequence[str], cells: Sequence[str]) -> str:
    if sum(map(bool, cells)) == 1 and len(cells) > 1:
        return next(filter(None, cells))
    parts = []
    for index, cell in enumerate(cells):
        name = names[index] if index < len(names) else ""
        if cell:
            parts.append(f"{name}：{cell}" if name else cell)
    return ("；" if names else " | ").join(parts)
