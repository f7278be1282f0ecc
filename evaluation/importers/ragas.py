"""Test sets of RAGAS: JSON Lines, JSON, CSV or Excel with its column names, old or new."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evaluation.importers.entries import Entry, Record, read_json_lines, strings, words
from evaluation.importers.tables import read_rows
from rag.errors import InputError

_QUESTION = ("user_input", "question")
_ANSWER = ("reference", "ground_truth", "ground_truths")
_CONTEXTS = ("reference_contexts", "contexts")


def read_ragas(path: Path) -> Iterator[Entry]:
    """Yield the questions of a RAGAS test set; its reference contexts become evidence."""
    number = 0
    for number, (place, record) in enumerate(_records(path), 1):
        asked, answers = _first(record, _QUESTION), strings(_first(record, _ANSWER))
        if isinstance(asked, list):
            yield Entry(place, fault="a conversation of several turns has no one question")
            continue
        if not words(asked):
            yield Entry(place, fault=f"no question; expected a column {' or '.join(_QUESTION)}")
            continue
        question: Record = {
            "id": words(record.get("id")) or f"ragas-{number}",
            "question": words(asked),
            "answerable": bool(answers),
        }
        if answers:
            question |= {"answers": answers, "evidence": strings(_first(record, _CONTEXTS))}
        yield Entry(place, question=question)
    if not number:
        raise InputError(f"{path}: holds no question")


def _records(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if path.suffix.lower() in (".csv", ".xlsx"):
        for row in read_rows(path):
            yield row.place(), {name: _listed(cell) for name, cell in row.cells.items()}
    else:
        yield from read_json_lines(path)


def _listed(cell: str) -> Any:
    """Return the list that a cell spells, in JSON or in Python, else the cell itself."""
    if not cell.startswith("["):
        return cell
    try:
        return json.loads(cell)
    except ValueError:
        pass
    try:
        found = ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return cell
    return found if isinstance(found, list) else cell


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((record[name] for name in names if record.get(name)), "")
