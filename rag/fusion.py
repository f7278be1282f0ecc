"""Fusion of rankings: one ranking out of several, by a weighted sum of their scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

Ranking = Sequence[tuple[int, float]]


def fuse(rankings: Mapping[str, Ranking], weights: Mapping[str, float]) -> list[tuple[int, float]]:
    """Return (row, score) of all rows ranked, best first.

    Each ranking is (row, score) pairs, higher being better on a scale of its own. Its scores
    are first stretched to [0, 1], the lowest of the ranking becoming 0 and the highest 1 (all
    1 where they are equal); a ranking that does not hold the row adds nothing. The score of a
    row is the weighted sum, so it lies in [0, 1] where the weights sum to 1. Ties break by
    row. Raises KeyError for a ranking without a weight.

    Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023.
    Unlike fusion by rank it keeps how far the first is ahead of the second.
    """
    scores: dict[int, float] = {}
    for name, ranking in rankings.items():
        for row, score in _stretched(ranking).items():
            scores[row] = scores.get(row, 0.0) + weights[name] * score
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def joined(rankings: Iterable[Ranking]) -> Ranking:
    """Return rankings of one scale as one, best first, each row once."""
    first, *more = rankings
    if not more:
        return first
    scores = dict(chain(*more, first))
    return sorted(scores.items(), key=lambda found: (-found[1], found[0]))


def _stretched(ranking: Ranking) -> dict[int, float]:
    if not ranking:
        return {}
    low = min(score for _, score in ranking)
    height = max(score for _, score in ranking) - low
    return {row: (score - low) / height if height else 1.0 for row, score in ranking}
