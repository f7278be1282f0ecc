"""Who is responsible for a measure, told in brackets after it: （责任单位：市大数据局）."""

from __future__ import annotations

import re

from rag.answerers.pieces import Piece
from rag.language.sentences import ASSIGNED
from rag.question import Question

_WHO = re.compile(r"谁|哪|部门|单位|负责|牵头|机构|主体")


def only_assigns(question: Question, piece: Piece) -> bool:
    """Whether a piece only says who is responsible, and that is not asked."""
    return bool(re.match(ASSIGNED, piece.text)) and not _WHO.search(question.text)
