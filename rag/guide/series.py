"""Series: figures of one measure from several years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rag.guide.figure import Figure


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over time; ``points`` in order of their dates, no year twice."""

    measure: str
    unit: str
    points: tuple[Figure, ...]


def find_series(figures: Sequence[Figure]) -> tuple[Series, ...]:
    """Return the series that the figures hold, aims left out, most points first.

    Figures of unlike documents go together only where both speak of the whole country: the
    same words mean a city in one plan and a province in another.
    """
    groups: defaultdict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in (one for one in figures if not one.target):
        scope = "" if figure.national else figure.told.doc_id
        groups[figure.key, figure.unit, scope].append(figure)
    found = []
    for (_, unit, _), members in groups.items():
        by_year: dict[str, Figure] = {}
        for figure in sorted(members, key=lambda one: -len(one.date)):
            by_year.setdefault(figure.date[:4], figure)
        if len(by_year) > 1:
            points = tuple(by_year[year] for year in sorted(by_year))
            measure = min((point.measure.text for point in points), key=len)
            of = f"{points[0].of.text} · " if points[0].of else ""
            found.append(Series(of + measure, unit, points))
    return tuple(sorted(found, key=lambda one: -len(one.points)))
