"""Abstention metrics; the positive class is a question that the documents do not answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluation.metrics.interval import Auroc, Figure, Ratio


def abstention_figures(
    answerable: Sequence[bool], answered: Sequence[bool], confidence: Sequence[float]
) -> dict[str, Figure]:
    """Return precision, recall, F1, the share of answerable questions answered, and AUROC.

    AUROC is of ``1 - confidence``: how well low confidence tells the unanswerable apart.
    """
    unanswerable = ~np.array(answerable, dtype=bool)
    abstained = ~np.array(answered, dtype=bool)
    right = (unanswerable & abstained).astype(np.float64)
    expected = unanswerable.astype(np.float64)
    made = abstained.astype(np.float64)
    return {
        "precision": Ratio(right, made),
        "recall": Ratio(right, expected),
        "f1": Ratio(2 * right, expected + made),
        "answered_rate": Ratio((1 - expected) * (1 - made), 1 - expected),
        "auroc": Auroc(1.0 - np.array(confidence, dtype=np.float64), unanswerable),
    }
