"""What people correct about a document: its title and what it is filed under."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from rag.errors import InputError
from rag.types import Document

KINDS = ("", "policy", "report", "news", "law", "research", "case", "faq")
STATUSES = ("", "repealed")
TITLE = "title"
FILED = ("kind", "issuer", "number", "written_on", "published_on", "expires_on", "region", "status")
MAX_CHARS = 200
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def checked(changes: Mapping[str, str]) -> dict[str, str]:
    """Return the changes tidied up; raise InputError for one that cannot be."""
    tidy = {}
    for field, value in changes.items():
        if field != TITLE and field not in FILED:
            raise InputError(f"field {field!r:.40}: allowed are {TITLE}, {', '.join(FILED)}")
        value = " ".join(_UNPRINTABLE.sub(" ", value).split())
        if len(value) > MAX_CHARS:
            raise InputError(
                f"{field} has {len(value)} characters; at most {MAX_CHARS} are allowed"
            )
        _check(field, value)
        tidy[field] = value
    return tidy


def amended(document: Document, changes: Mapping[str, str]) -> Document:
    """Return a document with these fields in place of what was read."""
    if not changes:
        return document
    filed = {field: value for field, value in changes.items() if field in FILED}
    return replace(
        document,
        title=changes.get(TITLE) or document.title,
        metadata=replace(document.metadata, **filed),  # type: ignore[arg-type]  # all are text
    )


def _check(field: str, value: str) -> None:
    if field == TITLE and not value:
        raise InputError("title is empty; a document needs one")
    allowed = {"kind": KINDS, "status": STATUSES}.get(field)
    if allowed is not None and value not in allowed:
        raise InputError(f"{field} {value!r:.40}: allowed are {', '.join(allowed[1:])} or nothing")
    if field.endswith("_on") and value and not _is_date(value):
        raise InputError(f"{field} {value!r:.40}: expected YYYY, YYYY-MM or YYYY-MM-DD")


def _is_date(value: str) -> bool:
    if not (match := _DATE.fullmatch(value)):
        return False
    year, month, day = match.groups("1")
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
