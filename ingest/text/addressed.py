"""Text that speaks to the program instead of its reader: told at ingest, never obeyed."""

from __future__ import annotations

import re

from rag.language.orders import orders

# Forms are to be filled in and printed by people; only what names its target is told.
_TARGET = re.compile(
    r"指令|提示词|忽略|无视|忘记|助手|助理|模型|人工智能|机器人|你(?:是|现在|必须|只能|将)|扮演|"
    r"\bai\b|ignore|disregard|assistant|system|prompt|instruction",
    re.IGNORECASE,
)
_SHOWN = 30


def order_note(text: str) -> str:
    """Return a note on what in ``text`` reads like orders to whoever answers, "" if nothing."""
    found = [
        stretch
        for line in text.split("\n")
        if _TARGET.search(line)
        for start, end in orders(line)
        if _TARGET.search(stretch := line[start:end].strip())
    ]
    if not found:
        return ""
    first = found[0] if len(found[0]) <= _SHOWN else f"{found[0][:_SHOWN]}…"
    return f"{len(found)}处文字像是对问答程序下的指令，只会引用，不会照办：“{first}”"
