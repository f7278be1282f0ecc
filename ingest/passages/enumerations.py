"""Keeps enumerations (一是…二是…, 1.… 2.…) together where they fit in one passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.passages.packing import KEEP, Unit
from ingest.passages.sentences import item_mark

_LOOK_BACK = 8  # units between two items of one enumeration


def keep_enumerations(text: str, units: Sequence[Unit], max_chars: int) -> None:
    """Make cuts inside an enumeration dear where it fits in one passage, lead-in included.

    Of one that does not fit, the starts of its items become the cheap places to cut.
    """
    for first, last in _runs(text, units):
        lead = first - 1 if first and _leads_in(text, units[first - 1], units[first]) else first
        size = units[last].end - units[first].start
        if units[last].end - units[lead].start <= max_chars:
            _keep(units[lead + 1 : last + 1])
        elif size <= max_chars:
            _keep(units[first + 1 : last + 1])
        else:
            for unit in units[first + 1 : last + 1]:
                if item_mark(text[unit.start : unit.end]) is None:
                    unit.cut += 0.3
                elif unit.cut < KEEP:
                    unit.cut = min(unit.cut, 0.05)


def _leads_in(text: str, before: Unit, first: Unit) -> bool:
    return first.line == before.line or text[before.end - 1] in "：:"


def _keep(units: Sequence[Unit]) -> None:
    for unit in units:
        unit.cut, unit.join = max(unit.cut, KEEP), min(unit.join, 0.05)


def _runs(text: str, units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Yield the first and last unit of every run of items that counts 1, 2 and so on."""
    running: dict[str, list[int]] = {}  # style -> units of the items so far
    for index, unit in enumerate(units):
        for style in [s for s, items in running.items() if index - items[-1] > _LOOK_BACK]:
            yield from _finished(units, running.pop(style))
        mark = None if unit.heading else item_mark(text[unit.start : unit.end])
        if mark is None:
            continue
        style, ordinal = mark
        if style in running and ordinal == len(running[style]) + 1:
            running[style].append(index)
            continue
        yield from _finished(units, running.pop(style, []))
        if ordinal == 1:
            running[style] = [index]
    for items in running.values():
        yield from _finished(units, items)


def _finished(units: Sequence[Unit], items: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the run, up to the end of the line of its last item, if it has two items."""
    if len(items) > 1:
        last = items[-1]
        limit = min(len(units) - 1, last + _LOOK_BACK)
        while last < limit and units[last + 1].line == units[last].line:
            last += 1
        yield items[0], last
