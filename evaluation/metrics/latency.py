"""How long one question takes, in milliseconds of wall-clock time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluation.metrics.interval import Figure, Quantile


def latency_figures(milliseconds: Sequence[float]) -> dict[str, Figure]:
    """Return the median and the 95th percentile; loading of models is not part of them."""
    values = np.array(milliseconds, dtype=np.float64)
    return {"p50": Quantile(values, 0.5), "p95": Quantile(values, 0.95)}
