"""The record of one question in a run: asked, expected, answered, found, and why it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluation.collection import Collection
from evaluation.metrics.answer import named, named_limit
from evaluation.metrics.citation import is_covered, is_exact, is_to_the_point
from evaluation.outcome import Outcome
from evaluation.sets import Question
from rag.records import answer_record, hit_record
from rag.types import Answer, Hit

Record = dict[str, Any]
HITS_KEPT = 10


def question_record(
    question: Question,
    outcome: Outcome,
    answer: Answer,
    hits: Sequence[Hit],
    collection: Collection,
) -> Record:
    """Return everything that a reader of the report may ask about one question."""
    kept = hits[:HITS_KEPT] or [evidence.hit for evidence in answer.evidence]
    result = answer_record(answer)
    result["evidence"] = [evidence.passage.passage_id for evidence in answer.evidence]
    return {
        "question": question.text,
        "line": question.line,
        "history": [[turn.question, turn.answer] for turn in question.history],
        "expected": {
            "answers": list(question.answers),
            "required": [list(group) for group in question.required],
            "evidence": list(collection.evidence(question)),
            "positive_ids": list(question.positive_ids),
            "context_ids": list(question.context_ids),
        },
        "failure": outcome.failure,
        "scores": outcome.record(),
        "result": result,
        "hits": [hit_record(hit) for hit in kept],
        "why": _reasons(question, answer, kept, collection),
    }


def _reasons(
    question: Question, answer: Answer, hits: Sequence[Hit], collection: Collection
) -> Record:
    """Say why each part counts as it does, with the rules that the scores were made by."""
    wanted = collection.wanted(question)
    documents = {cited.doc_id: collection.read(cited.doc_id) for cited in answer.citations}
    aligned = {doc_id: text for doc_id, (_, text) in documents.items()}
    return {
        "hits": collection.reasons(hits, wanted) if question.answerable else [""] * len(hits),
        "named": named(answer.text, question.required, question.type),
        "within": named_limit(question.type),
        "citations": [
            {
                "exact": is_exact(cited, documents[cited.doc_id][0]),
                "right": is_to_the_point(cited, wanted.answers, wanted.quotes, aligned),
            }
            for cited in answer.citations
        ],
        "covered": [is_covered(quote, answer.citations, aligned) for quote in wanted.quotes],
    }
