"""A reader without a model: covers the question's key terms, expects the answer's type.

It stands in where the trained reader is absent and gives the same kind of Reading.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.sentences import sentence_spans
from rag.language.terms import shares
from rag.question import Question, classify
from rag.reading.setting import POINTS_BACK, headings, label_above, speaks_of_other
from rag.reading.spans import find_span
from rag.reading.type_fit import tells_plan, type_fit
from rag.types import Passage, Reading

_OWN, _CONTEXT, _TYPE = 0.55, 0.25, 0.20
_MEANT = 0.85  # of what the label above a sentence, or the one it points back to, names


class RulesReader:
    """Scores passages and sentences by rules (implements the Reader protocol)."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return one reading per passage, in the order given; scores are in [0, 1]."""
        asked = classify(question)
        return [_read(asked, passage) for passage in passages]


def _read(question: Question, passage: Passage) -> Reading:
    text = passage.text
    spans = sentence_spans(text)
    if not spans or not question.terms:
        return Reading(relevance=0.0, answerable=0.0, start=0, end=0, span_score=0.0)
    scored = tuple(
        (start, end, sentence_score(question, text, start, end, headings(passage)))
        for start, end in spans
    )
    best = max(scored, key=lambda item: item[2])
    whole, _ = shares(question.terms, f"{passage.context}\n{text}")
    relevance = 0.65 * best[2] + 0.35 * whole
    span = find_span(question, text, best[0], best[1])
    expected = type_fit(question, text[best[0] : best[1]])
    return Reading(
        relevance=relevance,
        answerable=best[2] * (0.5 + 0.5 * expected),
        start=span.start if span else 0,
        end=span.end if span else 0,
        span_score=span.score if span else 0.0,
        sentences=scored,
    )


def sentence_score(question: Question, text: str, start: int, end: int, context: str) -> float:
    """Return how well the sentence ``text[start:end]`` answers, in [0, 1].

    A term that the sentence lacks counts in part where the heading path or the text before
    (seven tenths) or after it (three tenths) has it: a Chinese paragraph names its subject
    once. The label above a sentence counts nearly as its own words, and so does what it points
    back to with 这/该/其. A sentence that speaks of another year or place than the question
    counts half, one that tells a goal where the outcome is asked for seven tenths.
    """
    sentence, before = text[start:end], f"{context}\n{text[:start]}"
    _, each = shares(question.terms, sentence)
    _, earlier = shares(question.terms, before)
    _, later = shares(question.terms, text[end:])
    meant = label_above(text[:start]), _pointed_at(text, start, sentence)
    for above in filter(None, meant):
        _, said = shares(question.terms, above)
        each = tuple(max(a, _MEANT * b) for a, b in zip(each, said, strict=True))
    total = sum(term.weight for term in question.terms)
    own = sum(t.weight * share for t, share in zip(question.terms, each, strict=True)) / total
    around = sum(
        term.weight * max(a, 0.7 * b, 0.3 * c)
        for term, a, b, c in zip(question.terms, each, earlier, later, strict=True)
    )
    score = _OWN * own + _CONTEXT * around / total + _TYPE * type_fit(question, sentence)
    if tells_plan(question, sentence):
        score *= 0.7
    return score * (0.5 if speaks_of_other(question, sentence, before) else 1.0)


def _pointed_at(text: str, start: int, sentence: str) -> str:
    """Return the sentence before one that begins with 这, 该 or 其; "" before any other."""
    above = sentence_spans(text[:start]) if POINTS_BACK.match(sentence) else []
    return text[above[-1][0] : start] if above else ""
