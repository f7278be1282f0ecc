"""Sets made for retrieval-augmented answering: RGB, RAGEval (DragonBall), CRUD-RAG, RAGAS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.importers.entries import (
    Entry,
    Record,
    document_entry,
    mapping,
    read_json,
    read_json_lines,
    sequence,
    strings,
    text_id,
    words,
)
from rag.errors import InputError

_CRUD_TASKS = ("questanswer_1doc", "questanswer_2docs", "questanswer_3docs")
_UNANSWERABLE = ("无关", "无法回答", "irrelevant", "unsolvable")
_RAGEVAL_TYPES = {"事实": "fact", "factual": "fact", "对比": "compare", "compar": "compare"}


def read_rgb(path: Path) -> Iterator[Entry]:
    """Yield RGB's questions twice: amid noise, and with the noise alone, to be declined.

    An answer that is a list of lists has parts that are all required.
    """
    for place, record in read_json_lines(path):
        right, noise = _flat(record.get("positive")), _flat(record.get("negative"))
        for text in (*right, *noise):
            yield document_entry(place, text_id(text), text)
        groups = [strings(group) for group in _parts(record.get("answer"))]
        name, asked = words(record.get("id")), words(record.get("query"))
        yield Entry(
            place,
            question={
                "id": f"rgb-{name}",
                "question": asked,
                "answerable": True,
                "answers": [answer for group in groups for answer in group],
                "required": groups,
                "positive_ids": [text_id(text) for text in right],
                "context_ids": [text_id(text) for text in (*right, *noise)],
                "type": "noise",
            },
        )
        if noise:
            yield Entry(
                place,
                question={
                    "id": f"rgb-{name}-declined",
                    "question": asked,
                    "answerable": False,
                    "context_ids": [text_id(text) for text in noise],
                    "type": "rejection",
                },
            )


def _flat(value: object) -> list[str]:
    """Return the texts of a list that may hold lists."""
    found = [text for each in sequence(value) for text in strings(each)]
    return list(dict.fromkeys(found))


def _parts(value: object) -> Sequence[Any]:
    given = value if isinstance(value, list) else [value]
    return given if any(isinstance(each, list) for each in given) else [[each] for each in given]


def read_rageval(path: Path) -> Iterator[Entry]:
    """Yield the Chinese part of a RAGEval folder: *docs*.jsonl and *queries*.jsonl, or one file."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no .jsonl file of RAGEval in it")
    for file in files:
        for place, record in read_json_lines(file):
            if words(record.get("language") or "zh") != "zh":
                continue
            if "query" in record:
                yield Entry(place, question=_rageval_question(record))
            elif text := words(record.get("content")):
                title = words(record.get("company_name") or record.get("court_name"))
                yield document_entry(place, _rageval_id(record, record.get("doc_id")), text, title)
            else:
                yield Entry(place, fault="neither a query nor a document with content")


def _rageval_question(record: Record) -> Record:
    asked, truth = mapping(record["query"]), mapping(record.get("ground_truth"))
    kind = words(asked.get("query_type"))
    lowered = kind.lower()
    answerable = not any(mark in lowered for mark in _UNANSWERABLE)
    question = {
        "id": f"{words(record.get('domain'))}-{words(asked.get('query_id'))}",
        "question": words(asked.get("content")),
        "answerable": answerable,
        "type": next((ours for mark, ours in _RAGEVAL_TYPES.items() if mark in lowered), kind),
    }
    if not answerable:
        return question
    return {
        **question,
        "answers": strings(truth.get("content")),
        "evidence": _flat(truth.get("references")),
        "positive_ids": [_rageval_id(record, each) for each in sequence(truth.get("doc_ids"))],
    }


def _rageval_id(record: Record, doc_id: object) -> str:
    return f"{words(record.get('domain'))}-{words(doc_id)}"


def read_crud(path: Path) -> Iterator[Entry]:
    """Yield the question answering tasks of a CRUD-RAG file; its other tasks ask nothing."""
    found = read_json(path)
    tasks = found if isinstance(found, dict) else {_CRUD_TASKS[0]: found}
    if not any(task in tasks for task in _CRUD_TASKS):
        raise InputError(f"{path}: none of {', '.join(_CRUD_TASKS)} is in it")
    for task in _CRUD_TASKS:
        for number, record in enumerate(map(mapping, sequence(tasks.get(task)))):
            place = f"{task}[{number}]"
            news = strings([record.get(f"news{n}") for n in (1, 2, 3)])
            for text in news:
                yield document_entry(place, text_id(text), text, words(record.get("event")))
            yield Entry(
                place,
                question={
                    # One piece of news may be asked about in several tasks under the same ID.
                    "id": f"{task}-{words(record.get('ID')) or number}",
                    "question": "".join(strings(record.get("questions"))),
                    "answerable": True,
                    "answers": strings(record.get("answers")),
                    "positive_ids": [text_id(text) for text in news],
                    "type": "fact" if task == _CRUD_TASKS[0] else "multihop",
                },
            )
