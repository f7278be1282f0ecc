"""Accounts: the sentences of one document that tell of a theme, in the order they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.answerers.themes import STOPS, Theme, choose, find_theme, sentences_of, told
from rag.kinds import Kind
from rag.language.orders import gives_orders
from rag.language.sentences import comparable
from rag.language.terms import TermKind
from rag.question import Question
from rag.types import Document, Evidence

_ASKED = re.compile(  # 总结其…, 是如何通过…来…, 结合某公司的报告，…
    r"总结|概括|综述|梳理|通过[^，。？]{2,}(?:来|以|从而|最终)|^请?(?:结合|根据|依据|基于)[^，《》]{4,}，"
)
_KINDS = (Kind.OVERVIEW, Kind.METHOD, Kind.REASON)
_LONG, _MIDDLE = 700, 560  # characters quoted of an overview, and of how or why
_LEAST = 0.4  # share of the best sentence's score that another one must reach
_AROUND = 4000  # characters before and after the best passage in which an account stands
_TOLD = 0.5  # share of a word from which on a text tells of it
_SURE = 0.7  # of an account of a document that the question names


def is_account_asked(question: Question) -> bool:
    """Whether a question wants what a document tells of something, gathered."""
    return question.kind in _KINDS and bool(_ASKED.search(question.text))


def compose_account(question: Question, sources: Sources) -> Draft | None:
    """Return the sentences that tell of what is asked, None where nothing is found."""
    evidence = asked_evidence(question.text, question.years, sources)
    if evidence is None:
        return None
    document = sources.document(evidence)
    named = is_named(document, question.text)
    theme = find_theme(question.text, [document.title] if named else [])
    start, end = reach(document, evidence)
    sentences = [
        one
        for one in sentences_of(document.text, start, end)
        if document.text[one.end - 1] in STOPS
        and not gives_orders(document.text[one.start : one.end])
    ]
    budget = _LONG if question.kind is Kind.OVERVIEW else _MIDDLE
    spans = choose(sentences, told(theme, document.text, sentences), budget, _LEAST)
    if not spans:
        return None
    rows = tuple(Row((Piece(document, evidence, *span),)) for span in spans)
    missing, share = _missing(theme, [row.pieces[0] for row in rows])
    return Draft(
        rows=rows, fit=share, structural=_SURE * (1 + share) / 2 if named else 0.0, missing=missing
    )


def asked_evidence(text: str, years: frozenset[str], sources: Sources) -> Evidence | None:
    """Return the best evidence of the document that a text names, else the best of all.

    Of two documents of one name the one that speaks of the years is meant.
    """

    def rank(item: tuple[int, Evidence]) -> tuple[bool, int, int]:
        document = sources.document(item[1])
        dated = sum(f"{year}年" in document.text for year in years)
        return is_named(document, text), dated, -item[0]

    ranked = max(enumerate(sources.evidence), key=rank, default=None)
    return ranked[1] if ranked else None


def is_named(document: Document, text: str) -> bool:
    """Whether a text names a document by its title."""
    title = comparable(document.title)
    return len(title) > 1 and title in comparable(text)


def reach(document: Document, evidence: Evidence) -> tuple[int, int]:
    """Return the characters of a document in which an account is looked for."""
    passage = evidence.passage
    start, end = max(0, passage.start - _AROUND), min(len(document.text), passage.end + _AROUND)
    return document.text.rfind("\n", 0, start) + 1, end


def _missing(theme: Theme, pieces: Sequence[Piece]) -> tuple[tuple[str, ...], float]:
    """Return the words of a theme that the document lacks, and the share that pieces tell.

    A word of which the document has but the end (计划 of 治理改进计划) is not called missing.
    """
    plain = comparable("\n".join(piece.text for piece in pieces))
    whole = comparable(pieces[0].document.text)
    words = [term for term in theme.aspects if term.kind is TermKind.WORD]
    shares = [term.share_in(plain) for term in words]
    missing = tuple(
        term.text
        for term in words
        if term.share_in(whole) < _TOLD and len(term.key) > 2 and term.key[-2:] not in whole
    )
    return missing, sum(shares) / len(shares) if shares else 1.0
