"""Small charts of figures that stand for several years."""

from __future__ import annotations

from chat.guide.cited import Chips
from chat.looks.language import say
from chat.looks.markup import escape, written
from rag.guide.series import Series

_WIDTH, _HEIGHT, _BASE, _TOP = 260, 150, 122, 34


def series_html(series: Series, chips: Chips) -> str:
    """Return a bar for each year with its value; a bar opens the source of its figure."""
    highest = max(point.number for point in series.points) or 1.0
    room = _WIDTH / len(series.points)
    width = min(54.0, room * 0.6)
    bars = ""
    for number, point in enumerate(series.points):
        height = max(3.0, (_BASE - _TOP) * point.number / highest)
        middle = room * (number + 0.5)
        told = f"{point.date[:4]} 年 {series.measure} {point.value.text}"
        bars += (
            f'<g class="bar" role="button" tabindex="0" aria-label="{escape(told)}"'
            f" {chips.attributes(point.told)}>"
            f'<rect x="{middle - width / 2:.0f}" y="{_BASE - height:.0f}" width="{width:.0f}"'
            f' height="{height:.0f}" rx="4"/>'
            f'<text class="value" x="{middle:.0f}" y="{_BASE - height - 7:.0f}">'
            f"{escape(point.value.text)}</text>"
            f'<text x="{middle:.0f}" y="{_BASE + 18}">{point.date[:4]}</text></g>'
        )
    first, last = series.points[0], series.points[-1]
    trend = _change(first.number, last.number, series.unit)
    return (
        f'<figure class="series"><figcaption>{written(series.measure)}{trend}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="group"'
        f' aria-label="{escape(series.measure)}">'
        f'<line class="axis" x1="0" y1="{_BASE}" x2="{_WIDTH}" y2="{_BASE}"/>{bars}</svg></figure>'
    )


def _change(first: float, last: float, unit: str) -> str:
    """Return the trend in words: percentage points for shares, else percent or times."""
    if unit == "%":
        told = say("{n} 个百分点", n=f"{last - first:+.1f}")
    elif first and last / first >= 2:
        told = say("{n} 倍", n=f"{last / first:.1f}")
    elif first:
        told = f"{(last - first) / first:+.1%}"
    else:
        return ""
    return f' <span class="trend">{escape(told)}</span>'
