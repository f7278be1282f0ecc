"""From a set in some other format to files of ours, each question checked on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from evaluation.files import replacing
from evaluation.importers.beir import read_beir
from evaluation.importers.dureader import read_dureader
from evaluation.importers.entries import Entry
from evaluation.importers.rag_sets import read_crud, read_rageval, read_rgb
from evaluation.importers.ragas import read_ragas
from evaluation.importers.sheet import read_sheet
from evaluation.importers.squad import read_squad
from evaluation.sets import as_question
from rag.errors import InputError

FORMATS: MappingProxyType[str, Callable[[Path], Iterator[Entry]]] = MappingProxyType(
    {
        "squad": read_squad,
        "cmrc": read_squad,
        "drcd": read_squad,
        "dureader": read_dureader,
        "rgb": read_rgb,
        "rageval": read_rageval,
        "crud-rag": read_crud,
        "beir": read_beir,
        "mteb": read_beir,
        "ragas": read_ragas,
        "sheet": read_sheet,
    }
)
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Imported:
    """How many questions and documents were written, and what was left out.

    ``skipped`` are the complaints about faulty entries, ``drafts`` counts the rows of a sheet
    that nobody accepted.
    """

    questions: int
    documents: int
    skipped: tuple[str, ...]
    drafts: int = 0


def import_questions(
    name: str, source: Path, out: Path, corpus_out: Path, lenient: bool = False
) -> Imported:
    """Write the questions of a set to ``out``, and its documents, if any, to ``corpus_out``.

    ``name`` is one of ``FORMATS``. Raises InputError naming what is wrong and where, all
    complaints in one message; with ``lenient`` it is left out and listed.
    """
    seen: set[str] = set()
    held: set[str] = set()
    faults: list[str] = []
    drafts = 0
    with replacing(out) as questions, replacing(corpus_out) as corpus:
        with (
            questions.open("w", encoding="utf-8") as asked,
            corpus.open("w", encoding="utf-8") as documents,
        ):
            for entry in FORMATS[name](source):
                if entry.draft:
                    drafts += 1
                    continue
                try:
                    if not entry.document:
                        asked.write(_line(_checked(entry, seen, out.stem)))
                    elif entry.document["id"] not in held:
                        documents.write(_line(entry.document))
                        held.add(entry.document["id"])
                except InputError as exc:
                    faults.append(f"{entry.place}: {exc}" if entry.place else str(exc))
        _refuse(source, len(seen), faults, drafts, lenient)
        if not held:
            corpus.unlink()
    return Imported(len(seen), len(held), tuple(faults), drafts)


def _checked(entry: Entry, seen: set[str], stem: str) -> dict[str, object]:
    """Return a question that fits our format, numbered if it has no id of its own."""
    if entry.fault:
        raise InputError(entry.fault)
    question = dict(entry.question)
    question["id"] = question.get("id") or f"{stem}-{len(seen) + 1}"
    checked = as_question(question, 0)
    if checked.id in seen:
        raise InputError(f"id {checked.id!r} is already used")
    seen.add(checked.id)
    return question


def _refuse(source: Path, kept: int, faults: list[str], drafts: int, lenient: bool) -> None:
    if faults and not (lenient and kept):
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise InputError(f"{source}: {'; '.join(faults[:_SHOWN])}{more}")
    if drafts and not kept:  # in Chinese, as every complaint about a sheet
        raise InputError(
            f"{source}：没有可导入的题，{drafts} 行的“采用”填的都是“否”；能用的请改成“是”"
        )
    if not kept:
        raise InputError(f"{source}: no question could be read")


def _line(record: object) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
