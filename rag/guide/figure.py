"""A key figure: what was measured, its value, when, how it grew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.guide.quotes import Quote


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``number`` is in base ``unit`` (5800亿元 is 5.8e11 元, 15% is 15 %).

    ``measure`` says what was counted, ``told`` the whole statement, ``when`` the date it is
    of (``date`` in ISO 8601), ``growth`` how it changed (None where it does not say).
    ``target`` tells aims and forecasts from facts. ``of`` is the measure that a share or
    a rate refers to. Figures of one ``key`` and ``unit`` form a series, across documents where
    they are ``national``.
    """

    measure: Quote
    value: Quote
    number: float
    unit: str
    date: str
    when: Quote
    told: Quote
    growth: Quote | None
    target: bool
    key: str
    national: bool = False
    of: Quote | None = None


def told_once(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures in their order, one of each statement that tells several."""
    kept: dict[tuple[str, int], Figure] = {}
    for one in figures:
        kept.setdefault((one.told.doc_id, one.told.start), one)
    return tuple(kept.values())
