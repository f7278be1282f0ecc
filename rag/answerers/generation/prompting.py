"""The prompt: evidence numbered, fenced as data, and within a budget of characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from prompts import render
from rag.language.orders import HIDDEN, orders
from rag.language.sentences import sentence_spans
from rag.types import Evidence

_WIDE = str.maketrans({"<": "＜", ">": "＞", "`": "＇", '"': "＂"})
_MARKER = re.compile(r"[\[【［](\s*\d[\d\s,，、]{0,20})[\]】］]")
_LEFT_OUT = "〔此处略去指挥回答的文字〕"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent, and the evidence it holds under the keys it bears there."""

    system: str
    user: str
    evidence: tuple[Evidence, ...]


def build(question: str, evidence: Sequence[Evidence], max_chars: int) -> Prompt:
    """Return the prompt for a question; evidence beyond ``max_chars`` is left out, best first.

    The first passage is always there, cut after its last whole sentence if need be.
    """
    chosen: list[Evidence] = []
    blocks, room = [], max_chars
    for item in evidence:
        text = _without_orders(item.passage.text)
        if len(text) > room:
            if chosen:
                continue
            text = _shorten(text, room)
        room -= len(text)
        chosen.append(replace(item, key=str(len(chosen) + 1)))
        title = fenced(" ".join(item.passage.context.split()))[:120]
        blocks.append(
            render("generate_evidence", key=chosen[-1].key, title=title, text=fenced(text))
        )
    return Prompt(
        system=render("generate_system", none=render("generate_none")),
        user=render("generate_user", evidence="\n\n".join(blocks), question=fenced(question)),
        evidence=tuple(chosen),
    )


def fenced(text: str) -> str:
    """Return text that can neither close its fence nor pass for a turn or a citation.

    Angle brackets and quotes become full-width, [1] becomes （1）, hidden characters go.
    """
    return _MARKER.sub(r"（\1）", HIDDEN.sub("", text)).translate(_WIDE)


def _without_orders(text: str) -> str:
    for start, end in reversed(orders(text)):
        text = f"{text[:start]}{_LEFT_OUT}{text[end:]}"
    return text


def _shorten(text: str, room: int) -> str:
    ends = [end for _, end in sentence_spans(text) if end <= room]
    return text[: ends[-1]] if ends else text[:room]
