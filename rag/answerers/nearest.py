"""The passages that come nearest to a question: which are offered, and what is told of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from prompts import render
from rag.language.sentences import clause_spans, comparable, sentence_spans
from rag.language.terms import coverage
from rag.question import Question
from rag.types import Answer, Evidence

MOST = 3  # passages offered with an abstention
_CHARS = 110  # told of one
_SHORTEST = 16  # characters of a sentence that is offered alone
_NEAR, _SHARED = 0.3, 0.4  # relevance, or share of the key terms, of a passage offered


def is_near(question: Question, item: Evidence) -> bool:
    """Whether a passage has enough to do with a question to be offered instead of an answer."""
    relevance = item.reading.relevance if item.reading else item.hit.score
    around = f"{item.passage.context}\n{item.passage.text}"
    return relevance >= _NEAR or coverage(question.terms, around) >= _SHARED


def offer(near: Sequence[Evidence], told: Callable[[Evidence], str]) -> str:
    """Return the nearest passages as a list, with what is ``told`` of each."""
    lines = [f"{_listed(item)}{told(item)}" for item in near[:MOST]]
    return render("nearest", passages="\n".join(lines))


def offered(answer: Answer) -> list[tuple[Evidence, str]]:
    """Return the passages that an abstention offers, each with what its text tells of it."""
    lines = [line for line in answer.text.split("\n") if line.startswith("- ")]
    return [
        (item, line.removeprefix(_listed(item)))
        for item, line in zip(answer.evidence, lines, strict=False)  # of evidence there is more
        if line.startswith(_listed(item))
    ]


def _listed(item: Evidence) -> str:
    return f"- 《{item.passage.title}》："


def excerpt(item: Evidence) -> str:
    """Return the sentence of a passage that comes nearest to an answer.

    Of one too long to be shown whole it begins with the clause in which the reader sees it.
    """
    text, title = item.passage.text, comparable(item.passage.title)
    scored = item.reading.sentences if item.reading else ()
    own = [each for each in scored if comparable(text[each[0] : each[1]]) not in title]
    if own:
        start, end, _ = max(own, key=lambda sentence: sentence[2])
        if end - start < _SHORTEST:  # a heading says little without what it heads
            end = next((e for _, e, _ in own if e - start >= _SHORTEST), len(text))
        seen = item.reading.start if item.reading else start
        if end - start > _CHARS and start <= seen < end:
            start = next((a for a, b in clause_spans(text, start, end) if seen < b), start)
        text = text[start:end]
    return _cut(text)


def mention(name: str, item: Evidence) -> str:
    """Return the first sentence of a passage that names something, from that clause on."""
    text = item.passage.text
    said = next((s for s in sentence_spans(text) if name in comparable(text[slice(*s)])), None)
    start, end = said or (0, len(text))
    if end - start > _CHARS:
        clauses = clause_spans(text, start, end)
        start = next((a for a, b in clauses if name in comparable(text[a:b])), start)
    return _cut(text[start:end])


def _cut(text: str) -> str:
    """Return a text in one line, its end left out where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _CHARS else f"{flat[:_CHARS]}…"
