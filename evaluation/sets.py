"""Reads and checks question sets: JSON Lines, one question a line."""

from __future__ import annotations

import difflib
import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.fields import groups, history, spans, text_field, texts
from evaluation.files import record_of
from evaluation.importers.tables import SHEET_ENDINGS
from rag.errors import InputError
from rag.pipeline import MAX_CHARS
from rag.types import Turn

FIELDS = frozenset(
    (
        *("id", "question", "history", "answerable", "answers", "required", "type"),
        *("evidence", "evidence_spans", "positive_ids", "context_id", "context_ids"),
        *("accepted", "note"),
    )
)
RETRIEVAL = "retrieval"  # questions of this type measure the search alone, without answers
MAX_BYTES = 500 * 1024 * 1024
_SAMPLE_SEED = 20261122


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set; ``line`` is its 1-based line in the file.

    ``required`` holds the groups a full answer names one alternative of; where the file gives
    none it is the one group of all ``answers``. ``spans`` are (corpus id, start, end).
    """

    id: str
    text: str
    line: int
    answerable: bool
    answers: tuple[str, ...] = ()
    required: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[str, ...] = ()
    spans: tuple[tuple[str, int, int], ...] = ()
    positive_ids: tuple[str, ...] = ()
    context_ids: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    type: str = "untyped"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file called ``name``; ``fingerprint`` is the SHA-256 of its bytes.

    ``skipped`` are the complaints about lines left out (lenient reading only), ``ignored``
    the fields that are no part of the format, and ``drafts`` the lines of proposed questions
    that nobody has accepted ("accepted" is false).
    """

    name: str
    questions: tuple[Question, ...]
    fingerprint: str
    skipped: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    drafts: tuple[int, ...] = ()

    def sample(self, size: int | None) -> tuple[Question, ...]:
        """Return ``size`` questions drawn with a fixed seed, in the order of the file."""
        if size is None or size >= len(self.questions):
            return self.questions
        chosen = random.Random(_SAMPLE_SEED).sample(range(len(self.questions)), size)  # noqa: S311 - a reproducible draw, no secret
        return tuple(self.questions[at] for at in sorted(chosen))


def read_questions(path: Path, lenient: bool = False) -> QuestionSet:
    """Read a question set; raise InputError naming file and line of the first fault.

    With ``lenient`` faulty lines are left out and listed; an empty set is always refused.
    """
    data = _read(path)
    questions: list[Question] = []
    seen: dict[str, int] = {}
    skipped: list[str] = []
    drafts: list[int] = []
    ignored: dict[str, None] = {}
    for number, line in enumerate(_text(path, data).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = _record(line)
            if record.get("accepted") is False:
                drafts.append(number)
                continue
            questions.append(_unlike(as_question(record, number), seen))
        except InputError as exc:
            fault = f"{path}, line {number}: {exc}"
            if not lenient:
                raise InputError(fault) from exc
            skipped.append(fault)
            continue
        ignored.update(dict.fromkeys(name for name in record if name not in FIELDS))
    if not questions:
        raise InputError(f"{path}: {_nothing(skipped, drafts)}")
    return QuestionSet(
        path.name,
        tuple(questions),
        hashlib.sha256(data).hexdigest(),
        tuple(skipped),
        tuple(ignored),
        tuple(drafts),
    )


def _nothing(skipped: list[str], drafts: list[int]) -> str:
    """Say why no question of a set is left, and what to do."""
    if skipped:
        return f"every question is faulty, the first: {skipped[0]}"
    if drafts:
        return f'all {len(drafts)} questions are drafts; set "accepted" to true on the good ones'
    return "holds no question; expected JSON Lines, one question a line"


def _unlike(question: Question, seen: dict[str, int]) -> Question:
    """Return the question; raise InputError if another line has its id."""
    first = seen.setdefault(question.id, question.line)
    if first != question.line:
        raise InputError(f"id {question.id!r} is already used on line {first}")
    return question


def _read(path: Path) -> bytes:
    if path.suffix.lower() in SHEET_ENDINGS:
        raise InputError(
            f"{path} is a sheet; make a question set of it first: "
            f"scenario-qa import-questions --format sheet {path} --out {path.stem}.jsonl"
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(f"{path}: {size} bytes, allowed are {MAX_BYTES}; split the set")
        return path.read_bytes()
    except OSError as exc:
        raise InputError(f"{path}: cannot be read: {exc.strerror or exc}") from exc


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise InputError(
            f"{path}, line {line}: not UTF-8 (byte {exc.start}); save as UTF-8"
        ) from exc


def _record(line: str) -> dict[str, Any]:
    record = record_of(line)
    for name in record:
        # Sets of others carry columns of their own; a slip of the pen must not pass as one.
        if name not in FIELDS and (close := _meant(name)):
            raise InputError(f"unknown field {name!r}; did you mean {close[0]!r}?")
    return record


def _meant(name: str) -> list[str]:
    """Return the field that a name is a slip of the pen for: two letters changed places, say."""
    return difflib.get_close_matches(name.lower(), FIELDS, 1, 0.85)


def as_question(record: Mapping[str, Any], line: int) -> Question:
    """Return the question of a record; raise InputError naming the field that does not fit."""
    answers = texts(record, "answers")
    required = groups(record)
    answerable = record.get("answerable")
    if not isinstance(answerable, bool):
        raise InputError(f"answerable must be true or false, got {answerable!r:.40}")
    named = any(record.get(name) for name in ("positive_ids", "evidence", "evidence_spans"))
    if answerable and not answers and not required:
        if record.get("type") != RETRIEVAL:
            raise InputError("answerable, but it has no answers")
        if not named:
            raise InputError("of type retrieval, but it names neither documents nor evidence")
    one_context = [text_field(record, "context_id")] if record.get("context_id") else []
    text = text_field(record, "question")
    if len(text) > MAX_CHARS:
        raise InputError(
            f"question has {len(text):,} characters, allowed are {MAX_CHARS:,}; shorten it"
        )
    return Question(
        id=text_field(record, "id"),
        text=text,
        line=line,
        answerable=answerable,
        answers=answers or tuple(name for group in required for name in group),
        required=required or ((answers,) if answers else ()),
        evidence=texts(record, "evidence"),
        spans=spans(record),
        positive_ids=texts(record, "positive_ids"),
        context_ids=(*one_context, *texts(record, "context_ids")),
        history=history(record),
        type=text_field(record, "type") if record.get("type") else "untyped",
    )
