"""One page to print: what it is, what happened, how much, where, who says what, what to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.guide.case import Case
from rag.guide.chronicle import Entry
from rag.guide.deeds import EventKind
from rag.guide.figure import Figure, told_once
from rag.guide.lexicon import TermEntry
from rag.guide.path import Step
from rag.guide.voices import Voice

_TERMS, _EVENTS, _FIGURES, _CASES, _VOICES, _STEPS = 2, 5, 5, 3, 2, 3


@dataclass(frozen=True, slots=True)
class Briefing:
    """The few items of each section that fit one page; events in order of time."""

    terms: tuple[TermEntry, ...]
    events: tuple[Entry, ...]
    figures: tuple[Figure, ...]
    cases: tuple[Case, ...]
    voices: tuple[Voice, ...]
    path: tuple[Step, ...]


def build_briefing(
    events: Sequence[Entry],
    figures: Sequence[Figure],
    cases: Sequence[Case],
    terms: Sequence[TermEntry],
    voices: Sequence[Voice],
    path: Sequence[Step],
) -> Briefing:
    """Return the briefing from sections that have their best items first."""
    told = [entry for entry in events if entry.event.kind is not EventKind.GOAL]
    facts = told_once([one for one in figures if not one.target])
    proven = [case for case in cases if case.outcomes]
    return Briefing(
        tuple(terms[:_TERMS]),
        tuple(sorted(told[:_EVENTS], key=lambda entry: entry.event.date)),
        facts[:_FIGURES],
        tuple(proven[:_CASES]),
        tuple(voices[:_VOICES]),
        tuple(path[:_STEPS]),
    )
