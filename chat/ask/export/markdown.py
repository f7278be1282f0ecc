"""A conversation as Markdown."""

from __future__ import annotations

import html
import re

from chat.ask.exchanges import Conversation
from chat.ask.export.blocks import finished, plain, source, understood

# What makes links and pictures; [key] markers stay, and so does \| in a table.
_LINKS = re.compile(r"\\(?!\|)|\[(?!\d{1,3}\])|(?<=\])[(:]")
_MARKUP = re.compile(rf"{_LINKS.pattern}|[*_#`]")
_ESCAPED = r"\\\g<0>"


def markdown(talk: Conversation) -> bytes:
    """Return questions, answers and numbered sources; markup of documents stays text."""
    parts = [f"# {_safe(talk.title)}"]
    for exchange, answer in finished(talk):
        parts.append(f"## 问：{_safe(exchange.question)}")
        if meant := understood(exchange, answer):
            parts.append(f"*{_safe(meant)}*")
        parts.append(_unlinked(answer.text).replace("&lt;br&gt;", "<br>"))
        parts += [f"> {_safe(note)}" for note in answer.notes]
        if answer.citations:
            listed = (
                f"- {_safe(source(each))}：“{_safe(' '.join(each.quote.split()))}”"
                for each in answer.citations
            )
            parts.append("**出处**\n\n" + "\n".join(listed))
    return ("\n\n".join(parts) + "\n").encode()


def _unlinked(text: str) -> str:
    """Return Markdown that makes no link, picture or tag."""
    return _LINKS.sub(_ESCAPED, html.escape(plain(text), quote=False))


def _safe(text: str) -> str:
    """Return words that Markdown shows as they are."""
    return _MARKUP.sub(_ESCAPED, html.escape(plain(text), quote=False))
