"""Folders of BEIR and MTEB: corpus.jsonl, queries.jsonl, qrels/*.tsv or qrels/*.jsonl.

Their questions have no answers: they measure retrieval, and their type says so.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from evaluation.importers.entries import Entry, Record, document_entry, read_json_lines, words
from rag.errors import InputError

_SPLITS = ("test", "dev", "train")
_CORPUS, _QUERIES = "corpus.jsonl", "queries.jsonl"


def read_beir(path: Path) -> Iterator[Entry]:
    """Yield the corpus and the queries that have judgements; raise InputError if files lack."""
    if missing := [name for name in (_CORPUS, _QUERIES) if not (path / name).is_file()]:
        raise InputError(f"{path}: {' and '.join(missing)} not found; expected a folder of BEIR")
    judged = _judgements(path)
    for place, record in read_json_lines(path / _CORPUS):
        text, title = words(record.get("text")), words(record.get("title"))
        yield document_entry(place, _id(record), text or title, title)
    for place, record in read_json_lines(path / _QUERIES):
        name = _id(record)
        if name in judged:
            yield Entry(
                place,
                question={
                    "id": name,
                    "question": words(record.get("text")),
                    "answerable": True,
                    "positive_ids": judged[name],
                    "type": "retrieval",
                },
            )


def _id(record: Record) -> str:
    return words(record.get("_id", record.get("id")))


def _judgements(path: Path) -> Mapping[str, list[str]]:
    files = [
        file
        for split in _SPLITS
        for suffix in ("tsv", "jsonl")
        if (file := path / "qrels" / f"{split}.{suffix}").is_file()
    ]
    if not files:
        raise InputError(f"{path}: no qrels/test.tsv (or dev, train; or .jsonl)")
    found: dict[str, list[str]] = defaultdict(list)
    for place, row in _rows(files[0]):
        try:
            relevant = float(row.get("score", "1")) > 0
        except ValueError as exc:
            raise InputError(f"{place}: score must be a number, got {row['score']!r:.40}") from exc
        if relevant:
            found[row.get("query-id", "")].append(row.get("corpus-id", ""))
    return found


def _rows(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    if file.suffix == ".jsonl":
        for place, record in read_json_lines(file):
            yield place, {name: words(value) for name, value in record.items()}
        return
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, delimiter="\t", restval="")
            if not {"query-id", "corpus-id"} <= set(reader.fieldnames or ()):
                raise InputError(f"{file}: the first line must name query-id, corpus-id and score")
            for number, row in enumerate(reader, 2):
                yield f"{file.name} line {number}", {k: v or "" for k, v in row.items() if k}
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise InputError(f"{file}: cannot be read: {exc}") from exc
