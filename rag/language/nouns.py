"""Which words of a question name a thing."""

from __future__ import annotations

import rjieba

_NAMING = ("n", "eng", "vn")  # tags of nouns, foreign words, and verbs used as nouns


def is_noun(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` consists of whole words that name something.

    供水量 does, 研究出来 and the half word 大冬 of 大冬会 do not.
    """
    at, named = 0, 0
    for word, tag in rjieba.tag(text):
        if start <= at and at + len(word) <= end and tag.startswith(_NAMING):
            named += len(word)
        at += len(word)
    return named == end - start
