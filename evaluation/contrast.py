"""Two runs of the same questions set side by side: what changed, and could it be chance.

Questions are paired by id. A figure's difference has an interval by the paired bootstrap:
both runs are resampled with the same draws. Where a figure is yes or no for each question,
McNemar's exact test gives the p-value, otherwise the bootstrap does. Times have none: drawing
questions again does not show how busy the machine was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evaluation.differing import differing
from evaluation.metrics.interval import Figure, Floats, Ratio, resampled_weights
from evaluation.metrics.retrieval import DEPTHS
from evaluation.outcome import Outcome
from evaluation.runs import Run
from evaluation.summary import figures
from rag.errors import InputError

LEVEL = 0.05
TIMES = frozenset({"latency_ms p50", "latency_ms p95"})
RIGHT = "right"

Reading = Callable[[Outcome], float | bool | None]  # yes or no; None: not of this question


def _scored(section: str, name: str) -> Reading:
    return lambda outcome: getattr(outcome, section).get(name)


_YES_NO: Mapping[str, Reading] = {
    RIGHT: lambda outcome: outcome.right,
    "abstention recall": lambda outcome: None if outcome.answerable else not outcome.answered,
    "abstention answered_rate": lambda outcome: outcome.answered if outcome.answerable else None,
    **{
        f"{section} {name}": _scored(section, name)
        for section, name in (
            *(("retrieval", f"recall@{k}") for k in DEPTHS),
            *(("retrieval", f"doc_recall@{k}") for k in DEPTHS),
            *(("answer", "em"), ("answer", "contains")),
        )
    },
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure before (``a``) and after (``b``), over ``n`` questions of the second run.

    ``low`` and ``high`` are the ends of the 95 % interval of ``difference``; all values are
    None where a run has no question of the figure. ``test`` is "mcnemar" or "bootstrap", and
    "" for times, whose ``p`` is None.
    """

    name: str
    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    n: int
    test: str

    @property
    def significant(self) -> bool:
        """Whether chance alone would hardly do it (p below 0.05)."""
        return self.p is not None and self.p < LEVEL

    @property
    def worse(self) -> bool:
        """Whether the second run is significantly worse."""
        return self.significant and (self.difference or 0.0) < 0


@dataclass(frozen=True, slots=True)
class Change:
    """A question that is right in one run only; failures are "" where it is right."""

    id: str
    question: str
    type: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """What changed from one run to another over the ``n`` questions that both hold.

    ``only_a`` and ``only_b`` count questions that one run alone holds; ``differing`` names
    what else was not the same, such as the corpus.
    """

    n: int
    figures: tuple[Difference, ...]
    wins: tuple[Change, ...]
    losses: tuple[Change, ...]
    only_a: int = 0
    only_b: int = 0
    differing: tuple[str, ...] = field(default=())


def contrast(run_a: Run, run_b: Run) -> Contrast:
    """Compare two runs; raise InputError if they have no question in common."""
    before = {outcome.id: outcome for outcome in run_a.outcomes()}
    after = {outcome.id: outcome for outcome in run_b.outcomes()}
    ids = [each for each in after if each in before]
    if not ids:
        raise InputError(f"{run_a.path} and {run_b.path} have no question in common")
    changed = {each for each in ids if before[each].right != after[each].right}
    changes = [
        Change(
            outcome["id"],
            record["question"],
            outcome["type"],
            before[outcome["id"]].failure,
            after[outcome["id"]].failure,
        )
        for record in run_b.records()
        if (outcome := record["scores"])["id"] in changed
    ]
    return Contrast(
        n=len(ids),
        figures=differences([before[each] for each in ids], [after[each] for each in ids]),
        wins=tuple(each for each in changes if after[each.id].right),
        losses=tuple(each for each in changes if before[each.id].right),
        only_a=len(before) - len(ids),
        only_b=len(after) - len(ids),
        differing=differing(run_a.about, run_b.about),
    )


def differences(before: Sequence[Outcome], after: Sequence[Outcome]) -> tuple[Difference, ...]:
    """Return every figure of the same questions in two runs, in the same order."""
    old, new = _with_right(before), _with_right(after)
    n = len(before)
    drawn: dict[str, list[Floats]] = {name: [] for name in new}
    for weights in resampled_weights(n):
        for name, figure in new.items():
            drawn[name].append(figure.value(weights) - old[name].value(weights))
    tests = {name: _yes_no(name, before, after) for name in new}
    whole = np.ones((1, n))
    return tuple(
        _difference(
            name,
            float(old[name].value(whole)[0]),
            float(new[name].value(whole)[0]),
            np.concatenate(drawn[name]),
            new[name].n,
            tests[name],
        )
        for name in new
    )


def mcnemar(only_before: int, only_after: int) -> float:
    """Return the exact two-sided p-value of McNemar's test for discordant pairs."""
    n, least = only_before + only_after, min(only_before, only_after)
    if not n:
        return 1.0
    tail = sum(math.comb(n, k) for k in range(least + 1))
    # Whole numbers until the last step: 2 ** n overflows no integer, but every float.
    return min(1.0, float(2 * tail * 10**12 // 2**n) / 10**12)


def _with_right(outcomes: Sequence[Outcome]) -> Mapping[str, Figure]:
    right = np.array([outcome.right for outcome in outcomes], dtype=np.float64)
    return {RIGHT: Ratio(right, np.ones(len(outcomes))), **figures(outcomes)}


def _yes_no(
    name: str, before: Sequence[Outcome], after: Sequence[Outcome]
) -> tuple[int, int] | None:
    """Count the questions that only one run has right, None for figures that are no yes or no."""
    right = _YES_NO.get(name)
    if right is None:
        return None
    pairs = [(right(a), right(b)) for a, b in zip(before, after, strict=True)]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    return sum(bool(a) and not b for a, b in both), sum(bool(b) and not a for a, b in both)


def _difference(
    name: str, a: float, b: float, drawn: Floats, n: int, discordant: tuple[int, int] | None
) -> Difference:
    test = "bootstrap" if discordant is None else "mcnemar"
    samples = drawn[~np.isnan(drawn)]
    if math.isnan(a) or math.isnan(b) or not len(samples):
        before, after = (None if math.isnan(value) else value for value in (a, b))
        return Difference(name, before, after, None, None, None, None, n, test)
    low, high = (float(end) for end in np.percentile(samples, [2.5, 97.5]))
    if name in TIMES:
        return Difference(name, a, b, b - a, low, high, None, n, "")
    if discordant is None:
        # One is added to both: no finite number of draws shows a chance of nought.
        least = min((samples <= 0).sum(), (samples >= 0).sum())
        p = min(1.0, 2 * float(least + 1) / (len(samples) + 1))
    else:
        p = mcnemar(*discordant)
    return Difference(name, a, b, b - a, low, high, p, n, test)
