"""Puts the items of each section in order: the best first, each said once."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rag.guide.cases import Case
from rag.guide.events import Event, EventKind
from rag.guide.figures import Figure
from rag.guide.findings import Findings
from rag.guide.glossary import Definition
from rag.guide.quotes import Quote
from rag.guide.topic import Topic
from rag.guide.voices import Voice, VoiceKind
from rag.language.sentences import comparable

Item = TypeVar("Item")
_EVENT = {
    EventKind.DOCUMENT: 3.0,
    EventKind.ACTION: 2.2,
    EventKind.MILESTONE: 2.0,
    EventKind.EFFECT: 1.6,
    EventKind.GOAL: 1.4,
    EventKind.MEETING: 1.2,
}
_TOP_LEVEL = re.compile(r"国务院|中共中央|党中央|全国人大")
_ROUTINE = re.compile(r"答复|复函|批复|组成人员|提案|建议的")
_NAME = re.compile(
    r"^.*(?:关于)?印发|^关于|的通知$|[（(](?:试行|暂行|征求意见稿|\d{4}年?版?)[）)]|[《》\n\s]"
)


def title_key(title: str) -> str:
    """Return the form in which two titles are compared: 关于印发《X》的通知 is X."""
    return comparable(_NAME.sub("", title)) or comparable(title)


def mention_counts(findings: Sequence[Findings]) -> Counter[str]:
    """Return title key -> number of documents that name this document."""
    counts: Counter[str] = Counter()
    for found in findings:
        counts.update({title_key(title.text) for title in found.titles})
    return counts


@dataclass(frozen=True, slots=True)
class Entry:
    """An event on the timeline with its weight; ``also`` are further sources that tell it."""

    event: Event
    weight: float
    also: tuple[Quote, ...] = ()


def rank_events(findings: Sequence[Findings], topic: Topic) -> tuple[Entry, ...]:
    """Return the events, heaviest first; one told by several documents is one entry."""
    counts = mention_counts(findings)
    merged: dict[Hashable, Entry] = {}
    newest = max(
        (int(e.date[:4]) for f in findings for e in f.events if e.kind != "goal"), default=0
    )
    for found in findings:
        for event in found.events:
            if not topic.holds(event.what.text, found.doc_id):
                continue
            weight = _event_weight(event, found, topic, counts, newest)
            entry = Entry(event, weight)
            key = _event_key(event)
            merged[key] = _joined(merged[key], entry) if key in merged else entry
    return tuple(sorted(merged.values(), key=lambda entry: (-entry.weight, entry.event.date)))


def _event_key(event: Event) -> Hashable:
    if event.title is not None and event.kind is EventKind.DOCUMENT:
        return event.date[:4], title_key(event.title.text)
    return event.date[:4], comparable(event.what.text)[:40]


def _joined(first: Entry, second: Entry) -> Entry:
    """Return two tellings of one event as one: the more exact date and longer text lead."""
    best, other = sorted(
        (first, second), key=lambda one: (-len(one.event.date), -len(one.event.what.text))
    )
    also = tuple(dict.fromkeys((*best.also, other.event.what, *other.also)))
    return Entry(best.event, max(first.weight, second.weight) + 0.3, also)


def _event_weight(
    event: Event, found: Findings, topic: Topic, counts: Counter[str], newest: int
) -> float:
    told = event.what.text
    weight = _EVENT[event.kind] + 2.5 * topic.centrality(told)
    if event.title is not None:
        weight += 0.8 * math.log2(1 + counts[title_key(event.title.text)])
    if event.who is not None:
        weight += 1.0 if _TOP_LEVEL.search(event.who.text) else 0.4
    if _ROUTINE.search(told):
        weight -= 2.0
    weight -= 0.05 * max(0, newest - int(event.date[:4]))
    return weight * (0.5 + 0.5 * topic.nearness(told, found.doc_id))


def rank_figures(findings: Sequence[Findings], topic: Topic) -> tuple[Figure, ...]:
    """Return the figures, most telling first; none twice, no document with more than a share."""
    newest = max(
        (f.date[:4] for found in findings for f in found.figures if not f.target), default=""
    )
    scored: dict[Hashable, tuple[float, Figure]] = {}
    for found in findings:
        for figure in found.figures:
            if topic.holds(figure.told.text, found.doc_id):
                key = (figure.key, figure.date[:4], round(figure.number, 6))
                score = _figure_weight(figure, found, topic, newest)
                if key not in scored or scored[key][0] < score:
                    scored[key] = (score, figure)
    return _varied(scored.values(), lambda figure: figure.told.doc_id, 0.12)


def _figure_weight(figure: Figure, found: Findings, topic: Topic, newest: str) -> float:
    weight = 1.2 * topic.centrality(figure.told.text) + (0.0 if figure.target else 1.2)
    weight += (
        0.6 * figure.national + 0.5 * (figure.growth is not None) - 0.6 * (figure.of is not None)
    )
    weight += 0.5 * (figure.unit in ("元", "%")) + (0.4 if figure.number >= 1e8 else 0.0)
    age = int(newest) - int(figure.date[:4]) if newest and not figure.target else 0
    return (weight - 0.08 * max(0, age)) * (
        0.4 + 0.6 * topic.nearness(figure.told.text, found.doc_id)
    )


def rank_cases(findings: Sequence[Findings], topic: Topic) -> tuple[Case, ...]:
    """Return the cases, those with the most to show first, places in turn."""
    scored: dict[Hashable, tuple[float, Case]] = {}
    for found in findings:
        for case in found.cases:
            told = case.done.text + "".join(one.text for one in case.outcomes)
            if topic.holds(told, found.doc_id):
                figures = sum(bool(re.search(r"\d", one.text)) for one in case.outcomes)
                weight = min(2, figures) + 1.2 * topic.centrality(told) + 0.3 * bool(case.outcomes)
                weight += min(1.0, len(told) / 150) - 0.4 * case.abroad
                weight *= 0.4 + 0.6 * topic.nearness(told, found.doc_id)
                key = comparable(case.done.text)[:40]
                if key not in scored or scored[key][0] < weight:
                    scored[key] = (weight, case)
    return _varied(scored.values(), lambda case: case.place.text[:2], 0.8)


def rank_voices(findings: Sequence[Findings], topic: Topic) -> tuple[Voice, ...]:
    """Return the statements, each speaker's first one before anybody's second."""
    order = {VoiceKind.AUTHOR: 0.9, VoiceKind.OFFICIAL: 0.8, VoiceKind.DOCUMENT: 0.7}
    scored: dict[Hashable, tuple[float, Voice]] = {}
    for found in findings:
        for voice in found.voices:
            if topic.holds(voice.said.text, found.doc_id):
                weight = order.get(voice.kind, 0.6) + 1.2 * topic.centrality(voice.said.text)
                weight += min(0.5, len(voice.said.text) / 200)
                weight *= 0.4 + 0.6 * topic.nearness(voice.said.text, found.doc_id)
                key = (comparable(voice.who.text), comparable(voice.said.text)[:40])
                if key not in scored or scored[key][0] < weight:
                    scored[key] = (weight, voice)
    return _varied(scored.values(), lambda voice: comparable(voice.who.text), 0.8)


def _varied(
    scored: Iterable[tuple[float, Item]], group: Callable[[Item], Hashable], fine: float
) -> tuple[Item, ...]:
    """Return the items by weight, less ``fine`` for each earlier one of the same group."""
    seen: defaultdict[Hashable, int] = defaultdict(int)
    fined: list[tuple[float, int, Item]] = []
    for weight, item in sorted(scored, key=lambda pair: -pair[0]):
        fined.append((weight - fine * seen[group(item)], len(fined), item))
        seen[group(item)] += 1
    return tuple(item for _, _, item in sorted(fined, key=lambda one: (-one[0], one[1])))


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
