"""How much each answer counts in the fit of the confidence, and the signs of its weights."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from rag.reading.confidence import Features
from training.confidence_answers import Row
from training.fit_confidence import NEGATIVE, counts, fit

NAMES = [field.name for field in fields(Features)]


def row(right: int, sort: str = "answerable") -> Row:
    return (0.0,) * len(NAMES), right, sort


def test_a_wrong_quote_counts_a_quarter_and_the_unanswerable_a_third_of_all_others() -> None:
    count = counts([[row(1), row(0), row(0, "absent"), row(0, "squad")]])
    assert count[1] == pytest.approx(count[0] / 4)
    assert count[2:].sum() == pytest.approx(count[:2].sum() / 3)


def test_every_source_counts_the_same_however_few_its_questions() -> None:
    many, few = [row(1)] * 8 + [row(0, "absent")], [row(1)] * 2 + [row(0, "policy")]
    count = counts([many, few])
    assert count[0] * 9 == pytest.approx(count[9] * 3)


def test_a_weight_never_has_the_wrong_sign() -> None:
    """What speaks against an answer cannot be learnt to speak for it, whatever the data say."""
    against = NAMES.index(min(NEGATIVE))
    for_it = next(at for at, name in enumerate(NAMES) if name not in NEGATIVE)
    y = np.array([0.0, 1.0] * 20)
    x = np.zeros((len(y), len(NAMES)))
    x[:, against] = x[:, for_it] = y  # both go with right answers
    weights = fit(x, y, np.ones(len(y)))
    assert weights[1 + against] == 0.0
    assert weights[1 + for_it] > 1.0
