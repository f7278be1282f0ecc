"""What took part in a run and what a reader has to know about it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import index
import ingest
import rag
from evaluation.collection import Collection
from evaluation.corpus import Corpus, code_fingerprint
from evaluation.sets import Question, QuestionSet
from rag.config import Settings

Record = dict[str, Any]


def notes(
    asked: QuestionSet, chosen: Sequence[Question], held: Corpus, collection: Collection
) -> list[str]:
    """Say what a reader of the report has to know about the data it is made from."""
    lost = [q for q in chosen if q.answerable and collection.unknown(q.positive_ids)]
    unheld = collection.missing_evidence(chosen)
    findings = (
        ("lines left out as faulty", list(asked.skipped)),
        ("fields that are no part of the format, ignored", list(asked.ignored)),
        ("corpus files not read", [f"{source}: {reason}" for source, reason in held.failed]),
        ("answerable questions whose positive_ids are not all in the corpus", _lines(lost)),
        ("questions with evidence that the corpus does not hold verbatim", _lines(unheld)),
    )
    return [f"{len(found)} {what}: {_shorten(found)}" for what, found in findings if found]


def _lines(questions: Sequence[Question]) -> list[str]:
    return [f"line {question.line}" for question in questions]


def _shorten(found: Sequence[str], shown: int = 5) -> str:
    return "; ".join(found[:shown]) + ("; …" if len(found) > shown else "")


def about(
    settings: Settings,
    corpus: Path,
    asked: QuestionSet,
    held: Corpus,
    chosen: int,
    documents: int,
) -> Record:
    """Return what took part, so that two runs can be told apart and repeated."""
    return {
        "settings": settings.model_dump(mode="json", exclude={"library", "server"}),
        "fingerprints": {
            # Of the sources, not of the release: what is measured is often not released yet.
            "program": code_fingerprint(rag, ingest, index),
            "encoder": held.library.encoder_fingerprint,
            "questions": asked.fingerprint,
            "corpus": held.fingerprint,
        },
        "data": {
            "corpus": corpus.name,
            "documents": documents,
            "passages": held.library.passage_count,
            "questions": asked.name,
            "of": len(asked.questions),
            "asked": chosen,
        },
    }


def peak_memory_mb() -> float | None:
    """Return the peak resident memory of this process, None where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource  # not there on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
