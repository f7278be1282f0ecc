"""One proposed question: what the forms yield and what a sheet or a set takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from rag.types import Document

_MAX_TITLE = 32
_ISSUED = re.compile(r"《(.{4,40}?)》|印发(.{4,40}?)的?(?:通知|函)?$")
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十百]+[、．.章节条 ]|[（(](?:[一二三四五六七八九十]+|\d+)[）)]"
    r"|\d+[、．.](?!\d)|其[一二三四五六七八九]，|[一二三四五六七八九十]是)\s*"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that a document answers, or nearly does.

    ``evidence`` and ``answers`` stand verbatim in the document; ``note`` tells the person
    who goes over it what it was made of. Near misses have neither answers nor evidence.
    """

    question: str
    type: str
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    required: tuple[tuple[str, ...], ...] = ()
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the document answers it."""
        return bool(self.answers or self.required)

    def record(self, number: int, source: str) -> dict[str, Any]:
        """Return the record of a question set; not accepted until a person says so."""
        return {
            "id": f"draft-{number:03d}",
            "question": self.question,
            "type": self.type,
            "answerable": self.answerable,
            "answers": list(self.answers),
            "required": [list(group) for group in self.required],
            "evidence": list(self.evidence),
            "positive_ids": [source] if self.answerable else [],
            "accepted": False,
            "note": self.note,
        }


def short_title(document: Document) -> str:
    """Return the name by which people call a document, in 《》; "" if it is too long for that."""
    inner = _ISSUED.search(document.title)
    name = (inner[1] or inner[2]) if inner else document.title
    name = name.strip("《》")
    return f"《{name}》" if 3 < len(name) <= _MAX_TITLE else ""


def unnumbered(text: str) -> str:
    """Return a heading or a clause without the number it begins with."""
    return _NUMBERING.sub("", text).strip(" 　。：:")
