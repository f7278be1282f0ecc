"""Figures against scikit-learn and scipy on random data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, bootstrap
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

from evaluation.judge import agreement, verdict
from evaluation.metrics.abstention import abstention_figures
from evaluation.metrics.interval import Quantile, Ratio, estimate
from evaluation.reports.curves import (
    calibration_error,
    latency_bins,
    recall_curve,
    reliability,
    risk_coverage,
    wilson,
)
from tests.run_material import outcome

QUESTIONS = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.sampled_from([0.1, 0.4, 0.5, 0.9])),
    min_size=2,
    max_size=40,
)


@settings(max_examples=50)  # a thousand resamples each time
@given(QUESTIONS)
def test_abstention_agrees_with_scikit_learn(rows: list[tuple[bool, bool, float]]) -> None:
    answerable, answered, confidence = (list(column) for column in zip(*rows, strict=True))
    found = estimate(abstention_figures(answerable, answered, confidence), len(rows))
    truth = [not each for each in answerable]
    made = [not each for each in answered]
    if any(made):
        assert found["precision"].value == pytest.approx(precision_score(truth, made))
    if any(truth):
        assert found["recall"].value == pytest.approx(recall_score(truth, made))
    if any(truth) or any(made):
        assert found["f1"].value == pytest.approx(f1_score(truth, made, zero_division=0))
    if 0 < sum(truth) < len(truth):
        doubt = [1 - each for each in confidence]
        assert found["auroc"].value == pytest.approx(roc_auc_score(truth, doubt))


def test_intervals_agree_with_the_percentile_bootstrap_of_scipy() -> None:
    generator = np.random.default_rng(3)
    values = generator.gamma(2.0, 1.0, 300)
    ours = estimate({"mean": Ratio(values, np.ones(300)), "p50": Quantile(values, 0.5)}, 300)
    for name, statistic in (("mean", np.mean), ("p50", np.median)):
        theirs = bootstrap(
            (values,), statistic, n_resamples=4000, method="percentile", random_state=generator
        ).confidence_interval
        width = theirs.high - theirs.low
        assert ours[name].low == pytest.approx(theirs.low, abs=0.12 * width)
        assert ours[name].high == pytest.approx(theirs.high, abs=0.12 * width)


@settings(max_examples=50)
@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_agrees_with_scipy(right: int, n: int) -> None:
    right = min(right, n)
    theirs = binomtest(right, n).proportion_ci(method="wilson")
    assert wilson(right / n, n) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


def test_plots_by_hand() -> None:
    rows = [
        replace(outcome("a"), confidence=0.95, first_rank=1),
        replace(outcome("b"), confidence=0.85, first_rank=3),
        replace(outcome("c", contains=0.0), confidence=0.85, first_rank=0),
        replace(outcome("d", answerable=False), confidence=0.2),
        replace(outcome("e"), answered=False, confidence=0.1, first_rank=60),
    ]
    # of four answerable questions one is found first, one third, two not within fifty
    assert recall_curve(rows)[:3] == [0.25, 0.25, 0.5]
    assert recall_curve(rows)[-1] == 0.5
    bins = reliability(rows)
    assert [(each.n, each.right) for each in bins] == [(1, 0.0), (2, 0.5), (1, 1.0)]
    # (|0.2 - 0| + 2 * |0.85 - 0.5| + |0.95 - 1|) / 4
    assert calibration_error(bins) == pytest.approx((0.2 + 0.7 + 0.05) / 4)
    # equal confidence goes together: 1 of 5 answered, then 3 of 5, then 4 of 5
    coverage, risk = zip(*risk_coverage(rows), strict=True)
    assert coverage == pytest.approx((0.2, 0.6, 0.8))
    assert risk == pytest.approx((0.0, 1 / 3, 0.5))
    assert sum(count for _, _, count in latency_bins(rows)) == 5
    assert (recall_curve([]), reliability([]), risk_coverage([]), latency_bins([])) == (
        [],
        [],
        [],
        [],
    )
    assert calibration_error([]) is None


@pytest.mark.parametrize(
    ("reply", "expected"),
    [("对", 1.0), ("错。", 0.0), ("不对", 0.0), ("评分：正确", 1.0), ("不正确", 0.0), ("嗯", None)]
    + [(unclear, None) for unclear in ("不完全正确", "没有错", "对比参考答案，回答错误。")],
)
def test_verdicts_of_a_judge(reply: str, expected: float | None) -> None:
    assert verdict(reply) == expected


def test_agreement_with_a_judge_by_hand() -> None:
    judged = [(1.0, 1.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (None, 1.0)]
    rows = [
        replace(outcome(str(n), contains=contains), judged=by_judge)
        for n, (by_judge, contains) in enumerate(judged)
    ]
    found = agreement([*rows, outcome("x", answerable=False)])
    # equal in 3 of 4; by chance .5 * .75 + .5 * .25
    assert (found["n"], found["not_understood"]) == (4, 1)
    assert found["agreement"] == 0.75
    assert found["kappa"] == pytest.approx((0.75 - 0.5) / 0.5)
    assert agreement([])["kappa"] is None
