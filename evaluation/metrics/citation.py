"""Citation metrics: are quotes exact, do they cover the evidence, are they to the point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.comparison import AlignedText, comparable, holds
from rag.types import Citation

COVERED_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class CitationCounts:
    """What was counted over the citations of one answer.

    ``exact`` of ``cited`` quotes are the characters they point at; ``covered`` of ``quotes``
    evidence quotes lie inside cited spans; ``right`` of ``judged`` citations overlap an
    evidence quote or hold an answer. Where neither is known, none can be judged.
    """

    cited: int = 0
    exact: int = 0
    quotes: int = 0
    covered: int = 0
    judged: int = 0
    right: int = 0


def is_exact(citation: Citation, text: str) -> bool:
    """Whether the quote is exactly the characters of the document that it points at."""
    inside = 0 <= citation.start < citation.end <= len(text)
    return inside and text[citation.start : citation.end] == citation.quote


def count_citations(
    citations: Sequence[Citation],
    answers: Sequence[str],
    quotes: Sequence[str],
    answerable: bool,
    read: Callable[[str], tuple[str, AlignedText]],
) -> CitationCounts:
    """Count over one answer; ``answers`` and ``quotes`` are in comparable form.

    ``read(doc_id)`` returns a document's text and its comparable form. What is cited for a
    question without an answer is beside the point.
    """
    documents = {citation.doc_id: read(citation.doc_id) for citation in citations}
    exact = sum(is_exact(citation, documents[citation.doc_id][0]) for citation in citations)
    if not answerable:
        return CitationCounts(cited=len(citations), exact=exact, judged=len(citations))
    aligned = {doc_id: text for doc_id, (_, text) in documents.items()}
    right = sum(is_to_the_point(citation, answers, quotes, aligned) for citation in citations)
    return CitationCounts(
        cited=len(citations),
        exact=exact,
        quotes=len(quotes),
        covered=sum(is_covered(quote, citations, aligned) for quote in quotes),
        judged=len(citations) if answers or quotes else 0,
        right=right,
    )


def is_covered(
    quote: str, citations: Sequence[Citation], documents: Mapping[str, AlignedText]
) -> bool:
    """Whether at least 80 % of a quote's characters, at one place, lie inside cited spans."""
    for doc_id, text in documents.items():
        spans = [(cited.start, cited.end) for cited in citations if cited.doc_id == doc_id]
        for offsets in text.find_all(quote):
            inside = np.zeros(len(offsets), dtype=bool)
            for start, end in spans:
                inside |= (offsets >= start) & (offsets < end)
            if inside.mean() >= COVERED_SHARE:
                return True
    return False


def is_to_the_point(
    citation: Citation,
    answers: Sequence[str],
    quotes: Sequence[str],
    documents: Mapping[str, AlignedText],
) -> bool:
    """Whether a citation holds an answer or overlaps an evidence quote."""
    cited = comparable(citation.quote)
    if any(holds(cited, answer) for answer in answers):
        return True
    text = documents[citation.doc_id]
    return any(
        bool(((offsets >= citation.start) & (offsets < citation.end)).any())
        for quote in quotes
        for offsets in text.find_all(quote)
    )
