"""DuReader 2.0 (JSON Lines with documents); DuReader-robust and -checklist have SQuAD's shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from evaluation.importers.entries import (
    Entry,
    Record,
    document_entry,
    mapping,
    read_json_lines,
    sequence,
    strings,
    text_id,
    words,
)
from evaluation.importers.squad import read_squad

_TYPES = {"ENTITY": "fact", "DESCRIPTION": "definition", "YES_NO": "yesno"}
_HEAD = 4096


def read_dureader(path: Path) -> Iterator[Entry]:
    """Yield the documents and questions of a DuReader file of either shape."""
    if _is_squad(path):
        yield from read_squad(path)
        return
    for place, record in read_json_lines(path):
        documents = [_text(mapping(each)) for each in sequence(record.get("documents"))]
        ids = [text_id(text) for _, text in documents]
        for doc_id, (title, text) in zip(ids, documents, strict=True):
            if text:
                yield document_entry(place, doc_id, text, title)
        chosen = [
            doc_id
            for doc_id, each in zip(ids, sequence(record.get("documents")), strict=True)
            if mapping(each).get("is_selected")
        ]
        answers = strings(record.get("answers"))
        yield Entry(
            place,
            question={
                "id": words(record.get("question_id")),
                "question": words(record.get("question")),
                "answerable": bool(answers),
                "answers": answers,
                "positive_ids": chosen if answers else [],
                "type": _TYPES.get(words(record.get("question_type")), "untyped"),
            },
        )


def _text(document: Record) -> tuple[str, str]:
    return words(document.get("title")), "\n".join(strings(document.get("paragraphs")))


def _is_squad(path: Path) -> bool:
    """Whether a file is one JSON value with "data" rather than one question a line."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            json.loads(file.readline())
            more = any(line.strip() for line in file)
    except (OSError, ValueError, RecursionError):
        return True  # read as a whole, which names what is wrong
    if more:
        return False
    with path.open(encoding="utf-8-sig") as file:
        return '"paragraphs"' in (head := file.read(_HEAD)) and '"documents"' not in head
