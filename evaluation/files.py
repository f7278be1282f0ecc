"""Files of a run: written aside and renamed, so that a reader sees the old one or the new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rag.errors import InputError

Record = dict[str, Any]


def write_text(path: Path, text: str) -> None:
    """Write a text file in one step."""
    with replacing(path) as aside:
        aside.write_text(text, encoding="utf-8")


def write_record(path: Path, record: Record) -> None:
    """Write a record as indented JSON in one step."""
    write_text(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def write_lines(path: Path, records: Iterable[Record]) -> None:
    """Write records as JSON Lines in one step."""
    with replacing(path) as aside, aside.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path to write to; it takes the place of ``path`` when all went well.

    Where nothing was written there, ``path`` stays as it was. Raises InputError if it cannot
    be written.
    """
    aside = path.with_name(path.name + ".new")
    try:
        try:
            yield aside
            if aside.exists():
                aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as exc:
        raise InputError(
            f"{path}: cannot be written ({exc.strerror}); choose a folder that exists and a "
            "file that may be written"
        ) from exc


def read_record(path: Path) -> Record:
    """Read one JSON object; raise InputError if it is none."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as exc:
        raise InputError(f"{path}: cannot be read: {exc}") from exc
    if not isinstance(record, dict):
        raise InputError(f"{path}: expected a JSON object, got {type(record).__name__}")
    return record


def read_lines(path: Path) -> Iterator[Record]:
    """Yield the records of a JSON Lines file one by one; a last line cut off is left out.

    Raises InputError naming the line that is no JSON object.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.endswith("\n") and line.strip():
                    yield record_of(line, f"{path}, line {number}: ")
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"{path}: cannot be read: {exc}") from exc


def record_of(line: str, place: str = "") -> Record:
    """Return the JSON object of a line; raise InputError, which begins with ``place``, if none."""
    try:
        record = json.loads(line)
    except json.JSONDecodeError as exc:
        # Not the line that it names: that is the first of this one line.
        fault = f"broken JSON at character {exc.colno}: {exc.msg}"
        raise InputError(f"{place}{fault}") from exc
    except (ValueError, RecursionError) as exc:
        raise InputError(f"{place}broken JSON: {exc}") from exc
    if not isinstance(record, dict):
        raise InputError(f"{place}expected a JSON object, got {type(record).__name__}")
    return record
