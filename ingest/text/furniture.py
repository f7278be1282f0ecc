"""Finds what a page repeats around its text: running headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ingest.text.raw import Box, RawLine

_EDGE_ROWS = 2
_MIN_GAP = 0.6
_NUMERALS = "0-9０-９〇○零一二三四五六七八九十百Ⅰ-Ⅻⅰ-ⅻIVXivx"
_FOLIO = re.compile(
    rf"^[\s\-–—―－·•~～|｜(（]*(?:第\s*[{_NUMERALS}]{{1,5}}\s*[页版]"
    rf"(?:\s*[/／,，、]?\s*共\s*[{_NUMERALS}]{{1,5}}\s*[页版])?|page\s*\d{{1,5}}(?:\s*(?:of|/)\s*\d{{1,5}})?)"
    r"[\s\-–—―－·•~～|｜)）]*$|^\s*[-–—―－·•~～]{1,3}\s*[0-9０-９]{1,4}\s*[-–—―－·•~～]{1,3}\s*$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"^\s*([0-9０-９]{1,4})(?:\s*/\s*[0-9０-９]{1,4})?\s*$")
# What stands over a newspaper page: 2026年3月5日 星期四 | 理论周刊 | 第7版.
_MASTHEAD = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日\W*(?:星期[一二三四五六日天])"
    r"|^第?[0-9〇一二三四五六七八九十]{1,3}版$|^版[面次]?[:：]"
)
_LONGEST_MASTHEAD = 60
_LONGEST_HEAD = 40  # a running head with its number
_HEAD_CELLS, _LONG_CELL = 3, 6
_CELLS = " | "
_EVEN = 1.5  # a running head stands further from a table than its rows from each other
_TOUCH = 0.5  # points between the rows of a drawn table, and between their edges
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
        # What a format without page layout marks as a line of its own is never furniture.
        if line.page is not None and line.text.strip() and not (line.whole and not line.box):
            pages[line.page].append(index)
    if not pages:
        folios = {index for index, line in enumerate(lines) if _FOLIO.match(line.text)}
        return folios if len(folios) > 1 else set()
    found: set[int] = set()
    apart: dict[int, list[int]] = {}
    for page, indexes in pages.items():
        rows = _rows(lines, indexes)
        ends = (rows[: _EDGE_ROWS + 1], rows[: -_EDGE_ROWS - 2 : -1])
        edge = [index for end in ends for row in end for index in row]
        found.update(index for index in edge if _FOLIO.match(lines[index].text))
        for row in rows[:_EDGE_ROWS]:
            if is_masthead([lines[index].text for index in row]):
                found.update(row)
        apart[page] = list(dict.fromkeys(index for end in ends for index in _outside(lines, end)))
    return found | _repeated(lines, apart) | _counting(lines, apart)


def is_masthead(texts: Sequence[str]) -> bool:
    """Tell whether a row of a page, in pieces, names the day or number of a newspaper page."""
    bare = [re.sub(r"[\s|]+", " ", text).strip() for text in texts]
    return sum(map(len, bare)) <= _LONGEST_MASTHEAD and any(map(_MASTHEAD.search, bare))


def _rows(lines: Sequence[RawLine], indexes: list[int]) -> list[list[int]]:
    """Group the lines of a page that stand at one height, from the top; singly without boxes."""
    if not all(lines[index].box for index in indexes):
        return [[index] for index in indexes]
    rows: list[list[int]] = []
    for index in sorted(indexes, key=lambda index: _box(lines[index])[1]):
        if rows and _box(lines[index])[1] < _middle(lines[rows[-1][0]]):
            rows[-1].append(index)
        else:
            rows.append([index])
    return rows


def _outside(lines: Sequence[RawLine], end: list[list[int]]) -> list[int]:
    """Return the lines at one edge that a gap sets apart from the text, as far as boxes tell."""
    if not all(lines[index].box for row in end for index in row):
        return [index for row in end[:_EDGE_ROWS] for index in row]
    if _are_rows(lines, end):
        return []
    for count, (outer, inner) in enumerate(pairwise(end), 1):
        if _are_ruled(lines[outer[0]], lines[inner[0]]):
            return []
        # By the middles of the lines and the least size: some fonts claim far more height than
        # their letters.
        size = max(*(min(lines[index].size for index in row) for row in (outer, inner)), 1.0)
        gap = min(
            abs(_middle(lines[one]) - _middle(lines[other])) for one in outer for other in inner
        )
        if gap >= (1 + _MIN_GAP) * size:
            return [index for row in end[:count] for index in row]
    return [index for row in end for index in row] if len(end) <= _EDGE_ROWS else []


def _are_rows(lines: Sequence[RawLine], end: list[list[int]]) -> bool:
    """Tell whether three lines at an edge, evenly apart, have as many cells, as table rows have."""
    if len(end) <= _EDGE_ROWS:
        return False
    cells = {lines[row[0]].text.count(_CELLS) if len(row) == 1 else 0 for row in end}
    outer, inner, next_one = (_middle(lines[row[0]]) for row in end)
    even = abs(outer - inner) < _EVEN * abs(inner - next_one)
    return even and len(cells) == 1 and 0 not in cells


def _are_ruled(one: RawLine, other: RawLine) -> bool:
    """Tell whether two lines are rows of a drawn table, which touch and are as wide as it is."""
    (x0, y0, x1, y1), (left, top, right, bottom) = _box(one), _box(other)
    apart = abs(x0 - left), abs(x1 - right), min(abs(y0 - bottom), abs(y1 - top))
    return max(apart) <= _TOUCH and _CELLS in one.text + other.text


def _box(line: RawLine) -> Box:
    return line.box or (0.0, 0.0, 0.0, 0.0)


def _middle(line: RawLine) -> float:
    return (_box(line)[1] + _box(line)[3]) / 2


def _repeated(lines: Sequence[RawLine], edges: dict[int, list[int]]) -> set[int]:
    """Return edge lines that more than half of three or more pages share."""
    if len(edges) < 3:
        return set()
    shapes: dict[str, set[int]] = defaultdict(set)
    for page, ends in edges.items():
        for index in ends:
            for shape in _shapes(lines[index].text):
                shapes[shape].add(page)
    # Left and right pages often carry different headers, so a third of the pages is enough.
    needed = max(3, -(-len(edges) // 3))
    return {
        index
        for ends in edges.values()
        for index in ends
        if any(len(shapes[shape]) >= needed for shape in _shapes(lines[index].text))
    }


def _counting(lines: Sequence[RawLine], edges: dict[int, list[int]]) -> set[int]:
    """Return numbers at page edges that keep a fixed distance to the page's own number.

    A number stands alone or beside a running head: 12 | 第一篇 商品, 第一章 货币 | 13.
    """
    numbers = [
        (index, int(found[1]) - page)
        for page, ends in edges.items()
        for index in ends
        for cell in _outer_cells(lines[index].text)
        if (found := _BARE_NUMBER.match(cell))
    ]
    shared = Counter(shift for _, shift in numbers)
    alone = len(edges) == 1  # then a number beside other words is as likely a figure
    return {
        index
        for index, shift in numbers
        if shared[shift] > 1 or (alone and _CELLS not in lines[index].text)
    }


def _outer_cells(text: str) -> list[str]:
    """Return the first and the last of two or three short cells, else the text as it is."""
    cells = text.split(_CELLS)
    beside = 2 <= len(cells) <= 3 and len(text) <= _LONGEST_HEAD
    return [cells[0], cells[-1]] if beside else [text]


def _shapes(text: str) -> set[str]:
    """Return a line without its digits, and each of two or three long cells of a running head."""
    cells = text.split(_CELLS) if text.count(_CELLS) < _HEAD_CELLS else []
    named = {shape for shape in map(_shape, cells) if len(shape) >= _LONG_CELL}
    return {_shape(text), *named}


def _shape(text: str) -> str:
    return _DIGITS.sub("#", re.sub(r"\s+", "", text))
