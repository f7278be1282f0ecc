"""Asks every question of a set and measures the answers: ``evaluate`` is the whole command."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from evaluation.collection import Collection
from evaluation.corpus import Advance, Corpus, corpus_library, present_library
from evaluation.judge import Judge, agreement, build_judge
from evaluation.outcome import Outcome
from evaluation.provenance import about as taking_part
from evaluation.provenance import check_evidence, machine, notes, peak_memory_mb
from evaluation.records import question_record
from evaluation.reports.folder import RunFolder
from evaluation.scoring import score
from evaluation.sets import Question, QuestionSet, read_questions
from evaluation.summary import summarise
from rag.config import Settings
from rag.errors import InputError, RagError
from rag.pipeline import Pipeline
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


@dataclass(frozen=True, slots=True)
class Options:
    """How a set is run.

    With ``report_dir`` the run is written there question by question, and ``resume`` takes
    an interrupted one of the same settings up again. ``sample`` draws so many questions.
    ``lenient`` leaves out questions whose evidence is not in the corpus. The library of a
    corpus is kept below ``keep_in``, by default the user's cache folder. ``judge`` also
    has the language model of the settings judge every answer.
    """

    report_dir: Path | None = None
    sample: int | None = None
    resume: bool = False
    lenient: bool = False
    keep_in: Path | None = None
    judge: bool = False


def evaluate(
    settings: Settings,
    corpus: Path | None,
    questions: Path | QuestionSet,
    options: Options = Options(),
    advance: Advance | None = None,
) -> Record:
    """Run a question set on a corpus and return the report record of eval/FORMAT.

    A corpus goes through ordinary ingest into a library of its own; without one the library
    of the settings is asked as it stands. ``advance(stage, done, total, name)`` is told of
    the progress; what it raises stops the run, which then can be resumed. Raises InputError
    for a set or corpus that cannot be used.
    """
    tell = advance or (lambda stage, done, total, name: None)
    asked = (
        questions
        if isinstance(questions, QuestionSet)
        else read_questions(questions, options.lenient)
    )
    encoder = build_encoder(settings)
    opened = (
        corpus_library(settings, corpus, encoder, tell, options.keep_in)
        if corpus
        else present_library(settings, encoder)
    )
    started = time.perf_counter()
    with opened as held:
        times = {"ingest_s": round(time.perf_counter() - started, 2)}
        before = time.perf_counter()
        pipeline = build_pipeline(held.settings, held.library, encoder)
        pipeline.ask(_WARM_UP)
        times["load_ms"] = round((time.perf_counter() - before) * 1000, 1)
        name = corpus.name if corpus else settings.library.name
        return _measure(pipeline, asked, held, name, options, tell, times)


def _measure(
    pipeline: Pipeline,
    asked: QuestionSet,
    held: Corpus,
    name: str,
    options: Options,
    tell: Advance,
    times: Record,
) -> Record:
    """Ask what was chosen, write the run where one is wanted, return the report."""
    collection = Collection(held.library)
    drawn = asked.sample(options.sample)
    missing = collection.missing_evidence(drawn)
    chosen = check_evidence(asked, drawn, missing, options.lenient)
    judge = build_judge(held.settings) if options.judge else None
    about = taking_part(
        asked, held, name, len(chosen), len(collection), judge.name if judge else ""
    )
    folder = (
        RunFolder.open(options.report_dir, about, options.resume) if options.report_dir else None
    )

    def keep(question: Question, outcome: Outcome, answer: Answer, hits: Sequence[Hit]) -> None:
        if folder:
            folder.keep(question_record(question, outcome, answer, hits, collection))

    done = {outcome.id: outcome for outcome in folder.outcomes} if folder else {}
    outcomes = run(pipeline, collection, chosen, tell, keep=keep, done=done, judge=judge)
    report = {
        **summarise(outcomes),
        **about,
        "failures": dict(Counter(each.failure for each in outcomes if each.failure)),
        "notes": notes(asked, chosen, held, collection, missing),
        "run": {**times, "memory_mb": peak_memory_mb(), **machine()},
    }
    if judge:
        report["judge"] = agreement(outcomes)
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
