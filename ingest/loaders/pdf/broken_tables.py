"""Tables that go on over the page, under their column names again: the names are read once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest.layout.grid import CELLS
from ingest.text.raw import RawLine

_TOP_LINES = 3  # of a page, in which its table begins
_NUMBERED = re.compile(rf"\d{{1,4}}{re.escape(CELLS)}")
_FOLIO = re.compile(r"[\s—–\-·第页共/\d]*")


def unbroken(lines: Sequence[RawLine]) -> list[RawLine]:
    """Return the lines without column names that a page repeats.

    A row under them that has not the number of the others is the rest of the last one.
    """
    read: list[RawLine] = []
    before: list[RawLine] = []
    for _, grouped in groupby(lines, lambda line: line.page):
        page = list(grouped)
        rows = [line.text for line in before if CELLS in line.text]
        head = next((at for at, line in enumerate(page[:_TOP_LINES]) if CELLS in line.text), None)
        kept = page
        if head is not None and page[head].text in rows:
            kept = [*page[:head], *page[head + 1 :]]
            if not head and kept:
                _go_on(read, kept)
        read += kept
        before = page
    return read


def _go_on(read: list[RawLine], page: list[RawLine]) -> None:
    """Tie the first line of a page to the numbered row that it is the rest of."""
    last = next((at for at in reversed(range(len(read))) if not _FOLIO.fullmatch(read[at].text)), 0)
    if _NUMBERED.match(read[last].text) and not _NUMBERED.match(page[0].text):
        read[last] = replace(read[last], runs_on=True)
        page[0] = replace(page[0], text=f"{CELLS}{page[0].text}")
