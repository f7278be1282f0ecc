"""A guide as plain data for JSON: every quote with its document, start and end."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from rag.guide.guide import Guide
from rag.guide.quotes import Quote


def guide_record(guide: Guide) -> dict[str, Any]:
    """Return the guide as dicts, lists, strings and numbers."""
    record: dict[str, Any] = _plain(guide)
    return record


def guide_json(guide: Guide) -> str:
    """Return the guide as one line of JSON."""
    return json.dumps(guide_record(guide), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Quote):
        place = {"doc_id": value.doc_id, "start": value.start, "end": value.end}
        return {**place, "quote": value.text}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if hasattr(value, "items"):
        return {str(key): _plain(one) for key, one in value.items()}
    return value
