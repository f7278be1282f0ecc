"""A schematic map: one tile for each province, shaded by the number of its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chat.looks.language import say
from chat.looks.markup import escape
from rag.guide.case import Case
from rag.guide.provinces import TILES

_SIDE, _GAP = 46, 4
_SHADES = (1, 3, 8)  # cases from which a tile is darker


def map_svg(cases: Sequence[Case]) -> str:
    """Return the map; a tile with cases is a button that narrows the table to its province."""
    counts = Counter(case.province for case in cases if case.province)
    if not counts:
        return ""
    columns = max(column for column, _ in TILES.values()) + 1
    rows = max(row for _, row in TILES.values()) + 1
    side = _SIDE + _GAP
    tiles = "".join(
        _tile(name, counts[name], column * side, row * side)
        for name, (column, row) in TILES.items()
    )
    label = say("各省案例数示意图，共 {n} 个省份有案例", n=len(counts))
    return (
        f'<svg class="tile-map" viewBox="0 0 {columns * side} {rows * side}" role="group"'
        f' aria-label="{escape(label)}">{tiles}</svg>'
    )


def _tile(name: str, count: int, x: int, y: int) -> str:
    shade = sum(count >= least for least in _SHADES)
    middle = x + _SIDE / 2
    box = f'<rect x="{x}" y="{y}" width="{_SIDE}" height="{_SIDE}" rx="7"/>'
    text = f'<text x="{middle}" y="{y + 20}">{escape(name)}</text>'
    if not count:
        return f'<g class="tile" aria-hidden="true">{box}{text}</g>'
    number = f'<text class="count" x="{middle}" y="{y + 37}">{count}</text>'
    label = say("{place}：{n} 个案例", place=name, n=count)
    return (
        f'<g class="tile shade-{shade}" role="button" tabindex="0" aria-pressed="false"'
        f' data-province="{escape(name)}" aria-label="{escape(label)}">{box}{text}{number}</g>'
    )
