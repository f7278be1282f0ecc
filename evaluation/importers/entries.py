"""What an importer yields, and how records of other projects are read without trust."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.files import record_of
from rag.errors import InputError

Record = dict[str, Any]
MAX_BYTES = 2 << 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One question or one document of a set, and the place in the source it stood at.

    ``question`` and ``document`` are records of our format, one of them empty. Both are empty
    where ``fault`` says what is wrong at the place, and for a ``draft`` that nobody accepted.
    """

    place: str
    question: Mapping[str, Any] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)
    fault: str = ""
    draft: bool = False


def document_entry(place: str, doc_id: str, text: str, title: str = "") -> Entry:
    """Return the entry of a document."""
    return Entry(place, document={"id": doc_id, "title": title, "text": text})


def text_id(text: str) -> str:
    """Return an id made of a text, for documents that come without one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_json(path: Path) -> Any:
    """Read a whole JSON file; raise InputError if it is none or too large."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path}: over {MAX_BYTES >> 30} GiB; split it")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as exc:
        if exc.msg == "Extra data":
            raise InputError(
                f"{path}: expected one JSON value, more follows on line {exc.lineno} (JSON Lines?)"
            ) from exc
        raise InputError(f"{path}: broken JSON: {exc}") from exc
    except (OSError, ValueError, RecursionError) as exc:
        raise InputError(f"{path}: cannot be read as JSON: {exc}") from exc


def read_json_lines(path: Path) -> Iterator[tuple[str, Record]]:
    """Yield ("line N", record) of a JSON Lines file, or of a JSON list ("entry N").

    Raises InputError naming the line that is no JSON object.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            first = file.read(1)
            while first.isspace():
                first = file.read(1)
        if first == "[":
            for number, record in enumerate(sequence(read_json(path)), 1):
                yield f"{path.name} entry {number}", mapping(record)
            return
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    place = f"{path.name} line {number}"
                    yield place, record_of(line, f"{place}: ")
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"{path}: cannot be read: {exc}") from exc


def mapping(value: object) -> Record:
    """Return a JSON object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> Sequence[Any]:
    """Return a JSON list, an empty one for anything else."""
    return value if isinstance(value, list) else ()


def words(value: object) -> str:
    """Return a JSON text or number as a stripped text, "" for anything else."""
    is_value = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value).strip() if is_value else ""


def strings(value: object) -> list[str]:
    """Return the texts of a list, or the one text itself, without empty and equal ones."""
    found = [words(each) for each in (value if isinstance(value, list) else [value])]
    return list(dict.fromkeys(text for text in found if text))
