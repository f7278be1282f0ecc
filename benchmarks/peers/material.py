"""What the peers are given, and how what they return is scored: the same for all of them."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.comparison import comparable, comparables
from evaluation.metrics.retrieval import (
    Wanted,
    doc_recall,
    is_relevant,
    recall,
    reciprocal_rank,
)
from evaluation.sets import Question, read_questions

DEPTH = 50
_SEED = 20261123


@dataclass(frozen=True, slots=True)
class Material:
    """Documents and the answerable questions on them; ``name`` is what the table calls them."""

    name: str
    documents: tuple[dict[str, str], ...]
    questions: tuple[Question, ...]

    @property
    def characters(self) -> int:
        """How much text the documents hold."""
        return sum(len(each["text"]) for each in self.documents)

    def job(self, encoder: Path) -> dict[str, Any]:
        """Return what a peer is told: nothing of the answers."""
        asked = [{"id": each.id, "text": each.text} for each in self.questions]
        return {
            "documents": list(self.documents),
            "questions": asked,
            "encoder": str(encoder),
            "depth": DEPTH,
        }


def read_material(
    corpus: Path, questions: Path, documents: int | None, asked: int | None
) -> Material:
    """Read a corpus (JSON Lines, or one text file) and the questions that it can answer.

    ``documents`` draws so many of them with a fixed seed; questions whose documents were not
    drawn are left out, as are follow-ups, since only some peers could know their history.
    """
    if corpus.suffix == ".jsonl":
        lines = corpus.read_text(encoding="utf-8").splitlines()
        held = [json.loads(line) for line in lines if line.strip()]
    else:
        held = [{"id": corpus.name, "title": "", "text": corpus.read_text(encoding="utf-8")}]
    held = [{name: str(each.get(name, "")) for name in ("id", "title", "text")} for each in held]
    draw = random.Random(_SEED)
    if documents and documents < len(held):
        held = [held[at] for at in sorted(draw.sample(range(len(held)), documents))]
    names = {each["id"] for each in held}
    fit = [
        each
        for each in read_questions(questions).questions
        if each.answerable and not each.history and set(each.positive_ids) <= names
    ]
    if asked and asked < len(fit):
        fit = [fit[at] for at in sorted(draw.sample(range(len(fit)), asked))]
    name = f"{corpus.parent.name}-{corpus.stem}"
    return Material(name, tuple(held), tuple(fit))


def score(material: Material, found: Mapping[str, Mapping[str, Any]]) -> dict[str, float | None]:
    """Return the mean figures of one peer; ``found`` maps questions to what it returned."""
    texts = {each["id"]: comparable(each["text"]) for each in material.documents}
    rows = [_row(question, found[question.id], texts) for question in material.questions]
    return {
        name: float(np.mean(values)) if (values := [r[name] for r in rows if name in r]) else None
        for name in ("doc_recall@1", "doc_recall@5", "recall@1", "recall@5", "mrr@10", "lexical")
    }


def _row(
    question: Question, found: Mapping[str, Any], texts: Mapping[str, str]
) -> dict[str, float]:
    answers = comparables(question.answers)
    held = {
        name: tuple(answer for answer in answers if answer in texts[name])
        for name in question.positive_ids
    }
    wanted = Wanted(answers, comparables(question.evidence), held)
    relevant = [is_relevant(name, comparable(text), wanted) for name, text in found["found"]]
    row = {
        "recall@1": recall(relevant, 1),
        "recall@5": recall(relevant, 5),
        "mrr@10": reciprocal_rank(relevant),
    }
    if held:
        names = [[name] for name, _ in found["found"]]
        row |= {f"doc_recall@{k}": doc_recall(names, held, k) for k in (1, 5)}
    if found["lexical"] is not None:
        row["lexical"] = doc_recall([[name] for name in found["lexical"]], held or texts, 5)
    return row


def median_length(found: Sequence[Mapping[str, Any]]) -> float:
    """Return the median number of characters of the first passage that was returned."""
    return float(np.median([len(each["found"][0][1]) for each in found if each["found"]] or [0]))
