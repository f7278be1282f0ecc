"""Ten questions to test oneself, each with an answer that stands in a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, zip_longest

from rag.guide.chronicle import Entry
from rag.guide.deeds import EventKind
from rag.guide.events import Event
from rag.guide.figure import Figure
from rag.guide.findings import Findings
from rag.guide.lexicon import TermEntry
from rag.guide.quotes import Quote
from rag.guide.topic import Topic
from rag.guide.voices import Voice, VoiceKind

COUNT = 10


class TestKind(StrEnum):
    """What a question of the self-test asks for."""

    DEFINITION = "definition"
    FIGURE = "figure"
    YEAR = "year"
    NAME = "name"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class TestQuestion:
    """A question, what a right answer holds, and the quotes that bear it out.

    ``expected`` are alternatives for a definition, all the points of a list, the one value
    of the other kinds. ``number`` and ``unit`` are those of a figure.
    """

    text: str
    kind: TestKind
    expected: tuple[str, ...]
    proof: tuple[Quote, ...]
    number: float = 0.0
    unit: str = ""


_ASKABLE = re.compile(
    r"(?:规模|收入|产值|营收|占比|比重|比例|率|投入|增加值|产量|数量|总量|零售额|交易额|总额|强度|存量|存储量|贡献率|数)$"
)
_PLAIN_TITLE = re.compile(r"^[^《》]{8,60}$")
_ISSUED_ONCE = re.compile(r"印发|出台|发布|公布|颁布")


def choose_questions(
    events: Sequence[Entry],
    figures: Sequence[Figure],
    terms: Sequence[TermEntry],
    voices: Sequence[Voice],
    findings: Sequence[Findings],
    topic: Topic,
) -> tuple[TestQuestion, ...]:
    """Return up to ten questions, the kinds in turn, from what ranks first in each section."""
    kinds: tuple[Iterable[TestQuestion], ...] = (
        _about_terms(terms),
        _about_figures(figures),
        _about_years(events),
        _about_lists(findings, topic),
        _about_authors(voices),
        _about_issuers(events),
    )
    turns = chain.from_iterable(zip_longest(*[list(_some(kind)) for kind in kinds]))
    unique = {one.text: one for one in turns if one is not None}
    return tuple(list(unique.values())[:COUNT])


def _some(questions: Iterable[TestQuestion]) -> Iterator[TestQuestion]:
    for number, one in enumerate(questions):
        if number == COUNT:
            return
        yield one


def _about_terms(terms: Sequence[TermEntry]) -> Iterator[TestQuestion]:
    for entry in terms:
        ways = (entry.definition, *entry.others)
        text = f"什么是“{entry.definition.name}”？"
        expected = tuple(one.sentence.text for one in ways)
        yield TestQuestion(text, TestKind.DEFINITION, expected, tuple(w.sentence for w in ways))


def _about_figures(figures: Sequence[Figure]) -> Iterator[TestQuestion]:
    counts: dict[tuple[str, str], int] = {}
    for figure in figures:
        key = (figure.key, figure.date[:4])
        counts[key] = counts.get(key, 0) + 1
    for figure in figures:
        measure = figure.measure.text
        certain = counts[figure.key, figure.date[:4]] == 1 and figure.of is None
        if figure.target or not certain or not _ASKABLE.search(measure):
            continue
        when = re.sub(r"^(?:到|至|在|于|从)", "", figure.when.text)
        text = f"{when}，{measure}是多少？"
        yield TestQuestion(
            text, TestKind.FIGURE, (figure.value.text,), (figure.told,), figure.number, figure.unit
        )


def _about_years(events: Sequence[Entry]) -> Iterator[TestQuestion]:
    for entry in events:
        event = entry.event
        title = event.title.text.replace("\n", "") if event.title else ""
        if event.kind is EventKind.DOCUMENT and _PLAIN_TITLE.match(title) and _is_issued(entry):
            text = f"《{title}》是哪一年出台的？"
            yield TestQuestion(text, TestKind.YEAR, (event.date[:4],), _proof(event.when, event))


def _is_issued(entry: Entry) -> bool:
    event = entry.event
    return event.what == event.title or bool(_ISSUED_ONCE.search(event.what.text))


def _about_issuers(events: Sequence[Entry]) -> Iterator[TestQuestion]:
    for entry in events:
        event = entry.event
        if event.kind is not EventKind.DOCUMENT or event.title is None or event.who is None:
            continue
        title = event.title.text.replace("\n", "")
        if _PLAIN_TITLE.match(title) and event.who.text not in title and _is_issued(entry):
            yield TestQuestion(
                f"《{title}》是由谁印发的？",
                TestKind.NAME,
                (event.who.text,),
                _proof(event.who, event),
            )


def _proof(answer: Quote, event: Event) -> tuple[Quote, ...]:
    """Return what tells an event, after the answer where that stands apart from it."""
    what = event.what
    inside = what.start <= answer.start and answer.end <= what.end
    return (what,) if inside else (answer, what)


def _about_lists(findings: Sequence[Findings], topic: Topic) -> Iterator[TestQuestion]:
    near = [f for f in findings if topic.holds(f.label, f.doc_id) and f.name is not None]
    near.sort(
        key=lambda f: (-topic.nearness(f.label, f.doc_id) - topic.centrality(f.label), f.doc_id)
    )
    for found in near:
        for points in found.lists[:1]:
            what = points.asked.text
            text = f"《{found.label}》的“{what}”有哪 {len(points.points)} 条？"
            expected = tuple(point.text for point in points.points)
            if any(point in found.label for point in expected):
                continue
            yield TestQuestion(text, TestKind.LIST, expected, points.points)


def _about_authors(voices: Sequence[Voice]) -> Iterator[TestQuestion]:
    for voice in voices:
        if voice.kind is VoiceKind.AUTHOR and voice.work is not None:
            yield TestQuestion(
                f"《{voice.work.text}》一文的作者是谁？",
                TestKind.NAME,
                (voice.who.text,),
                (voice.who, voice.work),
            )
