"""Chooses the cheapest places to cut a row of units into passages (dynamic programming)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KEEP = 6.0  # the price of a cut that is made only where a passage would be too long otherwise
SHORTEST = 40  # characters; a passage below this is joined to a neighbour where it can be
_TOO_SHORT = 3.0
_TOO_LONG = 0.6
_MOST_UNITS = 64  # in one passage; bounds the work on a text of very many tiny lines


@dataclass(slots=True)
class Unit:
    """A stretch that is never cut, with the prices of cutting and of not cutting before it.

    ``line`` is where its line starts; ``heading`` marks a heading on a line of its own.
    """

    start: int
    end: int
    cut: float = 0.0
    join: float = 0.0
    line: int = -1
    heading: bool = False


def pack(units: Sequence[Unit], target_chars: int, max_chars: int) -> list[tuple[int, int]]:
    """Return (start, end) of the passages; each is at most ``max_chars`` long if units are."""
    best = [0.0] + [float("inf")] * len(units)
    cut_at = [0] * (len(units) + 1)
    for first in range(len(units)):
        here = best[first] + (units[first].cut if first else 0.0)
        joined = 0.0
        for last in range(first, min(first + _MOST_UNITS, len(units))):
            length = units[last].end - units[first].start
            if length > max_chars and last > first:
                break
            joined += units[last].join if last > first else 0.0
            price = here + joined + _length_price(length, target_chars, max_chars)
            if price < best[last + 1]:
                best[last + 1], cut_at[last + 1] = price, first
    spans = []
    last = len(units)
    while last:
        spans.append((units[cut_at[last]].start, units[last - 1].end))
        last = cut_at[last]
    return spans[::-1]


def _length_price(length: int, target_chars: int, max_chars: int) -> float:
    if length > target_chars:
        return _TOO_LONG * ((length - target_chars) / max(1, max_chars - target_chars)) ** 2
    short = ((target_chars - length) / target_chars) ** 2
    return short + (_TOO_SHORT if length < min(SHORTEST, target_chars) else 0.0)
