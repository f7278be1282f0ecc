"""Runs a question set on a corpus or a library: ``evaluate`` is the whole command."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.asking import run
from evaluation.collection import Collection
from evaluation.corpus import Advance, Corpus, corpus_library, present_library
from evaluation.judge import agreement, build_judge
from evaluation.outcome import Outcome
from evaluation.provenance import about as taking_part
from evaluation.provenance import foreign_questions, machine, notes, of_this_corpus, peak_memory_mb
from evaluation.records import question_record
from evaluation.reports.folder import RunFolder
from evaluation.sets import Question, QuestionSet, read_questions
from evaluation.summary import summarise
from rag.config import Settings
from rag.pipeline import Pipeline
from rag.types import Answer, Hit
from rag.wiring import build_encoder, build_pipeline

Record = dict[str, Any]
_WARM_UP = "什么是应用场景？"


@dataclass(frozen=True, slots=True)
class Options:
    """How a set is run.

    With ``report_dir`` the run is written there question by question, and ``resume`` takes
    an interrupted one of the same settings up again. ``sample`` draws so many questions.
    ``lenient`` leaves out questions whose evidence or context is not in the corpus. The
    library of a corpus is kept below ``keep_in``, by default the user's cache folder.
    ``judge`` also has the language model of the settings judge every answer.
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
    questions: Path,
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
    asked = read_questions(questions, options.lenient)
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
    foreign = foreign_questions(drawn, collection, missing)
    chosen = of_this_corpus(asked, drawn, foreign, options.lenient)
    judge = build_judge(held.settings) if options.judge else None
    about = taking_part(
        asked, held, name, len(chosen), len(collection), judge.name if judge else ""
    )
    with _folder(options, about) as folder:
        said = Counter(folder.notes() if folder else ())

        def keep(question: Question, outcome: Outcome, answer: Answer, hits: Sequence[Hit]) -> None:
            said.update(answer.notes)
            if folder:
                folder.keep(question_record(question, outcome, answer, hits, collection))

        done = {outcome.id: outcome for outcome in folder.outcomes} if folder else {}
        outcomes = run(pipeline, collection, chosen, tell, keep=keep, done=done, judge=judge)
        report = {
            **summarise(outcomes),
            **about,
            "failures": dict(Counter(each.failure for each in outcomes if each.failure)),
            "notes": notes(asked, chosen, held, collection, missing, foreign, said),
            "run": {**times, "memory_mb": peak_memory_mb(), **machine()},
            **({"judge": agreement(outcomes)} if judge else {}),
        }
        if folder:
            folder.finish(report)
    return report


def _folder(options: Options, about: Record) -> AbstractContextManager[RunFolder | None]:
    if options.report_dir is None:
        return nullcontext()
    return RunFolder.open(options.report_dir, about, options.resume)
