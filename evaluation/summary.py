"""From the outcomes of questions to the figures of a report, with intervals and by type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from evaluation.metrics.abstention import abstention_figures
from evaluation.metrics.interval import Estimate, Figure, Quantile, Ratio, estimate
from evaluation.metrics.latency import latency_figures
from evaluation.outcome import Outcome

Record = dict[str, Any]
SECTIONS = ("retrieval", "answer", "abstention", "citation", "latency_ms")
RETRIEVAL = (
    *(f"recall@{k}" for k in (1, 5, 10)),
    "mrr@10",
    "ndcg@10",
    *(f"doc_recall@{k}" for k in (1, 5, 10)),
)
ANSWER = ("em", "f1", "contains", "rouge_l")
_DIGITS = 6  # more than are ever shown: what is rounded twice can come out otherwise


def summarise(outcomes: Sequence[Outcome]) -> Record:
    """Return ``n``, the five sections, ``by_type`` and ``intervals`` of eval reports.

    A figure over no question is None. ``intervals`` repeats the sections with low and high
    ends of the 95 % interval and the number of questions behind each figure.
    """
    types = sorted({outcome.type for outcome in outcomes})
    by_type = {
        name: _sections([outcome for outcome in outcomes if outcome.type == name]) for name in types
    }
    whole = _sections(outcomes)
    intervals = whole.pop("intervals")
    return {**whole, "by_type": by_type, "intervals": intervals}


def _sections(outcomes: Sequence[Outcome]) -> Record:
    record: Record = {"n": len(outcomes), **{section: {} for section in SECTIONS}}
    record["intervals"] = {section: {} for section in SECTIONS}
    for key, found in estimate(figures(outcomes), len(outcomes)).items():
        section, name = key.split(" ")
        record[section][name] = _rounded(found.value)
        record["intervals"][section][name] = _interval(found)
    return record


def figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Return every figure by its full name, such as "retrieval recall@5"."""
    return {
        f"{section} {name}": figure
        for section, group in _figures(outcomes).items()
        for name, figure in group.items()
    }


def _figures(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    answered = [outcome.answered for outcome in outcomes]
    return {
        "retrieval": {name: _mean(outcomes, "retrieval", name) for name in RETRIEVAL},
        "answer": {
            **{name: _mean(outcomes, "answer", name) for name in ANSWER},
            "chars": Quantile(
                np.array([outcome.answer.get("chars", np.nan) for outcome in outcomes]), 0.5
            ),
        },
        "abstention": abstention_figures(
            [outcome.answerable for outcome in outcomes],
            answered,
            [outcome.confidence for outcome in outcomes],
        ),
        "citation": {
            "exact": _share(outcomes, lambda o: o.citation.exact, lambda o: o.citation.cited),
            "evidence_recall": _share(
                outcomes, lambda o: o.citation.covered, lambda o: o.citation.quotes
            ),
            "precision": _share(outcomes, lambda o: o.citation.right, lambda o: o.citation.judged),
        },
        "latency_ms": latency_figures([outcome.latency_ms for outcome in outcomes]),
    }


def _mean(outcomes: Sequence[Outcome], section: str, name: str) -> Figure:
    return _share(
        outcomes,
        lambda outcome: getattr(outcome, section).get(name, 0.0),
        lambda outcome: name in getattr(outcome, section),
    )


def _share(
    outcomes: Sequence[Outcome],
    part: Callable[[Outcome], float],
    whole: Callable[[Outcome], float],
) -> Figure:
    return Ratio(
        np.array([part(outcome) for outcome in outcomes], dtype=np.float64),
        np.array([whole(outcome) for outcome in outcomes], dtype=np.float64),
    )


def _interval(found: Estimate) -> Record:
    return {"low": _rounded(found.low), "high": _rounded(found.high), "n": found.n}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
