"""What took part in a run and what a reader has to know about it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import index
import ingest
import rag
from evaluation.collection import Collection
from evaluation.corpus import Corpus, code_fingerprint, folder_fingerprint
from evaluation.sets import Question, QuestionSet
from models import reader_dir
from rag.config import Settings
from rag.errors import InputError

Record = dict[str, Any]


def check_evidence(
    asked: QuestionSet, chosen: Sequence[Question], missing: Mapping[int, bool], lenient: bool
) -> list[Question]:
    """Return the questions without those whose evidence is not in the corpus at all.

    ``missing`` maps lines to whether half of the evidence is there. Unless ``lenient`` such
    a question raises InputError naming the line.
    """
    foreign = [line for line, half in missing.items() if not half]
    if foreign and not lenient:
        raise InputError(
            f"{asked.name}, line {foreign[0]}: its evidence is not in the corpus"
            + (f" ({len(foreign)} such lines: {_shorten(foreign, 10)})" if foreign[1:] else "")
            + "; correct it, or leave such questions out with --lenient"
        )
    kept = [question for question in chosen if question.line not in set(foreign)]
    if not kept:
        raise InputError(f"{asked.name}: the evidence of no question is in the corpus")
    return kept


def notes(
    asked: QuestionSet,
    chosen: Sequence[Question],
    held: Corpus,
    collection: Collection,
    missing: Mapping[int, bool],
) -> list[str]:
    """Say what a reader of the report has to know about the data it is made from."""
    lost = [q for q in chosen if q.answerable and collection.unknown(q.positive_ids)]
    foreign = [line for line, half in missing.items() if not half]
    differing = [line for line, half in missing.items() if half]
    findings: tuple[tuple[str, Sequence[object]], ...] = (
        ("lines left out as faulty", asked.skipped),
        ("drafts that nobody accepted, left out", _lines(asked.drafts)),
        ("questions left out, their evidence is not in the corpus", _lines(foreign)),
        ("fields that are no part of the format, ignored", asked.ignored),
        ("corpus files not read", [f"{source}: {reason}" for source, reason in held.failed]),
        (
            "answerable questions whose positive_ids are not all in the corpus",
            _lines(question.line for question in lost),
        ),
        ("questions with evidence that the corpus does not hold verbatim", _lines(differing)),
    )
    return [f"{len(found)} {what}: {_shorten(found)}" for what, found in findings if found]


def _lines(numbers: Iterable[int]) -> list[str]:
    return [f"line {number}" for number in numbers]


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
            "program": code_fingerprint(rag, ingest, index),
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
