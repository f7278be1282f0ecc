"""Reading order of a page: fragments of text with boxes to lines in columns.

A gutter is a strip of the page that next to no fragment crosses, with running text on both
sides. Fragments that do cross it (headlines, wide tables) cut the page into bands; inside a
band the left side is read before the right one. All of it is repeated on each side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.layout.bands import above_headline, above_or_below_columns, other_columns
from ingest.layout.blocks import Rect
from ingest.layout.grid import CELLS
from ingest.layout.gutters import Fragment, gutter, rows_of, usual_size
from ingest.layout.newspaper import articles_of
from ingest.layout.ruled import with_rows
from ingest.layout.table_rows import around_table

_CELL_GAP = 1.8
_MAX_DEPTH = 24
_MIN_FRAME = 50.0  # points, of a rule or frame that parts articles
# The number of a paragraph, which some set far apart from its text.
_ONE_MARK = re.compile(
    r"\s*(?:[（(]?(?:[〇零一二三四五六七八九十百]{1,4}|[0-9]{1,2})(?:[)）、.．]|[)）]、)"
    r"|第[〇零一二三四五六七八九十百0-9]{1,4}[章节条款])\s*$"
)
_ONE_HAN = re.compile("\\s*[\u4e00-\u9fff]\\s*$")


@dataclass(frozen=True, slots=True)
class LaidLine:
    """One line of a column; ``cells`` tells whether wide gaps divide it like a table row.

    ``article`` is the headline ("" for none) of the article that begins with this line.
    """

    text: str
    box: tuple[float, float, float, float]
    size: float
    column: int
    cells: bool
    article: str | None = None


def lines_in_order(
    fragments: Sequence[Fragment],
    frames: Sequence[Rect] = (),
    page: tuple[float, float] = (0.0, 0.0),
) -> list[LaidLine]:
    """Return the lines of a page in reading order.

    ``frames`` are the rectangles drawn on it, ``page`` its size in points; with them a
    newspaper page is read article by article.
    """
    lines: list[LaidLine] = []
    ruled = with_rows(fragments, frames)
    fragments, free = ruled.fragments, [frame for frame in ruled.frames if _is_long(frame)]
    if page[0] and fragments and (articles := articles_of(fragments, free, page)):
        for article in articles:
            begun = len(lines)
            for part in article.in_order():
                lines.extend(_lines(part, len(lines)))
            lines[begun] = replace(lines[begun], article=article.headline)
        return lines
    for column, region in enumerate(_regions(list(fragments), frames, 0)):
        lines.extend(_lines(region, column))
    return lines


def _is_long(frame: Rect) -> bool:
    return max(frame[2] - frame[0], frame[3] - frame[1]) >= _MIN_FRAME


def _regions(fragments: list[Fragment], frames: Sequence[Rect], depth: int) -> list[list[Fragment]]:
    """Cut fragments into columns, in reading order."""
    if not fragments or depth >= _MAX_DEPTH:
        return [fragments] if fragments else []
    found = gutter(fragments)
    if found and (split := around_table(fragments, found, frames)):
        above, table, below = split
        return [*_regions(above, frames, depth + 1), table, *_regions(below, frames, depth + 1)]
    if found:
        halves = above_headline(fragments) or other_columns(fragments, found)
    else:
        halves = above_or_below_columns(fragments)
    if halves:
        return _regions(halves[0], frames, depth + 1) + _regions(halves[1], frames, depth + 1)
    return _bands(fragments, found, frames, depth) if found else [fragments]


def _bands(
    fragments: list[Fragment], strip: tuple[float, float], frames: Sequence[Rect], depth: int
) -> list[list[Fragment]]:
    """Read a region from top to bottom, its columns between what runs across the strip."""
    low, high = strip
    regions: list[list[Fragment]] = []
    band: list[Fragment] = []
    wide: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda item: item.y0):
        if fragment.x0 < low and fragment.x1 > high:
            regions += _sides(band, (low + high) / 2, frames, depth)
            band = []
            wide.append(fragment)
        elif wide and fragment.y0 < wide[-1].y1 - 0.5 * wide[-1].size:
            wide.append(fragment)
        else:
            regions += _regions(wide, frames, depth + 1)
            wide = []
            band.append(fragment)
    return (
        regions + _regions(wide, frames, depth + 1) + _sides(band, (low + high) / 2, frames, depth)
    )


def _sides(
    band: list[Fragment], x: float, frames: Sequence[Rect], depth: int
) -> list[list[Fragment]]:
    left = [fragment for fragment in band if (fragment.x0 + fragment.x1) / 2 < x]
    right = [fragment for fragment in band if (fragment.x0 + fragment.x1) / 2 >= x]
    return _regions(left, frames, depth + 1) + _regions(right, frames, depth + 1)


def _lines(fragments: list[Fragment], column: int) -> list[LaidLine]:
    """Return the lines of one column; lines of nearly its usual size share that size."""
    usual = usual_size(fragments)
    lines = []
    for row in rows_of(fragments):
        text, cells = _row_text(row)
        size = max(row, key=lambda fragment: len(fragment.text)).size
        lines.append(
            LaidLine(
                text=text,
                box=(
                    round(row[0].x0, 1),
                    round(min(fragment.y0 for fragment in row), 1),
                    round(max(fragment.x1 for fragment in row), 1),
                    round(max(fragment.y1 for fragment in row), 1),
                ),
                size=usual if 0.87 <= size / usual <= 1.15 else size,
                column=column,
                cells=cells,
            )
        )
    return lines


def _row_text(row: list[Fragment]) -> tuple[str, bool]:
    """Join the fragments of a line; a gap as wide as between table cells becomes " | "."""
    text, cells = row[0].text, CELLS in row[0].text
    for before, after in pairwise(row):
        gap = (after.x0 - before.x1) / max(before.size, after.size)
        spread = bool(_ONE_HAN.match(before.text) and _ONE_HAN.match(after.text))
        spread = spread or (len(row) == 2 and bool(_ONE_MARK.match(before.text)))
        if gap >= _CELL_GAP and not spread:
            text, cells = f"{text.rstrip()}{CELLS}{after.text}", True
        elif gap > 0.2 and not re.search(r"\s$", text):
            text += ("  " if gap >= _CELL_GAP else " ") + after.text
        else:
            text += after.text
    return text, cells
