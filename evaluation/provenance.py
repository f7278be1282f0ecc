"""What took part in a run and what a reader has to know about it."""

from __future__ import annotations

import os
import platform
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import evaluation
import index
import ingest
import prompts
import rag
from evaluation.collection import Collection
from evaluation.corpus import Corpus, code_fingerprint, folder_fingerprint
from evaluation.sets import Question, QuestionSet
from models import reader_dir
from rag.config import Settings
from rag.errors import InputError

Record = dict[str, Any]
_SAID_SHOWN = 5


def foreign_questions(
    drawn: Sequence[Question], collection: Collection, missing: Mapping[int, bool]
) -> dict[int, str]:
    """Return the lines of questions that belong to another corpus, each with the reason.

    Their evidence is not in this one at all (``missing`` maps lines to whether half of the
    evidence is there), or it holds none of the documents that they are to be asked of.
    """
    found = {}
    for question in drawn:
        if not missing.get(question.line, True):
            found[question.line] = "its evidence is not in the corpus"
        elif question.context_ids and not collection.doc_ids(question.context_ids):
            named = ", ".join(question.context_ids)
            found[question.line] = f"its context {named:.80} is not in the corpus"
    return found


def of_this_corpus(
    asked: QuestionSet, drawn: Sequence[Question], foreign: Mapping[int, str], lenient: bool
) -> list[Question]:
    """Return the questions without the ``foreign`` ones.

    Raises InputError naming the first of those unless ``lenient``, and if nothing is left.
    """
    kept = [question for question in drawn if question.line not in foreign]
    if not foreign or (lenient and kept):
        return kept
    apart = [question for question in drawn if question.line in foreign]
    others = f"; {len(apart)} such questions: {_shorten(_places(apart))}" if apart[1:] else ""
    # The page has no option: it shows this message, too.
    way_out = "" if lenient else " (on the command line, --lenient leaves such questions out)"
    raise InputError(
        f"{asked.name}, {_place(apart[0])}: {foreign[apart[0].line]}; correct it{way_out}{others}"
    )


def notes(
    asked: QuestionSet,
    chosen: Sequence[Question],
    held: Corpus,
    collection: Collection,
    missing: Mapping[int, bool],
    foreign: Mapping[int, str],
    said: Counter[str],
) -> list[str]:
    """Say what a reader of the report has to know about the data it is made from.

    ``said`` counts the notes under the answers: a language model that failed is told there.
    """
    lost = [q for q in chosen if q.answerable and collection.unknown(q.positive_ids)]
    apart = [question for question in asked.questions if question.line in foreign]
    partly = [q for q in chosen if collection.unknown(q.context_ids)]
    differing = [question for question in chosen if missing.get(question.line)]
    findings: tuple[tuple[str, Sequence[object]], ...] = (
        ("lines left out as faulty", asked.skipped),
        ("drafts that nobody accepted, left out", [f"line {line}" for line in asked.drafts]),
        (
            "questions left out, their evidence or context is not in the corpus",
            _places(apart),
        ),
        ("fields that are no part of the format, ignored", asked.ignored),
        ("corpus files not read", [f"{source}: {reason}" for source, reason in held.failed]),
        (
            "answerable questions whose positive_ids are not all in the corpus",
            _places(lost),
        ),
        ("questions of whose context a part is not in the corpus", _places(partly)),
        ("questions with evidence that the corpus does not hold verbatim", _places(differing)),
    )
    told = [f"{len(found)} {what}: {_shorten(found)}" for what, found in findings if found]
    return told + [f"{n} answers say: {note}" for note, n in said.most_common(_SAID_SHOWN)]


def _place(question: Question) -> str:
    """Name a question by its line and, for those who wrote it in a sheet, by its id."""
    return f"line {question.line} (id {question.id})"


def _places(questions: Iterable[Question]) -> list[str]:
    return [_place(question) for question in questions]


def _shorten(found: Sequence[object], shown: int = 5) -> str:
    return "; ".join(map(str, found[:shown])) + ("; …" if len(found) > shown else "")


def about(
    asked: QuestionSet, held: Corpus, name: str, chosen: int, documents: int, judge: str
) -> Record:
    """Return what took part, so that two runs can be told apart and repeated.

    ``name`` is what the corpus is called, ``judge`` the language model that judges, if any.
    """
    settings = held.settings
    return {
        "settings": settings.model_dump(mode="json", exclude={"library", "server"}),
        "fingerprints": {
            # Of the sources, not of the release: what is measured is often not released yet.
            "program": code_fingerprint(rag, ingest, index, prompts, evaluation),
            "encoder": held.library.encoder_fingerprint,
            "reader": _reader_fingerprint(settings),
            "language_model": _endpoint(settings),
            "judge": judge,
            "questions": asked.fingerprint,
            "corpus": held.fingerprint,
        },
        "data": {
            "corpus": name,
            "documents": documents,
            "passages": held.library.passage_count,
            "questions": asked.name,
            "of": len(asked.questions),
            "asked": chosen,
        },
    }


def machine() -> Record:
    """Return when and on what the run ended: speed means nothing without it."""
    return {
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
    }


def _reader_fingerprint(settings: Settings) -> str:
    if settings.reader.backend == "embedded":
        return folder_fingerprint(reader_dir())
    return settings.reader.model or settings.reader.backend


def _endpoint(settings: Settings) -> str:
    chat = settings.chat
    return f"{chat.model} @ {chat.base_url}" if chat.base_url else ""


def peak_memory_mb() -> float | None:
    """Return the peak resident memory of this process, None where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource  # not there on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
