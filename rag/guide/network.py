"""How documents relate: which rests on, prints, forwards, amends or repeals which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.guide.chronicle import title_key
from rag.guide.findings import Findings
from rag.guide.quotes import Quote
from rag.guide.topic import Topic
from rag.types import Relation, RelationKind

Links = Mapping[str, Sequence[tuple[Relation, str]]]
# Of one pair of documents the strongest relation is shown.
_ORDER = tuple(
    RelationKind(value)
    for value in ("废止", "修订", "印发", "转发", "批准", "解读", "依据", "贯彻", "援引")
)


@dataclass(frozen=True, slots=True)
class Node:
    """A document of the network; ``doc_id`` is "" where the library does not hold it.

    ``year`` is "" where it is unknown; ``cited`` counts the documents that name it.
    """

    key: str
    title: str
    doc_id: str
    year: str
    cited: int


@dataclass(frozen=True, slots=True)
class Edge:
    """That ``source`` says of ``target`` (keys of nodes) what ``words`` quotes."""

    source: str
    target: str
    kind: RelationKind
    words: Quote


@dataclass(frozen=True, slots=True)
class Network:
    """Documents and what they say of each other, the most cited first."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


def build_network(findings: Sequence[Findings], links: Links, topic: Topic) -> Network:
    """Return the network of the documents that belong to the topic."""
    by_id = {found.doc_id: found for found in findings}
    by_name = {title_key(found.label): found for found in findings}
    edges: dict[tuple[str, str], Edge] = {}
    titles: dict[str, tuple[str, str, str]] = {}
    for found in findings:
        source = title_key(found.label)
        for relation, target_id in links.get(found.doc_id, ()):
            # A document may be catalogued under another name than it bears itself.
            target = by_id.get(target_id) or by_name.get(title_key(relation.title))
            title = target.label if target else relation.title or relation.number
            if not topic.holds(f"{found.label} {title}", found.doc_id):
                continue
            key = title_key(title)
            if key == source:
                continue
            words = Quote(found.doc_id, relation.start, relation.end, relation.quote)
            edge = Edge(source, key, relation.kind, words)
            titles.setdefault(source, (found.label, found.doc_id, found.date[:4]))
            if target or key not in titles:
                where = (target.doc_id, target.date[:4]) if target else ("", _year(relation))
                titles[key] = (title, *where)
            known = edges.get((source, key))
            if known is None or _ORDER.index(edge.kind) < _ORDER.index(known.kind):
                edges[source, key] = edge
    return _network(titles, list(edges.values()))


def _year(relation: Relation) -> str:
    digits = [relation.number[at : at + 4] for at in range(len(relation.number) - 3)]
    return next((part for part in digits if part.isdigit() and part[:2] in ("19", "20")), "")


def _network(titles: Mapping[str, tuple[str, str, str]], edges: Sequence[Edge]) -> Network:
    cited: Counter[str] = Counter(edge.target for edge in edges)
    degree: defaultdict[str, int] = defaultdict(int)
    for edge in edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    nodes = [Node(key, *titles[key], cited[key]) for key in degree]
    nodes.sort(key=lambda node: (-node.cited, -degree[node.key], node.title))
    place = {node.key: number for number, node in enumerate(nodes)}
    ordered = sorted(edges, key=lambda edge: (place[edge.target], place[edge.source]))
    return Network(tuple(nodes), tuple(ordered))
