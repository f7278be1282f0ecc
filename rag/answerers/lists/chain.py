"""Chains such as 需求—验证—推广: the steps of something in a row."""

from __future__ import annotations

import re

from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.language.terms import coverage
from rag.question import Question
from rag.reading.spans import find_span

# A chain A—B—C is asked for by what it is.
_STEPS = re.compile(r"环节|流程|步骤|阶段|链条|循环|闭环|路径")


def compose_chain(question: Question, sources: Sources) -> Draft | None:
    """Return a chain such as 甲—乙—丙 from the best sentence that has one."""
    best: tuple[float, str, Piece] | None = None
    for candidate in sources.candidates()[:12]:
        text = candidate.piece.text
        span = find_span(question, text, 0, len(text))
        if span is None:
            continue
        named = coverage(question.terms, text[span.end : span.end + 10].split("，")[0])
        if not named and not _STEPS.search(question.text):
            continue
        score = candidate.score + 0.3 * named
        if best is None or score > best[0]:
            best = (score, text[span.start : span.end], candidate.piece)
    if best is None:
        return None
    return Draft(rows=(Row((best[2],)),), short=best[1], fit=min(1.0, 0.3 + best[0]))
