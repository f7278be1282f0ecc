"""The bearing of a piece on the question: whether it speaks of the year and place asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answerers.draft import Draft
from rag.answerers.pieces import Piece, before_in
from rag.kinds import Kind
from rag.language.dated import told_years
from rag.language.places import find_places, is_elsewhere
from rag.language.values import years
from rag.question import Question
from rag.reading.setting import last_places, speaks_of_other
from rag.reading.type_fit import tells_plan

# A site by the end of its name: 芦岭煤矿, but not 该煤矿 or 3起特大煤矿瓦斯爆炸.
_SITE = re.compile(
    r"[\u4e00-\u9fff](?![该各本等类级型大小新老乡])[\u4e00-\u9fff](煤矿|水库|电站|机场|医院|大学|中学|小学|大桥|隧道|油田)"
)
# Score of the reader from which a sentence counts, and share of it below which a list misses.
_CLEAR, _OUTWEIGHED = 0.3, 0.5


def governed_by_other(question: Question, piece: Piece) -> bool:
    """Whether a piece speaks of another year or place than the question.

    What it does not name itself it has from what stands before it.
    """
    return speaks_of_other(question, piece.text, before_in(piece))


def gives_other_figure(question: Question, piece: Piece) -> bool:
    """Whether a piece gives a figure of another place or year than asked about, or a mere goal.

    A year that the title names may be the document's: then only 2025年 in the text itself,
    or a heading over it, tells that the figure is another year's.
    """
    if question.kind is not Kind.NUMBER:
        return False
    if tells_plan(question, piece.text) and "预期目标" in piece.text:
        return True
    places = find_places(piece.text) or last_places(before_in(piece))
    if is_elsewhere(question.text, "、".join(places)):
        return True
    own = told_years(piece.text, piece.document.title)
    if not question.years or (own and question.years & years(piece.document.title)):
        return False
    return bool(piece.years) and not piece.years & question.years


def of_other_sites(question: Question, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces that speak of another 煤矿 than the one asked about, where one names it.

    Only of questions for a number.
    """
    asked = _SITE.search(question.text) if question.kind is Kind.NUMBER else None
    if asked is None or not any(asked[0] in piece.text for piece in pieces):
        return []
    others = [piece for piece in pieces if asked[0] not in piece.text]
    return [p for p in others if any(site[1] == asked[1] for site in _SITE.finditer(p.text))]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the reader says of some pieces, each the best of theirs."""

    sentence: float
    relevance: float
    answerable: float


def reader_scores(pieces: Sequence[Piece]) -> Scores:
    """Return the best sentence score inside the pieces, relevance and answerability of theirs."""
    best, relevance, answerable = 0.0, 0.0, 0.0
    for piece in pieces:
        reading = piece.evidence.reading
        if reading is None:
            continue
        relevance = max(relevance, reading.relevance)
        answerable = max(answerable, reading.answerable)
        at = piece.evidence.passage.start
        for start, end, score in reading.sentences:
            if at + start < piece.end and piece.start < at + end:
                best = max(best, score)
    return Scores(best, relevance, answerable)


def outweighs(plain: Draft, draft: Draft) -> bool:
    """Whether a sentence of a plain draft answers far better than all that another quotes.

    A draft that the structure of its document makes sure of is never outweighed.
    """
    if draft.structural:
        return False
    first, others = reader_scores(plain.pieces).sentence, reader_scores(draft.pieces).sentence
    return first >= _CLEAR and others < _OUTWEIGHED * first
