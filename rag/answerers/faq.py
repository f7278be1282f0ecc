"""Questions that a document asks and answers itself (13. 外地企业能不能参加？ 可以。)."""

from __future__ import annotations

import re

from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.language.sentences import bigrams, comparable, overlap, sentence_spans
from rag.language.terms import coverage, find_terms
from rag.question import Question, classify

# A question in a line of its own, its number or 问： before it.
_ASKED = re.compile(
    r"^(?:\d{1,3}[.、．]|[问Q][:：]|[一二三四五六七八九十]{1,3}、)?\s*(?P<asked>[^。！]{4,60})[？?]$"
)
_ANSWER_CHARS = 320
_TELLS = 0.5  # share of what is asked about that an answer names by itself
_SAME = 0.75  # share of each question, of its terms or its wording, that the other holds
_READ = 4  # pieces of evidence that are looked at


def compose_faq(question: Question, sources: Sources) -> Draft | None:
    """Return what a document says to the same question; None where it does not ask it.

    The question comes with it only where the answer means nothing without (可以。).
    """
    found: list[tuple[float, bool, Piece]] = []
    for evidence in sources.evidence[:_READ]:
        document, at = sources.document(evidence), evidence.passage.start
        for start, end in sentence_spans(evidence.passage.text):
            asked = _ASKED.match(evidence.passage.text[start:end])
            alike = _alike(question, asked["asked"]) if asked else 0.0
            if not asked or alike < _SAME or not (stop := _end(document.text, at + end)):
                continue
            said = document.text[at + end : stop]
            told = coverage(question.terms, said) >= _TELLS
            begin = end + len(said) - len(said.lstrip()) if told else start + asked.start("asked")
            found.append((alike, told, Piece(document, evidence, at + begin, stop)))
    if not found:
        return None
    # Of documents that ask the same, one whose answer names what is asked about.
    alike, _, piece = max(found, key=lambda item: item[:2])
    return Draft(rows=(Row((piece,)),), fit=1.0, structural=alike)


def _alike(question: Question, other: str) -> float:
    """Return how far two questions of one kind ask the same, in [0, 1]: by terms or wording."""
    if not question.terms or classify(f"{other}？").kind is not question.kind:
        return 0.0
    ours, theirs = coverage(question.terms, other), coverage(find_terms(other), question.text)
    wording = overlap(bigrams(comparable(question.text)), bigrams(comparable(other)))
    return max(min(ours, theirs), wording)


def _end(text: str, start: int) -> int:
    """Return where the answer that begins at ``start`` ends: before a heading or a question."""
    after = text[start : start + _ANSWER_CHARS]
    end = 0
    for _, stop in sentence_spans(after):
        if after[stop - 1] not in "。；！：”）":
            break
        end = stop
    return start + end if end else 0
