"""The currency of the guide: exact characters of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from rag.types import Document

_HAN = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
# A line end between two Chinese characters, which is no space.
_BROKEN = re.compile(rf"(?<={_HAN})[ \t]*\n\s*(?={_HAN})")


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Exact characters of a source: ``document.text[start:end] == text``."""

    doc_id: str
    start: int
    end: int
    text: str

    def holds(self, document: Document) -> bool:
        """Whether the document is the source and has these characters there."""
        return (
            document.doc_id == self.doc_id
            and 0 <= self.start < self.end <= len(document.text)
            and document.text[self.start : self.end] == self.text
        )


def quote(document: Document, start: int, end: int) -> Quote:
    """Return the characters ``start:end`` of a document, white space at both ends left out."""
    text = document.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quote(document.doc_id, start, end, text[start:end])


def on_one_line(text: str) -> str:
    """Return words without line ends; between Chinese characters these are no space."""
    return " ".join(_BROKEN.sub("", text).split())


def unique(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return the quotes in the order given, each wording once."""
    return tuple({one.text: one for one in reversed(list(quotes))}.values())[::-1]


def quotes_in(value: Any) -> Iterator[Quote]:
    """Yield every quote inside a guide or a part of it."""
    if isinstance(value, Quote):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from quotes_in(getattr(value, field.name))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from quotes_in(one)
