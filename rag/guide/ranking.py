"""Puts the items of each section in order: the best first, each said once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from rag.guide.case import Case
from rag.guide.figure import Figure
from rag.guide.findings import Findings
from rag.guide.topic import Topic
from rag.guide.voices import Voice, VoiceKind
from rag.language.sentences import comparable

Item = TypeVar("Item")


def rank_figures(findings: Sequence[Findings], topic: Topic) -> tuple[Figure, ...]:
    """Return the figures, the most telling first, each once, the documents in turn.

    Figures that a case tells are left out: they mean nothing without the place of the case.
    """
    newest = max(
        (f.date[:4] for found in findings for f in found.figures if not f.target), default=""
    )
    scored: dict[Hashable, tuple[float, Figure]] = {}
    for found in findings:
        for figure in found.figures:
            if topic.holds(figure.told.text, found.doc_id) and not _of_case(figure, found.cases):
                key = (figure.key, figure.date[:4], round(figure.number, 6))
                score = _figure_weight(figure, found, topic, newest)
                if key not in scored or scored[key][0] < score:
                    scored[key] = (score, figure)
    return _varied(scored.values(), lambda figure: figure.told.doc_id, 0.12)


def _of_case(figure: Figure, cases: Sequence[Case]) -> bool:
    """Whether a case of the same document tells a figure."""
    return any(
        told.start <= figure.value.start < told.end
        for case in cases
        for told in (case.done, *case.outcomes)
    )


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
            if topic.holds(_told(case), found.doc_id):
                weight, key = _case_weight(case, found, topic), _case_key(case)
                if key not in scored or scored[key][0] < weight:
                    scored[key] = (weight, case)
    return _varied(scored.values(), lambda case: case.place.text[:2], 0.8)


def _told(case: Case) -> str:
    return case.done.text + "".join(one.text for one in case.outcomes)


def _case_weight(case: Case, found: Findings, topic: Topic) -> float:
    told = _told(case)
    figures = sum(bool(re.search(r"\d", one.text)) for one in case.outcomes)
    weight = min(2, figures) + 1.2 * topic.centrality(told) + 0.3 * bool(case.outcomes)
    weight += min(1.0, len(told) / 150) - 0.4 * case.abroad
    return weight * (0.4 + 0.6 * topic.nearness(told, found.doc_id))


def _case_key(case: Case) -> Hashable:
    """Return what two tellings of one case share: its place and last figures, else its words."""
    told = _told(case)
    numbers = frozenset(re.findall(r"\d{2,}", told)[-3:])
    return (case.place.text[:2], numbers) if len(numbers) > 1 else comparable(told)[:40]


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
    """Return the items by weight; each loses ``fine`` for every heavier one of its group."""
    seen: defaultdict[Hashable, int] = defaultdict(int)
    fined: list[tuple[float, int, Item]] = []
    for weight, item in sorted(scored, key=lambda pair: -pair[0]):
        fined.append((weight - fine * seen[group(item)], len(fined), item))
        seen[group(item)] += 1
    return tuple(item for _, _, item in sorted(fined, key=lambda one: (-one[0], one[1])))
