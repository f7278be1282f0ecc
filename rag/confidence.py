"""How likely an answer is right: named features, a small logistic, a threshold with its cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from rag.near_miss import Difference, differences, has_rival
from rag.question import Question
from rag.terms import TermKind, shares

# A wrong answer costs 1, an abstention on an answerable question 0.5, so answering pays
# where confidence exceeds 1 - 0.5 / 1. Both are judgements about readers who quote.
COST_OF_WRONG = 1.0
COST_OF_SILENCE = 0.5
THRESHOLD = 1.0 - COST_OF_SILENCE / COST_OF_WRONG


@dataclass(frozen=True, slots=True)
class Features:
    """What confidence is computed from. Shares are in [0, 1], counts are whole numbers.

    ``sentence`` and ``relevance`` come from the reader; ``own`` is the share of the key terms
    in the cited characters, ``around`` with their passage and headings; ``weakest`` the
    share of the key word found least; ``fit`` how far the type asked for is met;
    ``missing`` counts years, places, titles, quotes and numbers found nowhere around;
    ``other`` is 1 where the cited sentence speaks of another year or place;
    ``rival`` is 1 where the value asked for is that of another thing; ``reversed_``
    is 1 where the question turns round or undoes what is said.
    """

    sentence: float
    relevance: float
    own: float
    around: float
    weakest: float
    fit: float
    missing: float
    other: float
    rival: float
    reversed_: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the features in their order, and the constant term."""

    bias: float = -6.2
    sentence: float = 3.2
    relevance: float = 2.0
    own: float = 1.2
    around: float = 3.4
    weakest: float = 1.6
    fit: float = 1.6
    missing: float = -2.6
    other: float = -2.2
    rival: float = -3.0
    reversed_: float = -6.0


WEIGHTS = Weights()


def confidence(features: Features, weights: Weights = WEIGHTS) -> float:
    """Return the probability, in [0, 1], that an answer with these features is right."""
    total = weights.bias + sum(
        getattr(weights, field.name) * value
        for field, value in zip(fields(features), astuple(features), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-total))


def measure(
    question: Question,
    cited: Sequence[str],
    around: str,
    reader_scores: tuple[float, float],
    fit: float,
    other: bool,
) -> tuple[Features, list[Difference]]:
    """Return the features of an answer and how it differs from what was asked.

    ``other`` says that what is cited speaks of another year or place; ``reader_scores``
    are the best cited sentence's score and its passage's relevance.
    """
    text = "\n".join(cited)
    own, _ = shares(question.terms, text)
    near, each = shares(question.terms, f"{around}\n{text}")
    words = [
        share
        for term, share in zip(question.terms, each, strict=True)
        if term.kind is TermKind.WORD
    ]
    found = differences(question, text, around)
    features = Features(
        sentence=reader_scores[0],
        relevance=reader_scores[1],
        own=own,
        around=near,
        weakest=min(words, default=near),
        fit=fit,
        missing=sum(1.0 for item in found if item.template != "differs_reversed"),
        other=1.0 if other else 0.0,
        rival=1.0 if has_rival(question, text) else 0.0,
        reversed_=1.0 if any(item.template == "differs_reversed" for item in found) else 0.0,
    )
    return features, found
