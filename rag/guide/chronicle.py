"""The events of all documents in order of weight, each told once."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rag.guide.deeds import EventKind
from rag.guide.events import Event
from rag.guide.findings import Findings
from rag.guide.quotes import Quote
from rag.guide.topic import Topic
from rag.language.sentences import comparable

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
    """Merge two tellings of one event; the one with the more exact date leads, else the longer."""
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
    weight -= 0.1 * max(0, newest - int(event.date[:4]))
    return weight * (0.5 + 0.5 * topic.nearness(told, found.doc_id))
