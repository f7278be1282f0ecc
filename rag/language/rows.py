"""Rows of a table, each a line that reads by itself: 列：值；列：值, or cells between " | "."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

Span = tuple[int, int]

# The name of a column, which begins with no number of an item: 一、, （1） or 二是.
_ITEM = r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、．是]|\.(?!\d))"
_NAME = rf"(?!{_ITEM})[^：；，。！？、“”《\n|]{{1,24}}"
_NAMED = re.compile(rf"{_NAME}：[^；\n]+；(?:[^；\n]*；)*?{_NAME}：")
# What the cells of a row count in, told by their column or a cell of its own: 金额（万元）：3200.
CELL_UNIT = re.compile(r"（([^（）；：\n]+)）：|单位：([^；\n]+)")
_BAR = re.compile(r" \| ?|\| ")
_TITLE_LINES, _TITLE_CHARS = 2, 40  # over a table, and of each of them
_MOST_ROWS = 300  # before and after those looked at
_LINE = re.compile(r"[^\n]+")
_BORDER = re.compile(rf"；(?={_NAME}：)")
_LABEL = re.compile(rf"({_NAME})：")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: the name of its column ("" if it has none) and what stands in it.

    ``start:end`` are the characters of the row that hold both.
    """

    column: str
    value: str
    start: int
    end: int


def is_row(line: str) -> bool:
    """Whether a line is a row of a table: no sentence, however many full stops its cells hold."""
    return bool(_NAMED.match(line) or _BAR.search(line))


def cells(row: str) -> list[Cell]:
    """Return the cells of a row in their order."""
    borders = list((_BORDER if _NAMED.match(row) else _BAR).finditer(row))
    starts = [0, *(border.end() for border in borders)]
    ends = [*(border.start() for border in borders), len(row)]
    found = []
    for start, end in zip(starts, ends, strict=True):
        label = _LABEL.match(row, start, end)
        value = row[label.end() if label else start : end]
        found.append(Cell(label[1] if label else "", value.strip(), start, end))
    return found


def tables(text: str, start: int, end: int) -> list[list[Span]]:
    """Return the tables of which characters ``start:end`` hold a row, each as its rows.

    Of a long table they are those near by.
    """
    lines = [line.span() for line in _LINE.finditer(text)]
    held = [at for at, line in enumerate(lines) if line[0] < end and start < line[1]]
    if not held:
        return []
    first, last = held[0], held[-1]
    lines = lines[: last + _MOST_ROWS]
    while first > held[0] - _MOST_ROWS and first and is_row(text[slice(*lines[first - 1])]):
        first -= 1
    while last + 1 < len(lines) and is_row(text[slice(*lines[last + 1])]):
        last += 1
    runs = groupby(lines[first : last + 1], key=lambda line: is_row(text[slice(*line)]))
    return [list(run) for rows, run in runs if rows]


def read(text: str, table: list[Span]) -> list[tuple[Span, list[Cell]]]:
    """Return the rows of a table with their cells, without the row of column names.

    The fields of a form (文号：甲 | 日期：乙) are no record among others.
    """
    rows = [(span, cells(text[slice(*span)])) for span in table]
    rows = [(span, row) for span, row in rows if _NAMED.match(text, *span) or not row[0].column]
    named = [(span, row) for span, row in rows if any(cell.column for cell in row)]
    return named or rows


def over(text: str, start: int) -> str:
    """Return the lines over the table with a row at ``start``: its title, what it counts in.

    Words of an item may look like a row where their line is none: nothing stands over them.
    """
    held = tables(text, start, start + 1)
    if not held:
        return ""
    above = text[: held[0][0][0]].rstrip("\n").split("\n")[-_TITLE_LINES:]
    return "\n".join(line for line in above if len(line) <= _TITLE_CHARS and line[-1:] != "。")
