"""Things told of in turn, in parts of one sentence: 对甲奖励50万元；对乙奖励30万元."""

from __future__ import annotations

import re

from rag.language.terms import coverage
from rag.question import Question

_PART = re.compile(r"[^；;]+[；;]?")
_LESS = 0.05  # share of the key terms by which a part names less than another one


def names_less(question: Question, sentence: str, at: int) -> bool:
    """Whether the part around character ``at`` names less of what is asked than another part.

    What the first part says before its last ， leads to all of them.
    """
    parts = list(_PART.finditer(sentence))
    if len(parts) < 2:
        return False
    first = parts[0].group()
    lead = first[: first.rfind("，") + 1]
    if at < len(lead):
        return False
    shares = [coverage(question.terms, lead + part.group()) for part in parts]
    own = next((s for s, part in zip(shares, parts, strict=True) if at < part.end()), 0.0)
    return own < max(shares) - _LESS
