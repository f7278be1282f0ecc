"""JSON Lines: every line a document with its own id."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.loaders.assembly import assemble, digest
from ingest.loaders.text import text_lines
from ingest.text.decoding import decode
from ingest.text.raw import RawLine
from ingest.text.spaced import spaced_paragraphs
from rag.errors import IngestError
from rag.printing import storable
from rag.types import Document, Metadata

_DATE = re.compile(r"((?:19|20)\d\d)(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?")
_UTF8_BOM = b"\xef\xbb\xbf"
MAX_BROKEN = 100  # lines of one file: more, and it is no JSON Lines file
_MAX_ID = 200
_ISSUERS = ("issuer", "department", "publisher")
_NUMBERS = ("number", "doc_number")
_DATES = ("date", "published_on", "publish_date", "year")


class JsonLinesLoader:
    """Reads .jsonl files of {"id", "title", "text"}; date, issuer and number are used too."""

    suffixes = frozenset({".jsonl", ".ndjson"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield one document a line; raise IngestError naming the first line that is broken."""
        for found in self.records(path, source, {}):
            if isinstance(found, IngestError):
                raise found
            if isinstance(found, Document):
                yield found

    def records(
        self, path: Path, source: str, known: Mapping[str, str]
    ) -> Iterator[Document | str | IngestError]:
        """Yield one document a line, or its id where ``known`` holds the sha256 of the line.

        A line that cannot be read gives its IngestError, and reading goes on. Lines are read
        one at a time, so that memory does not grow with the file. Raises IngestError for a file
        that cannot be read, holds no line, or more than ``MAX_BROKEN`` broken ones.
        """
        seen: set[str] = set()
        broken = 0
        for number, line in _numbered(path, source):
            try:
                found = known.get(digest(line)) or _document(line, number, source)
                doc_id = found if isinstance(found, str) else found.doc_id
                if doc_id in seen:
                    raise IngestError(source, f"line {number}: the id {doc_id!r} came before")
            except IngestError as exc:
                broken += 1
                if broken > MAX_BROKEN:
                    reason = f"{exc.reason}; over {MAX_BROKEN} lines are broken, the rest is left"
                    raise IngestError(source, reason) from exc
                yield exc
                continue
            seen.add(doc_id)
            yield found
        if not seen and not broken:
            raise IngestError(source, "empty file")


def _numbered(path: Path, source: str) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of every line that is not blank."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                line = raw.removeprefix(_UTF8_BOM) if number == 1 else raw
                if line := line.strip():
                    yield number, line
    except OSError as exc:
        raise IngestError(source, f"cannot be read: {exc.strerror or exc}") from exc


def _document(line: bytes, number: int, source: str) -> Document:
    record = _record(line, number, source)
    doc_id = record.get("id")
    doc_id = str(doc_id) if isinstance(doc_id, int) and not isinstance(doc_id, bool) else doc_id
    if not isinstance(doc_id, str) or not 1 <= len(doc_id) <= _MAX_ID or not doc_id.isprintable():
        reason = (
            f"line {number}: id must be 1 to {_MAX_ID} printable characters, not {doc_id!r:.60}"
        )
        raise IngestError(source, reason)
    title, text = record.get("title", ""), record.get("text")
    if not isinstance(text, str) or not isinstance(title, str):
        raise IngestError(source, f"line {number}: title and text must be strings")
    if "\0" in text:
        raise IngestError(source, f"line {number}: NUL in the text")
    try:
        return assemble(
            _lines(storable(text)),
            source=source,
            sha256=digest(line),
            title=storable(title),
            doc_id=doc_id,
            metadata=_metadata(record),
        )
    except IngestError as exc:
        raise IngestError(source, f"line {number}: {exc.reason}") from exc


def _lines(text: str) -> list[RawLine]:
    """Return the lines of a record; where only spaces are left of its line ends, paragraphs."""
    paragraphs = spaced_paragraphs(text)
    lines = text_lines(paragraphs)
    return lines if paragraphs == text else [replace(line, whole=True) for line in lines]


def _record(line: bytes, number: int, source: str) -> dict[str, Any]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = decode(line, source)
        except IngestError as exc:
            raise IngestError(source, f"line {number}: {exc.reason}") from exc
    try:
        record = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as exc:
        raise IngestError(source, f"line {number}: not JSON ({exc})") from exc
    if not isinstance(record, dict):
        raise IngestError(source, f"line {number}: not a JSON object")
    return record


def _metadata(record: dict[str, Any]) -> Metadata:
    return Metadata(
        issuer=_first(record, _ISSUERS),
        number=_first(record, _NUMBERS),
        published_on=_iso(_first(record, _DATES)),
        region=_first(record, ("region",)),
        kind=_first(record, ("kind",)),
    )


def _first(record: dict[str, Any], names: Iterable[str]) -> str:
    for name in names:
        value = record.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return storable(str(value)).strip()[:200]
    return ""


def _iso(date: str) -> str:
    found = _DATE.search(date)
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else ""
