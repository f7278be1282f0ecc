"""Figures over many questions, and how sure they are: the percentile bootstrap.

A figure is a function of weights: how often each question was drawn. With weights of one it
is the figure itself; with those of 1,000 resamples (Efron 1979, with replacement, fixed seed)
its 2.5th and 97.5th percentiles are the interval. One matrix of weights serves all figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 1000
SEED = 20261122
_BLOCK_CELLS = 2_000_000  # bounds memory: resamples are drawn in blocks of this many weights


class Figure(Protocol):
    """One number about a set of questions."""

    @property
    def n(self) -> int:
        """How many questions it is about."""

    def value(self, weights: Floats) -> Floats:
        """Return one value for each row of ``weights`` (r, questions); NaN over none."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A sum over a sum: means, shares, precision, recall and F1 all are."""

    numerator: Floats
    denominator: Floats

    @property
    def n(self) -> int:
        """How many questions have a share in the denominator."""
        return int(np.count_nonzero(self.denominator))

    def value(self, weights: Floats) -> Floats:
        """Return the ratio of the weighted sums."""
        with np.errstate(invalid="ignore", divide="ignore"):
            result: Floats = (weights @ self.numerator) / (weights @ self.denominator)
        return result


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile ``q`` in [0, 1] by linear interpolation; NaN entries do not take part."""

    values: Floats
    q: float

    @property
    def n(self) -> int:
        """How many questions have a value."""
        return int(np.count_nonzero(~np.isnan(self.values)))

    def value(self, weights: Floats) -> Floats:
        """Return the quantile of the values, each counted as often as it was drawn."""
        present = np.flatnonzero(~np.isnan(self.values))
        result = np.full(len(weights), np.nan)
        if not len(present):
            return result
        order = present[np.argsort(self.values[present], kind="stable")]
        counts = np.cumsum(weights[:, order], axis=1)
        drawn = counts[:, -1]
        place = np.maximum(drawn - 1, 0) * self.q
        ordered = self.values[order]
        low = ordered[np.argmax(counts > np.floor(place)[:, None], axis=1)]
        high = ordered[np.argmax(counts > np.ceil(place)[:, None], axis=1)]
        found = low + (high - low) * (place - np.floor(place))
        result[drawn > 0] = found[drawn > 0]
        return result


@dataclass(frozen=True, slots=True)
class Auroc:
    """The chance that a positive scores above a negative, ties counting half."""

    scores: Floats
    positive: npt.NDArray[np.bool_]

    @property
    def n(self) -> int:
        """How many questions there are, 0 unless both classes are there."""
        return len(self.scores) if self.positive.any() and not self.positive.all() else 0

    def value(self, weights: Floats) -> Floats:
        """Return the area, by the Mann–Whitney statistic over the weighted ranks."""
        if not len(self.scores):
            return np.full(len(weights), np.nan)
        order = np.argsort(self.scores, kind="stable")
        ordered = self.scores[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        drawn = weights[:, order]
        good = np.add.reduceat(drawn * self.positive[order], starts, axis=1)
        bad = np.add.reduceat(drawn * ~self.positive[order], starts, axis=1)
        below = np.cumsum(bad, axis=1) - bad
        with np.errstate(invalid="ignore", divide="ignore"):
            result: Floats = (good * (below + bad / 2)).sum(axis=1) / (
                good.sum(axis=1) * bad.sum(axis=1)
            )
        return result


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; all None where it is over no question."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def resampled_weights(n: int, resamples: int = RESAMPLES, seed: int = SEED) -> Iterator[Floats]:
    """Yield blocks of (r, n) weights, ``resamples`` rows in all: draws of n questions from n."""
    generator = np.random.default_rng(seed)
    block = max(1, _BLOCK_CELLS // max(n, 1))
    for first in range(0, resamples, block):
        rows = min(block, resamples - first)
        drawn = generator.integers(0, n, size=(rows, n)) + n * np.arange(rows)[:, None]
        yield np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n).astype(np.float64)


def estimate(figures: Mapping[str, Figure], n: int) -> dict[str, Estimate]:
    """Return every figure over the same ``n`` questions with its interval."""
    if not n:
        return {name: Estimate(None, None, None, 0) for name in figures}
    whole = np.ones((1, n))
    values = {name: float(figure.value(whole)[0]) for name, figure in figures.items()}
    drawn: dict[str, list[Floats]] = {name: [] for name in figures}
    for weights in resampled_weights(n):
        for name, figure in figures.items():
            drawn[name].append(figure.value(weights))
    return {name: _estimate(values[name], drawn[name], figures[name].n) for name in figures}


def _estimate(value: float, drawn: Sequence[Floats], n: int) -> Estimate:
    if np.isnan(value) or not n:
        return Estimate(None, None, None, 0)
    samples = np.concatenate(drawn)
    samples = samples[~np.isnan(samples)]  # a resample may draw no question of the figure
    low, high = np.percentile(samples, [2.5, 97.5]) if len(samples) else (value, value)
    return Estimate(value, float(low), float(high), n)
