"""What a question asks a text to tell of, and how much each sentence of the text tells."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rag.answerers.budget import within
from rag.language.sentences import Span, comparable, sentence_spans
from rag.language.terms import Term, TermKind, find_terms

_LINE = re.compile(r"[^\n]+")
# What a question begins with that says only where to look: 结合某公司2019年的报告，….
_FRAME = re.compile(r"^请?(?:结合|根据|按照|依据|基于)([^，。？]{2,60})，")
_JOINTS = re.compile(  # words between what is to be told of
    r"来(?=[\u4e00-\u9fff]{2})|最终|逐步|从而|以及|措施|举措|比较|哪[一个家][^，]*更.*$"
)
_ON = re.compile(  # how a sentence begins that goes on with what was told above it
    r"首先|其次|随后|接着|接下来|此外|另外|同时|然后|再次|再者|最后|为|在?\d{4}年|除|其中|并且|这|该|通过|具体|公司"
)
# How a sentence begins that turns to something else, and one that only sums up.
_OFF = re.compile(r"综上|总之|总的来说|以上|(?:在|未来)?展望|在?未来|引言|结论|[^，。]{0,12}方面，")
_SUMS_UP = re.compile(r"综上|以上|总之")
_BODIES = {"公司", "企业", "单位", "机构", "部门"}  # words for whoever a text is about
STOPS = "。！？；”）"  # with which a sentence ends; a heading ends with none
# Of what the sentence before tells: in one line, to a line that goes on, to another line; and
# of that where a sentence turns to something else.
_WITHIN, _ACROSS, _ELSEWHERE, _TURNED = 0.95, 0.85, 0.3, 0.4
_FRAMED = 0.6  # worth of what the part told in is called, against what is told of
_NEAR = 4  # sentences over which the density of a theme falls to a third
_SHARP = 1.5  # power of a share: half a word tells less than half


@dataclass(frozen=True, slots=True)
class Theme:
    """``aspects`` are what is to be told of, ``frame`` what the part told in is called."""

    aspects: tuple[Term, ...]
    frame: tuple[Term, ...] = ()


class Sentence(NamedTuple):
    """Characters ``start:end`` of a text, in its 0-based ``line``."""

    start: int
    end: int
    line: int


def find_theme(text: str, known: Sequence[str]) -> Theme:
    """Return the theme of a question; ``known`` names what need not be said again.

    Known are the titles of the documents asked about and the sides of a comparison.
    """
    frame = _FRAME.match(text)
    told = frame.group(1) if frame else ""
    rest = text[frame.end() :] if frame else text
    return Theme(_named(_JOINTS.sub("，", rest), known), _named(told, known))


def _named(text: str, known: Sequence[str]) -> tuple[Term, ...]:
    """Return the terms of a text without those of known names, and without what they all are."""
    for name in known:
        text = text.replace(name, "，")
    return tuple(
        term
        for term in find_terms(text)
        if term.text not in _BODIES and not any(term.text in name for name in known)
    )


def sentences_of(text: str, start: int, end: int) -> list[Sentence]:
    """Return every sentence of ``text[start:end]``; the first line has the number 0."""
    return [
        Sentence(line.start() + begin, line.start() + stop, number)
        for number, line in enumerate(_LINE.finditer(text, start, end))
        for begin, stop in sentence_spans(line.group())
    ]


def direct(theme: Theme, sentences: Sequence[str]) -> list[float]:
    """Return how much each sentence itself names of a theme; the best has 1.

    A word that many sentences name tells less than one that few do.
    """
    plain = [comparable(sentence) for sentence in sentences]
    aspects, frame = _rare(theme.aspects, plain), _rare(theme.frame, plain)
    raw = [a + _FRAMED * b for a, b in zip(aspects, frame, strict=True)]
    most = max(raw, default=0.0)
    return [value / most for value in raw] if most else raw


def _rare(terms: Sequence[Term], plain: Sequence[str]) -> list[float]:
    """Return how much of the terms each text names; a term that few of them name counts most."""
    total = [0.0] * len(plain)
    for term in terms:
        if term.kind is TermKind.PLACE:
            continue
        each = [term.share_in(text) ** _SHARP for text in plain]
        worth = term.weight * math.log(1 + len(plain) / (0.5 + sum(each)))
        total = [sum(pair) for pair in zip(total, (worth * x for x in each), strict=True)]
    return total


def told(theme: Theme, text: str, sentences: Sequence[Sentence]) -> list[float]:
    """Return how much each sentence tells of a theme, in [0, 2].

    What a sentence names is carried on to those that follow it, in its line and, where they
    go on with 其次 or 此外, in the next; sentences amid others that name the theme gain.
    """
    own = direct(theme, [text[one.start : one.end] for one in sentences])
    scores: list[float] = []
    for number, one in enumerate(sentences):
        said, value = text[one.start : one.end], own[number]
        above = 0.0
        if number:
            same = sentences[number - 1].line == one.line
            above = scores[-1] * (_WITHIN if same else _ACROSS if _ON.match(said) else _ELSEWHERE)
        if _OFF.match(said):
            above *= _TURNED
        if _SUMS_UP.match(said) or said[-1] not in STOPS:
            value, above = 0.5 * value, 0.5 * above
        scores.append(max(value, above))
    return [score + near for score, near in zip(scores, _density(own), strict=True)]


def _density(own: Sequence[float]) -> list[float]:
    """Return how much is told around each sentence, in [0, 1]; the best has 1."""
    falling = [math.exp(-distance / _NEAR) for distance in range(5 * _NEAR)]
    around = [0.0] * len(own)
    for at, value in enumerate(own):
        for other in range(max(0, at - len(falling) + 1), min(len(own), at + len(falling))):
            around[other] += value * falling[abs(at - other)]
    most = max(around, default=0.0)
    return [value / most for value in around] if most else around


def choose(
    sentences: Sequence[Sentence], scores: Sequence[float], budget: int, least: float
) -> list[Span]:
    """Return the best sentences that ``budget`` characters hold, in reading order.

    A sentence that scores less than ``least`` of the best one is left out.
    """
    order = sorted(range(len(sentences)), key=lambda number: (-scores[number], number))
    floor = least * scores[order[0]] if order else 0.0
    good = [sentences[number] for number in order if scores[number] and scores[number] >= floor]
    return sorted((one.start, one.end) for one in within(budget, good))
