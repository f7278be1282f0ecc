"""Asks the questions of a set one after the other and scores the answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from evaluation.collection import Collection
from evaluation.corpus import Advance
from evaluation.judge import Judge
from evaluation.outcome import Outcome
from evaluation.scoring import score
from evaluation.sets import Question
from rag.errors import InputError, RagError
from rag.types import Answer, Filter, Hit, Turn

Keep = Callable[[Question, Outcome, Answer, Sequence[Hit]], None]
SEARCH_DEPTH = 50  # passages ranked for the retrieval metrics: ten distinct documents are in them


class Asked(Protocol):
    """What is evaluated: something that answers and searches (``rag.pipeline.Pipeline``)."""

    def ask(self, question: str, history: Sequence[Turn] = ..., wanted: Filter = ...) -> Answer:
        """Answer one question."""

    def search(self, question: str, top_k: int, wanted: Filter = ...) -> list[Hit]:
        """Rank passages for one question."""


def run(
    pipeline: Asked,
    collection: Collection,
    questions: Sequence[Question],
    advance: Advance | None = None,
    *,
    keep: Keep | None = None,
    done: Mapping[str, Outcome] | None = None,
    judge: Judge | None = None,
) -> list[Outcome]:
    """Ask the questions one after the other and return their outcomes in order.

    Only the ask is timed. ``keep`` is told of every question as it is finished; those in
    ``done`` are not asked again. ``judge`` gives its own opinion of the answers. Raises
    InputError naming the line of a question that the pipeline refuses.
    """
    known = done or {}
    outcomes = []
    for number, question in enumerate(questions, 1):
        if question.id in known:
            outcomes.append(known[question.id])
            continue
        answer, hits, latency_ms = _ask(pipeline, collection, question)
        outcome = score(question, answer, hits, collection, latency_ms)
        if judge:
            outcome = replace(outcome, judged=judge.judge(question, answer))
        outcomes.append(outcome)
        if keep:
            keep(question, outcome, answer, hits)
        if advance:
            advance("questions", number, len(questions), question.text)
    return outcomes


def context_filter(question: Question, collection: Collection) -> Filter:
    """Return the filter of a question that is asked of certain documents only.

    Raises InputError if none of them is in the library: an empty filter would allow every one.
    """
    doc_ids = collection.doc_ids(question.context_ids)
    if question.context_ids and not doc_ids:
        raise InputError(
            f"line {question.line}: context {', '.join(question.context_ids)[:80]} "
            "is not in the corpus"
        )
    return Filter(doc_ids=doc_ids)


def _ask(
    pipeline: Asked, collection: Collection, question: Question
) -> tuple[Answer, list[Hit], float]:
    wanted = context_filter(question, collection)
    try:
        started = time.perf_counter()
        answer = pipeline.ask(question.text, question.history, wanted)
        latency_ms = (time.perf_counter() - started) * 1000
        # Searched with what was understood, so that a follow-up is judged on its meaning.
        searched = answer.question or question.text
        hits = pipeline.search(searched, SEARCH_DEPTH, wanted) if question.answerable else []
    except RagError as exc:
        raise type(exc)(f"line {question.line}, question {question.id!r}: {exc}") from exc
    return answer, hits, latency_ms
