"""Sources that give different values for what is asked: shown side by side, with their dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Candidate, Piece
from rag.checks.values import bare
from rag.kinds import Kind
from rag.language.terms import coverage
from rag.question import Question
from rag.types import Document

_AS_GOOD = 0.93  # share of the best sentence's score that another source must reach
_NAMED = 0.85  # share of the key terms that its sentence must hold
_MOST = 3  # sources shown beside the first

Short = Callable[[Question, Piece], str | None]


def side_by_side(
    question: Question, best: Candidate, value: str, others: Sequence[Candidate], short: Short
) -> Draft | None:
    """Return a row for each source where sources disagree on a value; None where they do not.

    Only where the question names no year: 2023年 and 2024年 give different values by right.
    """
    if question.kind is not Kind.NUMBER or question.years:
        return None
    seen, found = {_unit(value): bare(value)}, [(best.piece, value)]
    documents = {best.piece.document.doc_id}
    for other in others:
        piece = other.piece
        if piece.document.doc_id in documents or other.score < _AS_GOOD * best.score:
            continue
        theirs = short(question, piece)
        if not theirs or _unit(theirs) not in seen or bare(theirs) == seen[_unit(value)]:
            continue
        if coverage(question.terms, piece.text) < _NAMED:
            continue
        documents.add(piece.document.doc_id)
        found.append((piece, theirs))
    if len(found) < 2:
        return None
    shown = sorted(found[: _MOST + 1], key=lambda item: _date(item[0].document), reverse=True)
    rows = tuple(Row((piece,), label=_label(piece.document)) for piece, _ in shown)
    return Draft(rows=rows, short="；".join(text for _, text in shown), layout="table", fit=1.0)


def _unit(value: str) -> str:
    return re.sub(r"[\d.,]+", "", bare(value))


def _date(document: Document) -> str:
    return document.metadata.written_on or document.metadata.published_on


def _label(document: Document) -> str:
    date = _date(document)
    return f"《{document.title}》（{date}）" if date else f"《{document.title}》"
