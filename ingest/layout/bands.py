"""Bands: where blank strips right across a page part what stands above from what stands below."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.layout.gutters import Fragment, Row, gutter, rows_of, usual_size

_MIN_BAND = 0.6  # height of a blank strip, in usual letter sizes
_HEADLINE = 1.3  # size of its letters, in usual ones
_MAX_TRIES = 8  # strips at which a cut is tried, the highest first

Halves = tuple[list[Fragment], list[Fragment]]  # above and below


def above_headline(fragments: list[Fragment]) -> Halves | None:
    """Cut at a blank strip right across that has a headline under it: a new article begins.

    A headline shorter than its article's columns would else be read with the first of them.
    """
    rows = rows_of(fragments)
    usual = usual_size(fragments)
    for gap, index in _strips(rows):
        size = max(fragment.size for fragment in rows[index])
        beneath = [item for row in rows[index:] for item in row]
        if (
            gap >= _MIN_BAND * usual
            and size >= _HEADLINE * usual
            and len(beneath) > len(rows[index])
        ):
            above = [item for row in rows[:index] for item in row]
            if max(fragment.size for fragment in rows[index - 1]) < size:
                return above, beneath
    return None


def above_or_below_columns(fragments: list[Fragment]) -> Halves | None:
    """Cut at a blank strip right across, if there are columns above or below it only."""
    for upper, lower in _halves(fragments):
        if gutter(upper) or gutter(lower):
            return upper, lower
    return None


def other_columns(fragments: list[Fragment], strip: tuple[float, float]) -> Halves | None:
    """Cut at a blank strip right across that has other columns above it than below it.

    ``strip`` is the gutter of all; a cut must give gutters that fewer fragments cross.
    """
    crossing = _crossing(fragments, strip)
    if not crossing:
        return None
    for upper, lower in _halves(fragments):
        above, below = gutter(upper), gutter(lower)
        if (
            above
            and below
            and (above[1] <= below[0] or below[1] <= above[0])
            and _crossing(upper, above) + _crossing(lower, below) < crossing
        ):
            return upper, lower
    return None


def _crossing(fragments: list[Fragment], strip: tuple[float, float]) -> int:
    """Return how many fragments run right across an upright strip."""
    return sum(item.x0 < strip[0] and item.x1 > strip[1] for item in fragments)


def _halves(fragments: list[Fragment]) -> Iterator[Halves]:
    """Yield what lies above and below the blank strips right across, the highest first."""
    rows = rows_of(fragments)
    usual = usual_size(fragments)
    strips = sorted(
        (strip for strip in _strips(rows) if strip[0] >= _MIN_BAND * usual), reverse=True
    )
    for _, index in strips[:_MAX_TRIES]:
        yield (
            [fragment for row in rows[:index] for fragment in row],
            [fragment for row in rows[index:] for fragment in row],
        )


def _strips(rows: list[Row]) -> list[tuple[float, int]]:
    """Return (height, index of the row beneath) of the blank strips right across."""
    strips = []
    bottom = max(fragment.y1 for fragment in rows[0])
    for index, row in enumerate(rows[1:], 1):
        strips.append((min(fragment.y0 for fragment in row) - bottom, index))
        bottom = max(bottom, *(fragment.y1 for fragment in row))
    return strips
