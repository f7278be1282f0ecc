from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.metrics.interval import (
    RESAMPLES,
    Quantile,
    Ratio,
    estimate,
    resampled_weights,
)

NUMBERS = st.lists(st.floats(0, 1000), min_size=1, max_size=30)


def mean(values: list[float]) -> Ratio:
    return Ratio(np.array(values, dtype=np.float64), np.ones(len(values)))


def test_weights_are_draws_with_replacement() -> None:
    blocks = list(resampled_weights(7))
    weights = np.concatenate(blocks)
    assert weights.shape == (RESAMPLES, 7)
    assert (weights.sum(axis=1) == 7).all()
    assert weights.mean() == pytest.approx(1.0)


def test_drawing_in_blocks_bounds_memory() -> None:
    assert max(block.size for block in resampled_weights(10_000, resamples=500)) <= 2_000_000
    assert sum(len(block) for block in resampled_weights(10_000, resamples=500)) == 500


def test_the_interval_is_that_of_drawing_the_questions_themselves() -> None:
    values = [1.0] * 30 + [0.0] * 10
    found = estimate({"mean": mean(values)}, 40)["mean"]
    generator = np.random.default_rng(1)
    drawn = generator.choice(values, size=(4000, 40)).mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    assert found.value == 0.75
    assert found.n == 40
    assert found.low == pytest.approx(low, abs=0.03)
    assert found.high == pytest.approx(high, abs=0.03)


def test_the_same_answers_give_the_same_interval() -> None:
    values = [0.0, 1.0, 1.0, 0.5]
    assert estimate({"a": mean(values)}, 4) == estimate({"a": mean(values)}, 4)


def test_questions_outside_the_denominator_do_not_count() -> None:
    figure = Ratio(np.array([1.0, 0.0, 0.0]), np.array([1.0, 1.0, 0.0]))
    found = estimate({"share": figure}, 3)["share"]
    assert (found.value, found.n) == (0.5, 2)


def test_a_figure_over_no_question_is_null() -> None:
    nobody = Ratio(np.zeros(3), np.zeros(3))
    nothing = Quantile(np.full(3, np.nan), 0.5)
    for found in estimate({"a": nobody, "b": nothing}, 3).values():
        assert (found.value, found.low, found.high, found.n) == (None, None, None, 0)
    assert estimate({"a": mean([])}, 0)["a"].value is None


@given(NUMBERS, st.sampled_from([0.0, 0.5, 0.95, 1.0]))
def test_the_quantile_is_that_of_numpy(values: list[float], q: float) -> None:
    found = Quantile(np.array([*values, np.nan]), q).value(np.ones((1, len(values) + 1)))[0]
    assert found == pytest.approx(np.quantile(values, q), rel=1e-9, abs=1e-9)


@given(st.lists(st.tuples(st.floats(0, 1000), st.integers(0, 3)), min_size=1, max_size=20))
def test_a_weight_is_a_repetition(rows: list[tuple[float, int]]) -> None:
    values = np.array([value for value, _ in rows])
    counts = np.array([count for _, count in rows])
    for figure, plain in (
        (Quantile(values, 0.95), lambda drawn: np.quantile(drawn, 0.95)),
        (Ratio(values, np.ones(len(rows))), np.mean),
    ):
        found = figure.value(counts[None, :].astype(np.float64))[0]
        if counts.sum():
            assert found == pytest.approx(plain(np.repeat(values, counts)), rel=1e-9, abs=1e-6)
        else:
            assert np.isnan(found)


@given(NUMBERS)
def test_the_interval_lies_within_what_was_seen(values: list[float]) -> None:
    found = estimate({"mean": mean(values)}, len(values))["mean"]
    assert found.low is not None
    assert found.high is not None
    assert min(values) - 1e-6 <= found.low <= found.high <= max(values) + 1e-6
