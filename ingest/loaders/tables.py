"""Table rows as lines that read, and can be cited, by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MAX_LABEL = 16
_LABEL = re.compile(r"[^\d。，；]+")


def table_rows(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one line of text for each row, in order; an empty row gives an empty line.

    A table of two or more columns under a header row reads "header：cell；header：cell", a
    sheet of labelled fields "label：value | label：value", and anything else "cell | cell".
    """
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    header = _header(cells)
    lines = []
    for index, row in enumerate(cells):
        if header and index > 0:
            pairs = [
                f"{name}：{cell}" if name else cell for name, cell in zip(header, row, strict=False)
            ]
            filled = [pair for pair, cell in zip(pairs, row, strict=False) if cell]
            lines.append("；".join(filled))
        elif any(cell.endswith(("：", ":")) for cell in row) and not header:
            lines.append(_fields(row))
        else:
            lines.append(" | ".join(cell for cell in row if cell))
    return lines


def _header(cells: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return the first row if it names the columns of the others, else nothing."""
    if len(cells) < 2 or len(cells[0]) < 2:
        return ()
    first, width = cells[0], len(cells[0])
    if any(len(row) != width for row in cells[1:]) or len(set(first)) < width:
        return ()
    named = all(len(cell) <= _MAX_LABEL and _LABEL.fullmatch(cell) for cell in first)
    return first if named and not any(cell.endswith(("：", ":")) for cell in first) else ()


def _fields(row: Sequence[str]) -> str:
    """Join labels to the values that follow them."""
    parts: list[str] = []
    for cell in row:
        if not cell:
            continue
        if parts and parts[-1].endswith(("：", ":")):
            parts[-1] += cell
        else:
            parts.append(cell)
    return " | ".join(part for part in parts if not part.endswith(("：", ":")))
