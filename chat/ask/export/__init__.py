"""Conversations as files: Markdown, Word, PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat.ask.exchanges import Conversation
from chat.ask.export.markdown import markdown
from chat.ask.export.pdf import pdf
from chat.ask.export.word import word

__all__ = ["EXPORTS", "Export"]


@dataclass(frozen=True, slots=True)
class Export:
    """One format: the ending of its files, its media type, and what writes it."""

    ending: str
    kind: str
    write: Callable[[Conversation], bytes]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXPORTS = {
    one.ending: one
    for one in (
        Export("md", "text/markdown; charset=utf-8", markdown),
        Export("docx", _WORD, word),
        Export("pdf", "application/pdf", pdf),
    )
}
