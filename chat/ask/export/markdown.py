"""A conversation as Markdown."""

from __future__ import annotations

import html

from chat.ask.exchanges import Conversation
from chat.ask.export.blocks import finished, plain, source, understood


def markdown(talk: Conversation) -> bytes:
    """Return questions, answers and numbered sources; markup of documents stays text."""
    parts = [f"# {_safe(talk.title)}"]
    for exchange, answer in finished(talk):
        parts.append(f"## 问：{_safe(exchange.question)}")
        if meant := understood(exchange, answer):
            parts.append(f"*{_safe(meant)}*")
        parts.append(_safe(answer.text).replace("&lt;br&gt;", "<br>"))
        parts += [f"> {_safe(note)}" for note in answer.notes]
        if answer.citations:
            listed = (
                f"- {_safe(source(each))}：“{_safe(' '.join(each.quote.split()))}”"
                for each in answer.citations
            )
            parts.append("**出处**\n\n" + "\n".join(listed))
    return ("\n\n".join(parts) + "\n").encode()


def _safe(text: str) -> str:
    return html.escape(plain(text), quote=False)
