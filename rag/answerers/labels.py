"""Lines that head or label what follows them."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answerers.pieces import Piece
from rag.language.rows import is_row
from rag.question import Question

# A short numbered line, which heads what follows it.
_NUMBERED = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十百]+[章节])[^，；：]{1,24}。?$"
    r"|^第[一二三四五六七八九十百]+条[^，；：。]{1,24}$"
)
# A line that labels what it tells, words that end what is asked for, and that make it less.
_LABEL = re.compile(r"([\u4e00-\u9fff]{2,10})：\s*[^\s。；][^。；]*$")
_COPULA = re.compile(r"(?:[的都由]|[是为]{1,2})+$")
_OF_LESS = re.compile(r"(?:副|办公室|原|前任?)$")
# Lines below a labelled one, up to the next label: others who are 副主任.
_FELLOWS = re.compile(
    r"(?:\n(?![（(]?[一二三四五六七八九十\d]+[）)、.．]|第)[^，。；：\n]{2,40})+(?=\n[\u4e00-\u9fff]{2,10}：)"
)


def is_heading(piece: Piece) -> bool:
    """Whether a piece heads or labels what follows it: no sentence, nor row of a table."""
    text = piece.text
    if is_row(text):
        return False
    if text.endswith("：") and "，" in text:
        return False  # says something by itself: …的，不追究责任：
    return not text.endswith(("。", "！", "；", "”", "）", "？", ".")) or bool(
        _NUMBERED.match(text)
    )


def is_labelled(question: Question, piece: Piece) -> bool:
    """Whether a line labels its fact with the last words before 是谁: 主任：张三.

    The 主任 of an office is not the one of its 办公室, nor is a 副主任.
    """
    label = _LABEL.match(piece.text)
    if label is None:
        return False
    asked = _COPULA.sub("", question.text[: question.asked_at])
    return asked.endswith(label[1]) and not _OF_LESS.search(asked[: -len(label[1])])


def with_fellows(piece: Piece) -> Piece:
    """Return a labelled line with the lines under it that go on without a label."""
    fellows = _FELLOWS.match(piece.document.text, piece.end)
    return replace(piece, end=fellows.end()) if fellows else piece
