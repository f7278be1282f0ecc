"""Who is responsible for a measure, told in brackets after it: （责任单位：市大数据局）."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answerers.pieces import Piece
from rag.question import Question

_ASSIGNS = re.compile(
    r"[（(](?:[^（()）]{0,4}(?:责任|牵头|配合|主办)(?:单位|部门)[^（()）]*|[^（()）]*(?:负责|牵头|配合))[）)]"
)
_ASKED = re.compile(
    r"(?:谁|哪.{0,3}(?:部门|单位|机构)).{0,12}(?:负责|牵头|主管|落实)|责任(?:单位|部门)|由谁"
)
_WHO = re.compile(r"谁|哪|部门|单位|负责|牵头|机构|主体")


def only_assigns(question: Question, piece: Piece) -> bool:
    """Whether a piece only says who is responsible, and that is not asked."""
    return bool(_ASSIGNS.match(piece.text)) and not _WHO.search(question.text)


def with_assigned(question: Question, piece: Piece) -> Piece:
    """Return the piece with who is responsible after it, where that is asked."""
    told = _ASSIGNS.match(piece.document.text, piece.end)
    return replace(piece, end=told.end()) if told and _ASKED.search(question.text) else piece
