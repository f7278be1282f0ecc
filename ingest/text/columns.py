"""How wide the column is that a line stands in, found from the lines around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.text.raw import RawLine
from ingest.text.shapes import Shape

SLACK = 1.7
_STRIDE, _REACH = 8, 12
_MIN_COLUMN = 7.0
_FEW = 6


@dataclass(frozen=True, slots=True)
class Column:
    """A width that ``support`` lines of running text share; ``indented`` if paragraphs are."""

    width: float
    support: int
    indented: bool


def same_column(this: RawLine, after: RawLine) -> bool:
    """Tell whether two lines stand in one column of one page."""
    return this.page == after.page and this.column == after.column


def columns_of(lines: Sequence[RawLine], shapes: Sequence[Shape]) -> list[Column | None]:
    """Return the column that each line stands in, None where text is not broken by width."""
    found: list[Column | None] = []
    known: dict[tuple[int, int | None, int], list[Column]] = {}
    for index, line in enumerate(lines):
        start = index - index % _STRIDE
        key = (start, line.page, line.column)
        if key not in known:
            near = range(max(0, start - _REACH), min(len(lines), start + _STRIDE + _REACH))
            known[key] = _candidates(_running(lines, shapes, near, line))
            if not known[key] and line.box:
                # A few lines between tables: the rest of the page tells how wide they are.
                whole = range(*_page(lines, index))
                known[key] = _candidates(_running(lines, shapes, whole, line))[-1:]
        reach = shapes[index].reach
        fitting = [c for c in known[key] if c.width - SLACK <= reach <= c.width + 2 * SLACK]
        best = max(fitting or known[key], key=lambda column: column.support, default=None)
        found.append(best)
    return found


def _running(
    lines: Sequence[RawLine], shapes: Sequence[Shape], places: Iterable[int], line: RawLine
) -> list[Shape]:
    """Return the shapes of those lines that may be broken running text of a line's column."""
    return [
        shapes[at]
        for at in places
        if not (lines[at].whole or shapes[at].own)
        and (line.box is None or same_column(lines[at], line))
    ]


def _page(lines: Sequence[RawLine], index: int) -> tuple[int, int]:
    """Return from where to where the lines of one page go."""
    start = end = index
    while start and lines[start - 1].page == lines[index].page:
        start -= 1
    while end < len(lines) and lines[end].page == lines[index].page:
        end += 1
    return start, end


def _candidates(near: Sequence[Shape]) -> list[Column]:
    """Return the widths that several lines share, where those lines are running text."""
    columns = []
    for end in {round(shape.reach, 1) for shape in near}:
        full = [shape for shape in near if end - 2 <= shape.reach <= end + 0.3]
        left = min(shape.indent for shape in full)
        open_ended = sum(not shape.terminal for shape in full)
        running = sum(shape.inner for shape in full)
        if (
            len(full) >= (3 if len(near) > _FEW else 2)
            and end - left >= (_MIN_COLUMN if len(near) > _FEW else 1.5 * _MIN_COLUMN)
            and open_ended >= max(2 if len(near) > _FEW else 1, 0.4 * len(full))
            and running >= 0.25 * len(full)
        ):
            indents = sum(left + 1.0 <= shape.indent <= left + 6.0 for shape in near)
            columns.append(
                Column(
                    width=median(shape.reach for shape in full),
                    support=len(full),
                    indented=0 < indents <= 0.6 * len(near),
                )
            )
    return sorted(columns, key=lambda column: column.width)
