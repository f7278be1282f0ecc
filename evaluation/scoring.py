"""Scores one answered question with every metric that applies to it."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.collection import Collection
from evaluation.metrics.answer import contains, exact_match, f1, rouge_l
from evaluation.metrics.citation import count_citations
from evaluation.outcome import Outcome
from evaluation.sets import Question
from rag.types import Answer, Hit, Status


def score(
    question: Question,
    answer: Answer,
    hits: Sequence[Hit],
    collection: Collection,
    latency_ms: float,
) -> Outcome:
    """Return the outcome of one question; ``hits`` are ranked, best first."""
    answered = answer.status is Status.ANSWERED
    wanted = collection.wanted(question)
    citation = count_citations(
        answer.citations, wanted.answers, wanted.quotes, question.answerable, collection.read
    )
    outcome = Outcome(
        id=question.id,
        type=question.type,
        answerable=question.answerable,
        answered=answered,
        confidence=float(answer.confidence),
        latency_ms=round(latency_ms, 3),
        citation=citation,
    )
    if not question.answerable:
        return outcome
    relevant = collection.relevance(hits, wanted)
    return Outcome(
        **{name: getattr(outcome, name) for name in _FIRST},
        retrieval=collection.retrieval(hits, wanted, question.context_ids),
        answer=answer_scores(question, answer) if question.required else {},
        first_rank=relevant.index(True) + 1 if True in relevant else 0,
    )


_FIRST = ("id", "type", "answerable", "answered", "confidence", "latency_ms", "citation")


def answer_scores(question: Question, answer: Answer) -> dict[str, float]:
    """Return the answer metrics of an answerable question; an abstention scores 0."""
    if answer.status is not Status.ANSWERED:
        return {"em": 0.0, "f1": 0.0, "contains": 0.0, "rouge_l": 0.0}
    short = answer.short_answer or ""
    quoted = "".join(citation.quote for citation in answer.citations)
    return {
        "em": exact_match(short, question.answers) if short else 0.0,
        "f1": f1(short, question.answers),
        "contains": contains(answer.text, question.required, question.type),
        "rouge_l": rouge_l(short or quoted, question.answers),
        "chars": float(len(answer.text)),
    }
