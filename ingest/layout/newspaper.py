"""Newspaper pages: told from others, and cut into articles in reading order.

A framed text inside an article is read after it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.arrangement import THIN, Unit, arranged
from ingest.layout.article import Article
from ingest.layout.blocks import Block, Rect, is_column, parts_of
from ingest.layout.gutters import Fragment, rows_of, usual_size
from ingest.layout.ownership import owned
from ingest.text.furniture import is_masthead

_HEADLINE = 1.5
_MIN_COLUMNS = 3
_MIN_FRAME, _MAX_FRAME = 0.01, 0.7
_FRAMED_LINES = 3


def articles_of(
    fragments: Sequence[Fragment], frames: Sequence[Rect], page: tuple[float, float]
) -> list[Article] | None:
    """Return the articles of a newspaper page in order; None where the page is no such page.

    ``frames`` are the rectangles and rules drawn on it, ``page`` its width and height in points.
    """
    usual = usual_size(fragments)
    masthead = _masthead(fragments)
    fragments = [item for item in fragments if item not in masthead]
    heads, blocks = parts_of(fragments, usual)
    if not any(head.size >= _HEADLINE * usual for head in heads) or not _side_by_side(blocks):
        return None
    rules = [frame for frame in frames if min(_sides(frame)) < THIN]
    outer = _outer([frame for frame in frames if frame not in rules], fragments, page)
    rest = [item for item in fragments if not any(_holds(frame, item) for frame in outer)]
    units = [Unit(_rect(part.whole), [part]) for part in owned(rest, rules, usual)]
    for frame in outer:
        inside = [item for item in fragments if _holds(frame, item)]
        framed = articles_of(inside, (), page) or owned(inside, (), usual)
        host = next((unit for unit in units if _surrounds(unit.rect, frame)), None)
        if host:
            host.articles += framed
        else:
            units.append(Unit(frame, framed))
    found = [article for unit in arranged(units, rules, usual) for article in unit.articles]
    return [Article(None, [Block(masthead)]), *found] if masthead else found


def _masthead(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the rows at the top of the page that name its paper, day and number."""
    top = rows_of(fragments)[:2]
    return [item for row in top if is_masthead([item.text for item in row]) for item in row]


def _side_by_side(blocks: Sequence[Block]) -> bool:
    """Tell whether three columns or more of running text stand beside each other."""
    columns = [block for block in blocks if is_column(block)]
    for block in columns:
        middle = (block.y0 + block.y1) / 2
        if sum(other.y0 <= middle <= other.y1 for other in columns) >= _MIN_COLUMNS:
            return True
    return False


def _sides(frame: Rect) -> tuple[float, float]:
    return frame[2] - frame[0], frame[3] - frame[1]


def _outer(
    frames: Sequence[Rect], fragments: Sequence[Fragment], page: tuple[float, float]
) -> list[Rect]:
    """Return the frames that hold text of their own: not the page's, nor a cell's, nor inner."""
    area = page[0] * page[1]
    held = [
        frame
        for frame in frames
        if _MIN_FRAME <= (frame[2] - frame[0]) * (frame[3] - frame[1]) / area <= _MAX_FRAME
        and sum(_holds(frame, item) for item in fragments) >= _FRAMED_LINES
    ]
    held.sort(key=lambda frame: (frame[2] - frame[0]) * (frame[3] - frame[1]), reverse=True)
    outer: list[Rect] = []
    for frame in held:
        if not any(_surrounds(other, frame) for other in outer):
            outer.append(frame)
    return outer


def _holds(frame: Rect, item: Fragment) -> bool:
    return frame[0] <= (item.x0 + item.x1) / 2 <= frame[2] and frame[1] <= item.middle <= frame[3]


def _surrounds(outer: Rect, inner: Rect) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _rect(block: Block) -> Rect:
    return block.x0, block.y0, block.x1, block.y1
