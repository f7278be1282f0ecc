"""The terms of all documents in order of use, each with its definitions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rag.guide.findings import Findings
from rag.guide.glossary import Definition
from rag.guide.quotes import Quote
from rag.guide.topic import Topic
from rag.language.sentences import comparable


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term with its definition, further ones, and where else it is used.

    ``documents`` counts the documents that use it, ``uses`` quotes some of them.
    """

    definition: Definition
    others: tuple[Definition, ...]
    uses: tuple[Quote, ...]
    documents: int


def rank_terms(
    findings: Sequence[Findings], topic: Topic, texts: dict[str, str]
) -> tuple[TermEntry, ...]:
    """Return the terms, those of most use to a newcomer first; ``texts`` by document."""
    defined: defaultdict[str, list[tuple[Definition, Findings]]] = defaultdict(list)
    for found in findings:
        for one in found.definitions:
            defined[comparable(one.name)].append((one, found))
    entries = []
    for definitions in defined.values():
        if not any(topic.holds(one.sentence.text, found.doc_id) for one, found in definitions):
            continue
        ordered = sorted(definitions, key=lambda pair: (not pair[0].sure, -_worth(pair[0])))
        first, name = ordered[0][0], ordered[0][0].name
        users = [doc_id for doc_id, text in texts.items() if name in text]
        near = max(topic.nearness(one.sentence.text, found.doc_id) for one, found in definitions)
        others = _others(first, [one for one, _ in ordered[1:]])
        weight = _term_weight(first, users, findings, topic) * (0.3 + 0.7 * near)
        entries.append((weight, TermEntry(first, others, (), len(users))))
    entries.sort(key=lambda pair: (-pair[0], pair[1].definition.name))
    return tuple(entry for _, entry in entries)


def _worth(one: Definition) -> float:
    return min(len(one.sentence.text), 120)


def _others(first: Definition, rest: Sequence[Definition]) -> tuple[Definition, ...]:
    """Return the definitions that say something else, one of each wording."""
    seen = {comparable(first.sentence.text)[:50]}
    kept = []
    for one in rest:
        key = comparable(one.sentence.text)[:50]
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return tuple(kept[:3])


def _term_weight(
    one: Definition, users: Sequence[str], findings: Sequence[Findings], topic: Topic
) -> float:
    length = {2: 0.15, 3: 0.7}.get(len(one.name), 1.0)
    named = sum(one.name in found.label for found in findings)
    spread = math.log2(1 + len(users)) * length
    weight = spread + 1.5 * math.log2(1 + named) + 2.0 * topic.centrality(one.name)
    return weight + (0.6 if one.sure else 0.0)
