"""Retrieval metrics on one ranking: was something relevant found, and how far up.

``relevant`` says of each ranked passage, best first, whether it is relevant. All results are
in [0, 1], higher is better.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evaluation.comparison import holds, holds_half

DEPTHS = (1, 5, 10)
_RANKED = 10  # passages that mrr@10 and ndcg@10 look at


@dataclass(frozen=True, slots=True)
class Wanted:
    """What makes a passage relevant; all texts in comparable form.

    ``held`` maps every document that should be found to the answers it holds verbatim (none
    where the library lacks it); it is empty where a question names no documents.
    """

    answers: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def relevance(doc_id: str, text: str, wanted: Wanted) -> str:
    """Say why a passage (comparable form) of a document is relevant, "" if it is not.

    "answer": it holds an answer, and comes from a wanted document that holds it verbatim or
    no document is named; "document": it comes from a wanted document that holds no answer
    verbatim; "evidence": it holds at least half of an evidence quote.
    """
    if doc_id in wanted.held:
        answers = wanted.held[doc_id]
        if not answers:
            return "document"
    else:
        answers = () if wanted.held else wanted.answers
    if any(holds(text, answer) for answer in answers):
        return "answer"
    return "evidence" if any(holds_half(text, quote) for quote in wanted.quotes) else ""


def is_relevant(doc_id: str, text: str, wanted: Wanted) -> bool:
    """Whether a passage (comparable form) of a document answers what is wanted."""
    return bool(relevance(doc_id, text, wanted))


def recall(relevant: Sequence[bool], k: int) -> float:
    """Return 1.0 if any of the first ``k`` is relevant, else 0.0."""
    return float(any(relevant[:k]))


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """Return 1 / rank of the first relevant one among the first ten, 0.0 if there is none."""
    for rank, is_good in enumerate(relevant[:_RANKED], 1):
        if is_good:
            return 1.0 / rank
    return 0.0


def ndcg(relevant: Sequence[bool], total: int) -> float:
    """Return binary nDCG of the first ten (Järvelin & Kekäläinen 2002, log2 discount).

    ``total`` is the number of relevant passages there are, found or not; 0.0 if it is 0.
    """
    gain = sum(1.0 / math.log2(rank + 1) for rank, good in enumerate(relevant[:_RANKED], 1) if good)
    best = sum(1.0 / math.log2(rank + 1) for rank in range(1, min(total, _RANKED) + 1))
    return gain / best if best else 0.0


def doc_recall(sources: Sequence[Sequence[str]], wanted: Mapping[str, object], k: int) -> float:
    """Return 1.0 if a wanted document is among the first ``k`` distinct ones, else 0.0.

    ``sources`` are the documents of each hit, best first: its own, which takes a place unless it
    has one, then those that hold a copy and are found with it.
    """
    seen: set[str] = set()
    for own, *copies in sources:
        seen.add(own)
        if len(seen) > k:
            return 0.0
        if any(doc_id in wanted for doc_id in (own, *copies)):
            return 1.0
    return 0.0


def retrieval_scores(
    relevant: Sequence[bool], total: int, sources: Sequence[Sequence[str]], wanted: Wanted
) -> dict[str, float]:
    """Return every retrieval metric of one question; doc_recall only where it has documents."""
    scores = {f"recall@{k}": recall(relevant, k) for k in DEPTHS}
    scores["mrr@10"] = reciprocal_rank(relevant)
    scores["ndcg@10"] = ndcg(relevant, total)
    if wanted.held:
        scores |= {f"doc_recall@{k}": doc_recall(sources, wanted.held, k) for k in DEPTHS}
    return scores
