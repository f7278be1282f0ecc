"""Plots as small SVG drawings; colours come from the page, so that they follow its theme."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from evaluation.reports.curves import Bin

WIDTH, HEIGHT = 460, 290
LEFT, RIGHT, TOP, BOTTOM = 52, 24, 12, 42
_BAR_ROW = 26
_LABEL = 118
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its title, its ends, the values that are marked and how they are written."""

    title: str
    low: float
    high: float
    marks: Sequence[float]
    form: Callable[[float], str] = "{:g}".format

    def place(self, value: float) -> float:
        """Return where a value lies, 0 at the low end and 1 at the high one."""
        return (value - self.low) / ((self.high - self.low) or 1.0)


def percent(value: float) -> str:
    """Write a share."""
    return f"{value * 100:.0f}%"


def round_marks(top: float, most: int = 6) -> list[float]:
    """Return up to ``most`` marks from 0 to ``top`` (positive) or a little more, at round steps."""
    least = top / (most - 1)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= least)
    return [step * at for at in range(math.ceil(top / step) + 1)]


SHARE_MARKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def share_axis(title: str) -> Axis:
    """Return an axis from 0 to 100 %."""
    return Axis(title, 0.0, 1.0, SHARE_MARKS, percent)


def line_chart(label: str, x: Axis, y: Axis, points: Sequence[Point]) -> str:
    """Return a line through points."""
    path = " ".join(f"{_x(x, a):.1f},{_y(y, b):.1f}" for a, b in points)
    return _drawing(label, x, y, f'<polyline class="line" points="{path}"/>')


def reliability_chart(label: str, x: Axis, y: Axis, bins: Sequence[Bin]) -> str:
    """Return the share right over confidence with intervals, and the diagonal it should follow."""
    corner = f"{_x(x, 0):.1f},{_y(y, 0):.1f} {_x(x, 1):.1f},{_y(y, 1):.1f}"
    parts = [f'<polyline class="ideal" points="{corner}"/>']
    most = max((each.n for each in bins), default=1)
    for each in bins:
        at = _x(x, each.confidence)
        title = f"置信度 {each.confidence:.2f}，正确 {percent(each.right)}，{each.n} 题"
        parts.append(
            f'<line class="range" x1="{at:.1f}" x2="{at:.1f}" '
            f'y1="{_y(y, each.low):.1f}" y2="{_y(y, each.high):.1f}"/>'
            f'<circle class="dot" cx="{at:.1f}" cy="{_y(y, each.right):.1f}" '
            f'r="{3 + 5 * (each.n / most) ** 0.5:.1f}"><title>{escape(title)}</title></circle>'
        )
    return _drawing(label, x, y, "".join(parts))


def histogram(
    label: str,
    x: Axis,
    y: Axis,
    bins: Sequence[tuple[float, float, int]],
    lines: Sequence[tuple[str, float]],
) -> str:
    """Return bars of counts, and named upright lines across them."""
    parts = []
    for low, high, count in bins:
        top = _y(y, count)
        parts.append(
            f'<rect class="bar" x="{_x(x, low) + 0.5:.1f}" y="{top:.1f}" '
            f'width="{max(1.0, _x(x, high) - _x(x, low) - 1):.1f}" height="{_y(y, 0) - top:.1f}">'
            f"<title>{low:.0f}–{high:.0f}：{count}</title></rect>"
        )
    for row, (name, value) in enumerate(lines):
        at = _x(x, min(value, x.high))
        parts.append(
            f'<line class="ideal" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{_y(y, 0):.1f}"/>'
            f'<text x="{at - 4:.1f}" y="{TOP + 11 + 14 * row}" text-anchor="end">'
            f"{escape(name)}</text>"
        )
    return _drawing(label, x, y, "".join(parts))


def bars(label: str, rows: Sequence[tuple[str, float, float, float, str]]) -> str:
    """Return flat bars of shares: name, share, ends of its interval, and a note behind it."""
    height = len(rows) * _BAR_ROW + 30
    span = WIDTH - _LABEL - 84
    parts = []
    for row, (name, share, low, high, note) in enumerate(rows):
        middle = 12 + row * _BAR_ROW
        parts.append(
            f'<text x="{_LABEL - 8}" y="{middle + 4}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="bar" x="{_LABEL}" y="{middle - 7}" '
            f'width="{span * share:.1f}" height="14"/>'
            f'<line class="range" x1="{_LABEL + span * low:.1f}" '
            f'x2="{_LABEL + span * high:.1f}" y1="{middle}" y2="{middle}"/>'
            f'<text x="{_LABEL + span + 8}" y="{middle + 4}">{percent(share)} {escape(note)}</text>'
        )
    for mark in SHARE_MARKS:
        at = _LABEL + span * mark
        parts.append(
            f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="2" y2="{height - 22}"/>'
            f'<text x="{at:.1f}" y="{height - 6}" text-anchor="middle">{percent(mark)}</text>'
        )
    return _svg(label, height, "".join(parts))


def _drawing(label: str, x: Axis, y: Axis, inside: str) -> str:
    parts = []
    for mark in x.marks:
        at = _x(x, mark)
        parts.append(
            f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
            f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">'
            f"{escape(x.form(mark))}</text>"
        )
    for mark in y.marks:
        at = _y(y, mark)
        parts.append(
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
            f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{escape(y.form(mark))}</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    upright = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(
        f'<text x="{middle:.0f}" y="{HEIGHT - 6}" text-anchor="middle">{escape(x.title)}</text>'
        f'<text transform="translate(12 {upright:.0f}) rotate(-90)" text-anchor="middle">'
        f"{escape(y.title)}</text>"
    )
    return _svg(label, HEIGHT, "".join(parts) + inside)


def _svg(label: str, height: int, inside: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">'
        f"{inside}</svg>"
    )


def _x(axis: Axis, value: float) -> float:
    return LEFT + axis.place(value) * (WIDTH - LEFT - RIGHT)


def _y(axis: Axis, value: float) -> float:
    return HEIGHT - BOTTOM - axis.place(value) * (HEIGHT - TOP - BOTTOM)
