"""The timeline as a picture: years along an axis, the weightiest events named above it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from chat.guide.cited import Chips
from chat.looks.language import day, say
from chat.looks.markup import escape
from rag.guide.chronicle import Entry
from rag.guide.events import Event

_MARGIN, _LANE, _FLAG_CHARS, _CHAR = 40, 30, 13, 12.5
_PAGE, _YEAR_WIDTH, _DOT, _STACK, _TOP = 880, 84, 13, 8, 16
_MOST_DOTS = 160


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where the years stand; years without events take no room."""

    years: tuple[str, ...]

    @property
    def width(self) -> int:
        """Width of the whole picture."""
        return 2 * _MARGIN + round(self.room * len(self.years))

    @property
    def room(self) -> float:
        """Width of a year: few years share a picture as wide as the page."""
        return max(_YEAR_WIDTH, _PAGE / len(self.years))

    def at(self, date: str) -> float:
        """Return the x of a date: months spread over the room of their year."""
        month = int(date[5:7]) if len(date) >= 7 else 1
        day = int(date[8:10]) if len(date) >= 10 else 1
        share = (month - 1 + (day - 1) / 31) / 12 if len(date) >= 7 else 0.5
        return _MARGIN + self.room * (self.years.index(date[:4]) + 0.1 + 0.8 * share)


def timeline_svg(named: Sequence[Entry], others: Sequence[Entry], chips: Chips) -> str:
    """Return the picture; ``named`` events bear their words, ``others`` are dots below."""
    dotted = list(others)[:_MOST_DOTS]
    years = sorted({entry.event.date[:4] for entry in (*named, *dotted)})
    if not years:
        return ""
    axis = _Axis(tuple(years))
    flags, lanes = _flags(named, axis)
    base = _TOP + lanes * _LANE + 14
    dots, depth = _dots(dotted, axis, base, chips)
    height = base + 34 + depth * _DOT
    # All poles before all words, so that no pole crosses the words of another flag.
    drawn = "".join(_pole(x, base - 14 - lane * _LANE, base) for _, x, lane in flags) + "".join(
        _flag(entry, x, _left(x, axis.width), base - 14 - lane * _LANE, base, chips)
        for entry, x, lane in flags
    )
    title = say(
        "政策时间线，{n} 件事，{first} 年至 {last} 年",
        n=len(named) + len(dotted),
        first=years[0],
        last=years[-1],
    )
    return (
        f'<svg class="timeline-picture" viewBox="0 0 {axis.width} {height}" role="group"'
        f' aria-label="{escape(title)}" data-width="{axis.width}">'
        f"{_years(axis, base)}{dots}{drawn}</svg>"
    )


def _flags(named: Sequence[Entry], axis: _Axis) -> tuple[list[tuple[Entry, float, int]], int]:
    """Return each named event with its x and the first lane in which its words have room."""
    ends: list[float] = []
    placed = []
    for entry in sorted(named, key=lambda one: one.event.date):
        x = axis.at(entry.event.date)
        left = _left(x, axis.width)
        lane = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        ends[lane : lane + 1] = [left + _FLAG_CHARS * _CHAR + 24]
        placed.append((entry, x, lane))
    return placed, len(ends)


def _left(x: float, width: int) -> float:
    """Return where the words of a flag start, so that they end inside the picture."""
    return min(x, width - _FLAG_CHARS * _CHAR - 24)


def _pole(x: float, top: int, base: int) -> str:
    return f'<line class="pole" x1="{x:.0f}" y1="{top}" x2="{x:.0f}" y2="{base}"/>'


def _flag(entry: Entry, x: float, left: float, y: int, base: int, chips: Chips) -> str:
    event = entry.event
    said = _short(event.title.text if event.title else _deed(event))
    told = f"{day(event.date)}：{' '.join(event.what.text.split())}"
    return (
        f'<g class="flag {event.kind.value}" tabindex="0" role="button"'
        f' aria-label="{escape(told)}" {chips.attributes(event.what)}>'
        f'<circle cx="{x:.0f}" cy="{base}" r="5"/>'
        f'<text x="{left + 5:.0f}" y="{y + 2}">{escape(said)}</text></g>'
    )


def _deed(event: Event) -> str:
    """Return what is told after the date, for there the deed stands; all where that is little."""
    text = event.what.text
    after = text[max(0, event.when.end - event.what.start) :].lstrip("，,、 ")
    return after if event.what.start <= event.when.start and len(after) > 5 else text


_LEAD = re.compile(
    r"^.{0,24}?关于(?:印发|公布|发布|同意|推进|加快|做好)?|[《》\s]|^(?:截至|到|自)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?[底初末]?，?"
)


def _short(text: str) -> str:
    """Return the words of a flag: a title without the office and 关于印发 before it."""
    plain = _LEAD.sub("", "".join(text.split()))
    return plain if len(plain) <= _FLAG_CHARS else plain[: _FLAG_CHARS - 1] + "…"


def _dots(others: Sequence[Entry], axis: _Axis, base: int, chips: Chips) -> tuple[str, int]:
    """Return the dots below the axis, stacked where a year has many, and their depth."""
    by_year: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in others:
        by_year[entry.event.date[:4]].append(entry)
    drawn, depth = [], 0
    for year, entries in by_year.items():
        for number, entry in enumerate(sorted(entries, key=lambda one: one.event.date)):
            row, column = divmod(number, _STACK - 2)
            depth = max(depth, row + 1)
            x = axis.at(year) + (column - 2.5) * _DOT
            event = entry.event
            told = f"{day(event.date)}：{' '.join(event.what.text.split())}"
            drawn.append(
                f'<circle class="dot {event.kind.value}" cx="{x:.0f}"'
                f' cy="{base + 34 + row * _DOT}" r="4.5" tabindex="-1" role="button"'
                f' aria-label="{escape(told)}" {chips.attributes(event.what)}/>'
            )
    return "".join(drawn), depth


def _years(axis: _Axis, base: int) -> str:
    ticks = "".join(
        f'<text class="year" x="{_MARGIN + axis.room * (number + 0.5):.0f}" y="{base + 20}">'
        f"{year}</text>"
        + (
            _gap(axis, number, base)
            if number and int(year) - int(axis.years[number - 1]) > 1
            else ""
        )
        for number, year in enumerate(axis.years)
    )
    end = axis.width - _MARGIN // 2
    return f'<line class="axis" x1="{_MARGIN // 2}" y1="{base}" x2="{end}" y2="{base}"/>{ticks}'


def _gap(axis: _Axis, number: int, base: int) -> str:
    x = round(_MARGIN + axis.room * number)
    return f'<text class="gap" x="{x}" y="{base + 20}" aria-hidden="true">⋯</text>'
