"""The bearing of a piece on the question: whether it speaks of the year and place asked about."""

from __future__ import annotations

from rag.answerers.pieces import Piece, before_in
from rag.kinds import Kind
from rag.language.dated import told_years
from rag.language.places import find_places, is_elsewhere
from rag.language.values import years
from rag.question import Question
from rag.reading.rules_reader import tells_plan
from rag.reading.setting import last_places, speaks_of_other


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
