"""The HTML of the list of conversations and of the line above the talk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from chat.ask.exchanges import Conversation
from chat.looks.markup import escape
from index.conversations import MAX_TITLE_CHARS, Listed

EXPORTS = (("md", "Markdown"), ("docx", "Word"), ("pdf", "PDF"))


def talks_html(
    listed: Sequence[Listed], current: str, *, containing: str = "", note: str = ""
) -> str:
    """Return the conversations, latest first; ``note`` is HTML that stands above them."""
    if not listed:
        words = f"没有对话提到“{escape(containing)}”。" if containing else "问过的问题会留在这里。"
        return f'{note}<p class="talks-empty">{words}</p>'
    rows = "".join(_row(one, one.conversation_id == current) for one in listed)
    return f'{note}<ul class="talks">{rows}</ul>'


def _row(one: Listed, current: bool) -> str:
    number, title = escape(one.conversation_id), escape(one.title)
    here = ' aria-current="true"' if current else ""
    return (
        f'<li{here}><button type="button" class="talk-open" data-event="open" data-id="{number}"'
        f' title="{title}"><span>{title}</span>'
        f"<small>{when(one.updated_at)} · {one.exchanges} 问</small></button>"
        f'<button type="button" class="tool" data-rename aria-label="改名：“{title}”">✎</button>'
        f'<button type="button" class="tool" data-event="remove" data-id="{number}"'
        f' data-title="{title}" aria-label="删除：“{title}”">✕</button>'
        f'<div class="renaming" data-form hidden><input name="title" value="{title}"'
        f' maxlength="{MAX_TITLE_CHARS}" aria-label="新标题">'
        f'<button type="button" class="quiet" data-event="rename" data-id="{number}">保存</button>'
        "</div></li>"
    )


def removed_html(conversation_id: str, title: str) -> str:
    """Say that a conversation was deleted, with a way back."""
    return (
        f'<div class="undo" role="status"><span>已删除“{escape(title)}”</span>'
        '<button type="button" class="quiet" data-event="restore"'
        f' data-id="{escape(conversation_id)}">撤销</button></div>'
    )


def heading_html(talk: Conversation) -> str:
    """Return the title of the conversation, the way to the list and the exports."""
    opener = (
        '<button type="button" class="icon" data-drawer aria-label="对话列表"'
        ' aria-expanded="false">☰</button>'
    )
    number = escape(talk.conversation_id)
    links = "".join(
        f'<a href="conversations/{number}.{ending}" download>{name}</a>' for ending, name in EXPORTS
    )
    exports = (
        f'<details class="exports"><summary class="quiet">导出</summary>'
        f"<div>{links}</div></details>"
        if number
        else ""
    )
    return (
        f'<div class="talk-heading" data-conversation="{number}">{opener}'
        f"<h2>{escape(talk.title)}</h2>{exports}</div>"
    )


def when(moment: str) -> str:
    """Return an ISO time in words: the hour of today, else the day, else the date."""
    then = datetime.fromisoformat(moment).astimezone()
    now = datetime.now(UTC).astimezone()
    if then.date() == now.date():
        return f"今天 {then:%H:%M}"
    if then.year == now.year:
        return f"{then.month}月{then.day}日"
    return f"{then:%Y-%m-%d}"
