"""Lines of plain text that are records of their own: a log, a roll, a table set with commas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.text.raw import RawLine

_DATED = re.compile(
    r"^\s*[\[（(]?(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}月\d{1,2}日|\d{1,2}:\d\d)"
)
_COMMA = re.compile(r"(?<=\S),(?=\S)(?!\d{3}(?!\d))")  # between cells, not in 1,200
_FEWEST = 3  # lines alike in a row, from which they are records
_MIN_COMMAS = 2


def records(lines: Sequence[RawLine]) -> set[int]:
    """Return the lines which the next one begins a record of its own after.

    Records open alike, with a day or an hour, or hold the same number of commas.
    """
    found: set[int] = set()
    for shape, run in groupby(range(len(lines)), lambda index: _shape(lines[index])):
        alike = list(run)
        if shape and len(alike) >= _FEWEST:
            found.update(alike[:-1])
    return found


def _shape(line: RawLine) -> int:
    """Return what the record on a line looks like, 0 if it is none: -1 dated, else its commas."""
    if line.box or line.whole:
        return 0
    if _DATED.match(line.text):
        return -1
    commas = len(_COMMA.findall(line.text))
    return commas if commas >= _MIN_COMMAS and "。" not in line.text else 0
