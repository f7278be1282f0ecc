"""Ratings as a question set for evaluation: JSON Lines, one question a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from index.feedback import Feedback
from rag.types import Status


def feedback_questions(given: Sequence[Feedback], *, good: bool = True) -> str:
    """Return one line for each rating of a kind.

    A good answer becomes the accepted one, the spans it cited its evidence; a good abstention
    becomes a question that the documents do not answer. A bad answer says only what is not
    right: ``answerable`` and ``answers`` are null for a person to fill in before the set can
    be evaluated.
    """
    lines = (_line(one) for one in given if one.good is good)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines if line)


def _line(one: Feedback) -> dict[str, Any]:
    """Return the line of one rating; empty where the answer cites nothing to hold it to."""
    answer = one.answer
    abstained = answer["status"] == Status.ABSTAINED.value
    if one.good and not abstained and not answer["citations"]:
        return {}
    line: dict[str, Any] = {"id": f"feedback-{one.exchange_id}", "question": one.question}
    if one.history:
        line["history"] = [list(turn) for turn in one.history]
    line["answerable"] = not abstained if one.good else None
    line["answers"] = _accepted(answer, abstained) if one.good else None
    if one.good and not abstained:
        line["evidence_spans"] = [
            [cited["doc_id"], cited["start"], cited["end"]] for cited in answer["citations"]
        ]
    told = {"good": one.good, "reason": one.reason, "by": one.user, "at": one.given_at}
    return {**line, "feedback": {**told, "answer": answer}}


def _accepted(answer: dict[str, Any], abstained: bool) -> list[str]:
    if abstained:
        return []
    short = answer["short_answer"]
    return [short] if short else [cited["quote"] for cited in answer["citations"]]
