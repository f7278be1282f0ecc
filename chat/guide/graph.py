"""The network of documents as a picture: years from left to right, arcs for what is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from chat.guide.cited import Chips
from chat.looks.language import say
from chat.looks.markup import escape
from rag.guide.network import Edge, Network, Node

_MOST, _LANE, _COLUMN, _MARGIN = 26, 46, 190, 20
_CHARS = 12
_ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"'
    ' markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>'
)


def network_svg(network: Network, chips: Chips) -> str:
    """Return the most cited documents and what they say of each other."""
    nodes = _shown(network)
    if len(nodes) < 2:
        return ""
    places, width, height = _places(nodes)
    arcs = [e for e in network.edges if e.source in places and e.target in places]
    names = {node.key: node.title for node in nodes}
    drawn = "".join(_arc(edge, places, names, chips) for edge in arcs)
    boxes = "".join(_box(node, *places[node.key]) for node in nodes)
    label = say("文件关系图：{n} 份文件，{m} 条关系", n=len(nodes), m=len(arcs))
    return (
        f'<svg class="network" viewBox="0 0 {width} {height}" data-width="{width}" role="group"'
        f' aria-label="{escape(label)}">{_ARROW}'
        f"{drawn}{boxes}</svg>"
    )


def _shown(network: Network) -> list[Node]:
    """Return the most cited documents together with those that cite them."""
    order = {node.key: number for number, node in enumerate(network.nodes)}
    chosen: dict[str, None] = {}
    for edge in network.edges:
        if len(chosen | {edge.source: None, edge.target: None}) > _MOST:
            continue
        chosen.update({edge.target: None, edge.source: None})
    return [network.nodes[order[key]] for key in sorted(chosen, key=lambda key: order[key])]


def _places(nodes: Sequence[Node]) -> tuple[dict[str, tuple[int, int]], int, int]:
    """Return the place of each document: a column for each year, the unknown year first."""
    columns: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        columns[node.year].append(node)
    places = {}
    for column, year in enumerate(sorted(columns)):
        for lane, node in enumerate(columns[year]):
            shift = (column % 2) * _LANE // 2
            places[node.key] = (_MARGIN + column * _COLUMN, _MARGIN + lane * _LANE + shift)
    height = max(y for _, y in places.values()) + _LANE + _MARGIN
    return places, _MARGIN + len(columns) * _COLUMN, height


def _box(node: Node, x: int, y: int) -> str:
    plain = " ".join(node.title.split())
    room = _CHARS if not plain.isascii() else _CHARS * 2 - 3
    short = plain if len(plain) <= room else plain[: room - 1] + "…"
    year = f'<tspan class="year">{node.year}</tspan> ' if node.year else ""
    outside = "" if node.doc_id else " outside"
    return (
        f'<g class="node{outside}"><title>{escape(plain)}</title>'
        f'<rect x="{x}" y="{y}" width="{_COLUMN - 34}" height="32" rx="8"/>'
        f'<text x="{x + 8}" y="{y + 13}">{escape(short)}</text>'
        f'<text class="small" x="{x + 8}" y="{y + 27}">{year}'
        f"{escape(say('被 {n} 份提到', n=node.cited)) if node.cited else ''}</text></g>"
    )


def _arc(
    edge: Edge, places: dict[str, tuple[int, int]], names: dict[str, str], chips: Chips
) -> str:
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    width = _COLUMN - 34
    y1, y2 = y1 + 16, y2 + 16
    start, end = (x1, x2 + width) if x1 > x2 else (x1 + width, x2)
    if x1 == x2:
        start = end = x1 + width
    bend = 40.0 if x1 == x2 else (end - start) / 2
    out = end + bend if x1 == x2 else end - bend
    nodes = (f"《{name}》" for name in (names[edge.source], names[edge.target]))
    told = say(edge.kind.value).join(nodes)
    path = f"M{start} {y1} C{start + bend:.0f} {y1} {out:.0f} {y2} {end} {y2}"
    return (
        f'<path class="arc" d="{path}" marker-end="url(#arrow)" tabindex="0" role="button"'
        f' aria-label="{escape(told)}" {chips.attributes(edge.words)}/>'
    )
