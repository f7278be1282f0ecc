"""Rows of a spreadsheet as lines that read by themselves: "name：value；name：value"."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence

from ingest.loaders.heads import Cell, is_figure, stacked_names

_LOOKED_AT = 10
_LONGEST_NAME = 40
_MIN_NAMES = 2


def sheet_lines(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, str]]:
    """Yield (row number, line) for (row number, cells) pairs, blank rows left out.

    The first row of the sheet that reads as column names heads every row after it, or the
    first rows that do together; what stands above, a title or a unit, stays as it is.
    """
    waiting: list[tuple[int, list[Cell]]] = []
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


def _tidy(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    for number, row in rows:
        cells = [cell if cell is None else " ".join(cell.split()) for cell in row]
        if any(cells):
            yield number, cells


def _begin(
    waiting: Sequence[tuple[int, list[Cell]]],
) -> Generator[tuple[int, str], None, list[str]]:
    """Yield the lines of the first rows and return the column names found, [] if none."""
    end, names = _head([cells for _, cells in waiting])
    for index, (number, cells) in enumerate(waiting):
        under = names and index >= end
        yield number, _named(names, cells) if under else " | ".join(filter(None, cells))
    return names


def _head(rows: Sequence[Sequence[Cell]]) -> tuple[int, list[str]]:
    """Return the row after the first that name the columns, and the names; [] without them."""
    width = max((sum(map(bool, cells)) for cells in rows), default=0)
    for index, cells in enumerate(rows[:-1]):
        depth, names = stacked_names(rows[index:])
        if names and _names_columns(names, width):
            return index + depth, names
        if _names_columns(cells, width):
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


def _named(names: Sequence[str], cells: Sequence[Cell]) -> str:
    if sum(map(bool, cells)) == 1 and len(cells) > 1:
        return next(filter(None, cells))
    parts = []
    for index, cell in enumerate(cells):
        name = names[index] if index < len(names) else ""
        if cell:
            parts.append(f"{name}：{cell}" if name else cell)
    return ("；" if names else " | ").join(parts)
