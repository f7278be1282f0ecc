"""Rows of a spreadsheet as lines that read by themselves: "name：value；name：value"."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence

from ingest.loaders.heads import Cell, is_figure, stacked_names
from ingest.loaders.tables import COLUMN_NAME

_LOOKED_AT = 10
_LONGEST_NAME = 40
_MIN_NAMES = 2


def sheet_lines(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, str]]:
    """Yield (row number, line) for (row number, cells) pairs, blank rows left out.

    The first row that reads as column names heads every row after it, or the first rows that
    do together; what stands above, a title or a unit, stays as it is. After a blank row other
    names may follow, of another table.
    """
    waiting: list[tuple[int, list[Cell]]] = []  # rows among which names are looked for
    names: list[str] = []
    looking = True
    for number, row in rows:
        cells = [cell if cell is None else " ".join(cell.split()) for cell in row]
        if not any(cells):
            if names or not looking or _head([cells for _, cells in waiting])[1]:
                names = yield from _begin(waiting, names)
                waiting, looking = [], True
        elif looking:
            waiting.append((number, cells))
            if len(waiting) > _LOOKED_AT:
                names = yield from _begin(waiting, names)
                waiting, looking = [], False
        else:
            yield number, _named(names, cells)
    yield from _begin(waiting, names)


def _begin(
    waiting: Sequence[tuple[int, list[Cell]]], before: list[str]
) -> Generator[tuple[int, str], None, list[str]]:
    """Yield the lines of some rows and return their column names; without any, those before."""
    end, names = _head([cells for _, cells in waiting])
    for index, (number, cells) in enumerate(waiting):
        if not names and before:
            yield number, _named(before, cells)
        elif names and index >= end:
            yield number, _named(names, cells)
        else:
            yield number, " | ".join(filter(None, cells))
    return names or before


def _head(rows: Sequence[Sequence[Cell]]) -> tuple[int, list[str]]:
    """Return the row after the first that name the columns, and the names; [] without them."""
    width = max((sum(map(bool, cells)) for cells in rows), default=0)
    for index, cells in enumerate(rows[:-1]):
        depth, names = stacked_names(rows[index:])
        if names and _names_columns(names, width):
            return index + depth, names
        if _names_columns(cells, width) and _heads(cells, rows[index + 1 :]):
            return index + 1, [cell or "" for cell in cells]
    return len(rows), []


def _names_columns(cells: Sequence[Cell], width: int) -> bool:
    """Tell whether a row holds a short name, no figure, for nearly every column in use."""
    filled = [cell for cell in cells if cell]
    return (
        len(filled) >= max(_MIN_NAMES, 0.7 * width)
        and len(set(filled)) == len(filled)
        and all(len(cell) <= _LONGEST_NAME and not is_figure(cell) for cell in filled)
    )


def _heads(cells: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether a row of short texts names columns, rather than being one more of them.

    Some name is one that columns have, or stands over figures.
    """
    return any(
        cell
        and (
            COLUMN_NAME.search(cell)
            or any(is_figure(row[at] or "") for row in below if at < len(row))
        )
        for at, cell in enumerate(cells)
    )


def _named(names: Sequence[str], cells: Sequence[Cell]) -> str:
    if sum(map(bool, cells)) == 1 and len(cells) > 1:
        return next(filter(None, cells))
    parts = []
    for index, cell in enumerate(cells):
        name = names[index] if index < len(names) else ""
        if cell:
            parts.append(f"{name}：{cell}" if name else cell)
    return ("；" if names else " | ").join(parts)
