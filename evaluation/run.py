"""Asks every question of a set and measures the answers: ``evaluate`` is the whole command."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from evaluation.collection import Collection
from evaluation.corpus import Advance, corpus_library
from evaluation.outcome import Outcome
from evaluation.provenance import about, notes, peak_memory_mb
from evaluation.report import ReportFolder
from evaluation.scoring import score
from evaluation.sets import Question, QuestionSet, read_questions
from evaluation.summary import summarise
from rag.config import Settings
from rag.errors import InputError, RagError
from rag.types import Answer, Filter, Hit, Turn
from rag.wiring import build_encoder, build_pipeline

Record = dict[str, Any]
Keep = Callable[[Question, Outcome, Answer, Sequence[Hit]], None]
SEARCH_DEPTH = 50  # passages ranked for the retrieval metrics: ten distinct documents are in them
_WARM_UP = "什么是应用场景？"


class Asked(Protocol):
    """What is evaluated: something that answers and searches (``rag.pipeline.Pipeline``)."""

    def ask(self, question: str, history: Sequence[Turn] = ..., wanted: Filter = ...) -> Answer:
        """Answer one question."""

    def search(self, question: str, top_k: int, wanted: Filter = ...) -> list[Hit]:
        """Rank passages for one question."""


def evaluate(
    settings: Settings,
    corpus: Path,
    questions: Path | QuestionSet,
    report_dir: Path | None = None,
    sample: int | None = None,
    advance: Advance | None = None,
    resume: bool = False,
    keep_in: Path | None = None,
) -> Record:
    """Run a question set on a corpus and return the report record of eval/FORMAT.

    The corpus goes through ordinary ingest into a library of its own below ``keep_in``, by
    default the user's cache folder. With ``report_dir`` the report is also written there,
    question by question; ``resume`` takes up an interrupted run of the same settings. A set
    that was read leniently may be given instead of its path. Raises InputError for a set or
    corpus that cannot be used.
    """
    tell = advance or (lambda stage, done, total, name: None)
    asked = questions if isinstance(questions, QuestionSet) else read_questions(questions)
    chosen = asked.sample(sample)
    encoder = build_encoder(settings)
    started = time.perf_counter()
    with corpus_library(settings, corpus, encoder, tell, keep_in) as held:
        ingested = time.perf_counter()
        pipeline = build_pipeline(held.settings, held.library, encoder)
        pipeline.ask(_WARM_UP)
        loaded = time.perf_counter()
        collection = Collection(held.library)
        findings = notes(asked, chosen, held, collection)
        taking_part = about(settings, corpus, asked, held, len(chosen), len(collection))
        folder = ReportFolder.open(report_dir, taking_part, resume) if report_dir else None
        done = {outcome.id: outcome for outcome in folder.outcomes} if folder else {}
        keep = folder.keep if folder else None
        outcomes = run(pipeline, collection, chosen, tell, keep=keep, done=done)
        report = {
            **summarise(outcomes),
            **taking_part,
            "notes": findings,
            "run": {
                "ingest_s": round(ingested - started, 2),
                "load_ms": round((loaded - ingested) * 1000, 1),
                "memory_mb": peak_memory_mb(),
            },
        }
    if folder:
        folder.finish(report)
    return report


def run(
    pipeline: Asked,
    collection: Collection,
    questions: Sequence[Question],
    advance: Advance | None = None,
    *,
    keep: Keep | None = None,
    done: Mapping[str, Outcome] | None = None,
) -> list[Outcome]:
    """Ask the questions one after the other and return their outcomes in order.

    Only the ask is timed. ``keep`` is told of every question as it is finished; those in
    ``done`` are not asked again. Raises InputError naming the line of a question that the
    pipeline refuses.
    """
    known = done or {}
    outcomes = []
    for number, question in enumerate(questions, 1):
        if question.id in known:
            outcomes.append(known[question.id])
            continue
        answer, hits, latency_ms = _ask(pipeline, collection, question)
        outcome = score(question, answer, hits, collection, latency_ms)
        outcomes.append(outcome)
        if keep:
            keep(question, outcome, answer, hits)
        if advance:
            advance("questions", number, len(questions), question.text)
    return outcomes


def context_filter(question: Question, collection: Collection) -> Filter:
    """Return the filter of a question that is asked of certain documents only.

    Raises InputError if none of them is in the library: no filter would allow all of them.
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
