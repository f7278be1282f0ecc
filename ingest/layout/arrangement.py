"""The order of the articles of a newspaper page, taken as rectangles.

What a blank strip cuts off above comes first, then what one cuts off on the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.article import Article
from ingest.layout.blocks import Rect

THIN = 4.0
_SLACK = 0.6
_ON_RULE = 8.0


@dataclass(slots=True)
class Unit:
    """What is ordered as one rectangle: an article, with those that it flows around."""

    rect: Rect
    articles: list[Article]


def arranged(units: list[Unit], rules: Sequence[Rect], usual: float) -> list[Unit]:
    """Return rectangles in reading order; no cut goes through a drawn rule."""
    if len(units) < 2:
        return units
    for axis in (1, 0):
        cuts = _cuts(units, axis, rules, _SLACK * usual)
        if cuts:
            # Rules part what does not belong together: the longest one parts first.
            cut = max(cuts, key=lambda cut: (_along(cut, axis, rules), -cut))
            first = [unit for unit in units if unit.rect[axis] < cut]
            second = [unit for unit in units if unit.rect[axis] >= cut]
            return arranged(first, rules, usual) + arranged(second, rules, usual)
    return sorted(units, key=lambda unit: (unit.rect[1], unit.rect[0]))


def _cuts(units: Sequence[Unit], axis: int, rules: Sequence[Rect], slack: float) -> list[float]:
    """Return where a straight line parts the units (axis 1: a height), at their starts."""
    cuts: list[float] = []
    placed = sorted(units, key=lambda unit: (unit.rect[axis], unit.rect[axis + 2]))
    edge = placed[0].rect[axis + 2]
    for unit in placed[1:]:
        start = unit.rect[axis]
        if start >= edge - slack and not _crosses((edge + start) / 2, axis, units, rules):
            cuts.append(start)
        edge = max(edge, unit.rect[axis + 2])
    return cuts


def _crosses(cut: float, axis: int, units: Sequence[Unit], rules: Sequence[Rect]) -> bool:
    """Tell whether a rule among ``units`` lies across a cut."""
    other = 1 - axis
    low = min(unit.rect[other] for unit in units)
    high = max(unit.rect[other + 2] for unit in units)
    return any(
        rule[axis] + THIN < cut < rule[axis + 2] - THIN and low < rule[other] < high
        for rule in rules
    )


def _along(cut: float, axis: int, rules: Sequence[Rect]) -> float:
    """Return the length of the longest rule drawn along a cut."""
    other = 1 - axis
    return max(
        (
            rule[other + 2] - rule[other]
            for rule in rules
            if -_ON_RULE - THIN <= (rule[axis] + rule[axis + 2]) / 2 - cut <= THIN
            and rule[axis + 2] - rule[axis] < THIN
        ),
        default=0.0,
    )
