"""What the plots of a report show, worked out from the outcomes of its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluation.outcome import Outcome

DEPTH = 50
_BINS = 10  # of confidence
_TIMES = 24  # bins of latency
_Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: ``n`` of them, mean confidence, share right, its interval."""

    n: int
    confidence: float
    right: float
    low: float
    high: float


def recall_curve(outcomes: Sequence[Outcome]) -> list[float]:
    """Return, for k = 1 … 50, the share of questions with a relevant passage in the first k."""
    ranks = [outcome.first_rank for outcome in outcomes if outcome.retrieval]
    if not ranks:
        return []
    counts = np.bincount([min(rank, DEPTH + 1) for rank in ranks], minlength=DEPTH + 2)
    return [float(share) for share in np.cumsum(counts[1 : DEPTH + 1]) / len(ranks)]


def reliability(outcomes: Sequence[Outcome]) -> list[Bin]:
    """Return the answers given, in bins of equal width of confidence; empty bins are left out."""
    answered = [outcome for outcome in outcomes if outcome.answered]
    confidence = np.array([outcome.confidence for outcome in answered], dtype=np.float64)
    right = np.array([outcome.right for outcome in answered], dtype=np.float64)
    places = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    found = []
    for place in range(_BINS):
        inside = places == place
        if n := int(inside.sum()):
            share = float(right[inside].mean())
            low, high = wilson(share, n)
            found.append(Bin(n, float(confidence[inside].mean()), share, low, high))
    return found


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error: the mean gap, weighted by answers."""
    total = sum(each.n for each in bins)
    if not total:
        return None
    return sum(each.n * abs(each.confidence - each.right) for each in bins) / total


def risk_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return (coverage, risk) as the least confident answers are left out one by one.

    Coverage is the share of all questions answered, risk the share of those answers that are
    wrong; answers of equal confidence go together.
    """
    answered = sorted((o for o in outcomes if o.answered), key=lambda o: -o.confidence)
    points = []
    wrong = 0
    for number, outcome in enumerate(answered, 1):
        wrong += not outcome.right
        if number == len(answered) or answered[number].confidence < outcome.confidence:
            points.append((number / len(outcomes), wrong / number))
    return points


def latency_bins(outcomes: Sequence[Outcome]) -> list[tuple[float, float, int]]:
    """Return (from, to, questions) over milliseconds, the slowest percent in the last bin."""
    values = np.array([outcome.latency_ms for outcome in outcomes], dtype=np.float64)
    if not len(values):
        return []
    top = float(np.percentile(values, 99))
    edges: npt.NDArray[np.float64] = np.linspace(0.0, max(top, 1.0), _TIMES + 1)
    counts, _ = np.histogram(np.minimum(values, edges[-1]), edges)
    return [
        (float(low), float(high), int(count))
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    ]


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share over ``n`` (Wilson 1927)."""
    middle = share + _Z**2 / (2 * n)
    spread = _Z * float(np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n)))
    scale = 1 + _Z**2 / n
    return (middle - spread) / scale, (middle + spread) / scale
