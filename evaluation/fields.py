"""Reads the fields of one question, complaining in one line about what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rag.errors import InputError
from rag.types import Turn


def text_field(record: Mapping[str, Any], name: str) -> str:
    """Return a text that must be there and not be empty."""
    value = record.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{name} must be a text that is not empty, got {value!r:.40}")
    return value


def texts(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a list of texts, none of them empty; () where it is not given."""
    return _text_list(record.get(name) or [], name)


def _text_list(values: object, name: str) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise InputError(f"{name} must be a list of texts, got {values!r:.40}")
    for value in values:
        if not isinstance(value, str) or not value.strip():
            raise InputError(f"{name} must hold texts that are not empty, got {value!r:.40}")
    return tuple(values)


def groups(record: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of ``required``, none of them empty."""
    given = _as_list(record, "required")
    if not all(given):
        raise InputError("required holds an empty group")
    return tuple(_text_list(group, "required") for group in given)


def spans(record: Mapping[str, Any]) -> tuple[tuple[str, int, int], ...]:
    """Return ``evidence_spans`` as (corpus id, start, end)."""
    found = []
    for entry in _as_list(record, "evidence_spans"):
        match entry:
            case [str(corpus_id), int(start), int(end)] if 0 <= start < end:
                found.append((corpus_id, start, end))
            case _:
                raise InputError(
                    f"evidence_spans: expected [doc_id, start, end], got {entry!r:.60}"
                )
    return tuple(found)


def history(record: Mapping[str, Any]) -> tuple[Turn, ...]:
    """Return the earlier turns, oldest first."""
    turns: list[Turn] = []
    for pair in _as_list(record, "history"):
        match pair:
            case [str(question), str(answer)]:
                turns.append(Turn(question, answer))
            case _:
                raise InputError(f"history: expected [question, answer] pairs, got {pair!r:.60}")
    return tuple(turns)


def _as_list(record: Mapping[str, Any], name: str) -> Sequence[object]:
    values = record.get(name) or []
    if not isinstance(values, list):
        raise InputError(f"{name} must be a list, got {values!r:.40}")
    return values
