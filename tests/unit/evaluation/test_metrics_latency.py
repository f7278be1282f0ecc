from __future__ import annotations

from evaluation.metrics.interval import estimate
from evaluation.metrics.latency import latency_figures


def test_median_and_ninety_fifth_percentile() -> None:
    times = [float(ms) for ms in range(1, 102)]
    found = estimate(latency_figures(times), len(times))
    assert found["p50"].value == 51.0
    assert found["p95"].value == 96.0
    assert found["p95"].n == 101


def test_no_question_took_no_time_at_all() -> None:
    assert estimate(latency_figures([]), 0)["p50"].value is None
