"""Finds what a page repeats around its text: running headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ingest.raw import Box, RawLine

_EDGE_LINES = 2
_MIN_GAP = 0.8
_NO_BOX: Box = (0.0, 0.0, 0.0, 0.0)
_NUMERALS = "0-9０-９〇○零一二三四五六七八九十百"
_FOLIO = re.compile(
    rf"^[\s\-–—―－·•~～|｜(（]*(?:第\s*[{_NUMERALS}]{{1,5}}\s*[页版]"
    rf"(?:\s*[/／,，、]?\s*共\s*[{_NUMERALS}]{{1,5}}\s*[页版])?|page\s*\d{{1,5}}(?:\s*(?:of|/)\s*\d{{1,5}})?)"
    r"[\s\-–—―－·•~～|｜)）]*$|^\s*[-–—―－·•~～]{1,3}\s*[0-9０-９]{1,4}\s*[-–—―－·•~～]{1,3}\s*$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"^\s*([0-9０-９]{1,4})(?:\s*/\s*[0-9０-９]{1,4})?\s*$")
_DIGITS = re.compile(r"[0-9０-９]+")


def page_furniture(lines: Sequence[RawLine]) -> set[int]:
    """Return the indexes of lines that belong to the page and not to the text.

    A line at the edge of its page counts when most pages have it there (digits set aside),
    a bare number when it advances with the pages. A folio that says that it is one
    (第 3 页, — 5 —) counts where it stands at an edge, or, in files without pages, when
    there are two or more.
    """
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.page is not None and line.text.strip():
            pages[line.page].append(index)
    if not pages:
        folios = {index for index, line in enumerate(lines) if _FOLIO.match(line.text)}
        return folios if len(folios) > 1 else set()
    found: set[int] = set()
    apart: dict[int, list[int]] = {}
    for page, indexes in pages.items():
        top, bottom = _edges(lines, indexes)
        found.update(index for index in top + bottom if _FOLIO.match(lines[index].text))
        apart[page] = list(dict.fromkeys(_outside(lines, top) + _outside(lines, bottom)))
    return found | _repeated(lines, apart) | _counting(lines, apart)


def _edges(lines: Sequence[RawLine], indexes: list[int]) -> tuple[list[int], list[int]]:
    """Return the outermost lines of a page, from its top and from its bottom inward.

    One line more than furniture may take is returned, to tell whether it stands apart.
    """
    ordered = indexes
    if all(lines[index].box for index in indexes):
        ordered = sorted(indexes, key=lambda index: (lines[index].box or _NO_BOX)[1])
    return ordered[: _EDGE_LINES + 1], ordered[: -_EDGE_LINES - 2 : -1]


def _outside(lines: Sequence[RawLine], ends: list[int]) -> list[int]:
    """Return the lines at one edge that a gap sets apart from the text, as far as boxes tell."""
    if not all(lines[index].box for index in ends):
        return ends[:_EDGE_LINES]
    for count, (outer, inner) in enumerate(pairwise(ends), 1):
        upper, lower = sorted((lines[outer].box or _NO_BOX, lines[inner].box or _NO_BOX), key=_top)
        if lower[1] - upper[3] >= _MIN_GAP * max(lines[outer].size, 1.0):
            return ends[:count]
    return ends if len(ends) <= _EDGE_LINES else []


def _top(box: Box) -> float:
    return box[1]


def _repeated(lines: Sequence[RawLine], edges: dict[int, list[int]]) -> set[int]:
    """Return edge lines that more than half of three or more pages share."""
    if len(edges) < 3:
        return set()
    shapes: dict[str, set[int]] = defaultdict(set)
    for page, ends in edges.items():
        for index in ends:
            shapes[_shape(lines[index].text)].add(page)
    # Left and right pages often carry different headers, so a third of the pages is enough.
    needed = max(3, -(-len(edges) // 3))
    return {
        index
        for ends in edges.values()
        for index in ends
        if len(shapes[_shape(lines[index].text)]) >= needed
    }


def _counting(lines: Sequence[RawLine], edges: dict[int, list[int]]) -> set[int]:
    """Return bare numbers at page edges that keep a fixed distance to the page's own number."""
    numbers = [
        (index, int(found[1]) - page)
        for page, ends in edges.items()
        for index in ends
        if (found := _BARE_NUMBER.match(lines[index].text))
    ]
    shared = Counter(shift for _, shift in numbers)
    return {index for index, shift in numbers if shared[shift] > 1 or len(edges) == 1}


def _shape(text: str) -> str:
    return _DIGITS.sub("#", re.sub(r"\s+", "", text))
