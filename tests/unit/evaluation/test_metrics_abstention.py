from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.metrics.abstention import abstention_figures
from evaluation.metrics.interval import Auroc, estimate


def values(answerable: list[bool], answered: list[bool], confidence: list[float]) -> dict:
    figures = abstention_figures(answerable, answered, confidence)
    return {name: found.value for name, found in estimate(figures, len(answerable)).items()}


def test_a_table_worked_by_hand() -> None:
    answerable = [True, True, True, False, False]
    answered = [True, True, False, False, True]
    found = values(answerable, answered, [0.9, 0.6, 0.2, 0.1, 0.7])
    assert found["precision"] == pytest.approx(1 / 2)
    assert found["recall"] == pytest.approx(1 / 2)
    assert found["f1"] == pytest.approx(1 / 2)
    assert found["answered_rate"] == pytest.approx(2 / 3)
    # of the six pairs, .1 lies below .9 .6 .2 and .7 below .9: four are in order
    assert found["auroc"] == pytest.approx(4 / 6)


def test_a_figure_over_no_question_is_null() -> None:
    everything = values([True, True], [True, True], [0.5, 0.5])
    assert everything["precision"] is None
    assert everything["recall"] is None
    assert everything["auroc"] is None
    assert everything["answered_rate"] == 1.0
    assert values([False], [False], [0.0])["answered_rate"] is None
    assert set(values([], [], []).values()) == {None}


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.3, 0.7, 1.0])), max_size=20))
def test_auroc_counts_pairs(rows: list[tuple[bool, float]]) -> None:
    good = [score for positive, score in rows if positive]
    bad = [score for positive, score in rows if not positive]
    figure = Auroc(
        np.array([score for _, score in rows]), np.array([p for p, _ in rows], dtype=bool)
    )
    found = float(figure.value(np.ones((1, len(rows))))[0])
    if not good or not bad:
        assert np.isnan(found)
    else:
        pairs = [(g > b) + (g == b) / 2 for g in good for b in bad]
        assert found == pytest.approx(sum(pairs) / len(pairs))
