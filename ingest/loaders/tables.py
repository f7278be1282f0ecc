"""Table rows as lines that read, and can be cited, by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.loaders.heads import Cell, stacked_names

_MAX_LABEL = 16
_LABEL = re.compile(r"[^\d。，；]+")
_FIGURE = re.compile(r"[-+]?[\d,.]+\s*\S{0,3}$")
COLUMN_NAME = re.compile(
    r"^(?:序号|编号|名称|单位|项目|内容|时间|日期|数量|金额|类别|类型|备注|指标|地区|省份|年份|姓名|职务|"
    r"部门|事项|要求|说明|电话|地址)$|(?:名称|单位|部门|时间|日期|类别|类型|内容|名单|职务|分工|要求|说明)$"
)


def table_rows(rows: Sequence[Sequence[Cell]], headed: bool = False) -> list[str]:
    """Return one line of text for each row, in order; an empty row gives an empty line.

    A table under one or more rows of column names reads "name：cell；name：cell", a sheet of
    labelled fields "label：value | label：value", and anything else "cell | cell". ``headed``
    tells that the format itself marks header cells.
    """
    given = [[cell if cell is None else " ".join(cell.split()) for cell in row] for row in rows]
    depth, names = stacked_names(given)
    cells = [[cell or "" for cell in row] for row in given]
    if not names:
        depth, names = 1, _names(cells, headed)
    lines = []
    for index, row in enumerate(cells):
        if names and index >= depth and len(row) == len(names) and not _spans(given[index]):
            lines.append(
                "；".join(
                    f"{name}：{cell}" if name else cell
                    for name, cell in zip(names, row, strict=True)
                    if cell
                )
            )
        elif any(map(_is_label, row)):
            lines.append(_fields(row))
        else:
            lines.append(" | ".join(cell for cell in row if cell))
    return lines


def _spans(row: Sequence[Cell]) -> bool:
    """Tell whether the one cell of a row is merged over others, as a heading among the rows."""
    return None in row and sum(map(bool, row)) == 1


def _names(cells: Sequence[Sequence[str]], headed: bool) -> list[str]:
    """Return the first row if it names the columns of the others, else nothing."""
    if len(cells) < 2 or len(cells[0]) < 2:
        return []
    first = list(cells[0])
    if len(set(first)) < len(first) or not all(
        len(cell) <= _MAX_LABEL and _LABEL.fullmatch(cell) and not _is_label(cell) for cell in first
    ):
        return []
    numeric = [
        any(column < len(row) and _FIGURE.match(row[column]) for row in cells[1:])
        for column in range(len(first))
    ]
    return first if headed or any(numeric) or any(map(COLUMN_NAME.search, first)) else []


def _fields(row: Sequence[str]) -> str:
    """Join labels to the values that follow them; labels without one are left out.

    What stands alone in its row, or is too long for a label, leads to the rows below.
    """
    parts: list[str] = []
    for cell in filter(None, row):
        if parts and _is_label(parts[-1]) and not _is_label(cell):
            parts[-1] += cell
        else:
            parts.append(cell)
    return " | ".join(
        part for part in parts if not _is_label(part) or len(part) > _MAX_LABEL or len(parts) == 1
    )


def _is_label(cell: str) -> bool:
    return cell.endswith(("：", ":"))
