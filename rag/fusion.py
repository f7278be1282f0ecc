"""Reciprocal rank fusion: one ranking out of several, by rank alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def rrf(
    rankings: Mapping[str, Sequence[int]],
    k: int,
    weights: Mapping[str, float] | None = None,
) -> list[tuple[int, float]]:
    """Return (row, score) of all rows ranked, best first.

    ``score(row) = sum over rankings of weight / (k + rank)``, rank starting at 1; a ranking
    that does not hold the row adds nothing; weights default to 1. Ties break by row id.
    Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual
    Rank Learning Methods", SIGIR 2009.
    """
    scores: dict[int, float] = {}
    for name, rows in rankings.items():
        weight = 1.0 if weights is None else weights.get(name, 1.0)
        for rank, row in enumerate(dict.fromkeys(rows), start=1):
            scores[row] = scores.get(row, 0.0) + weight / (k + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
