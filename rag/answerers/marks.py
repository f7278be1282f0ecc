"""The numbers and dashes of list items, which say nothing where one item stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answerers.pieces import Piece

_NUMBER = (
    r"(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)]|[一二三四五六七八九十]{1,3}、|"
    r"\d{1,3}[.．、](?!\d)|[①-⑳]|--?|——?)"
)
_MARK = re.compile(rf"{_NUMBER}[ \u3000]*(?=[^\s\d])")
_MARK_BELOW = re.compile(rf"\n\s*{_NUMBER}")


def has_mark(piece: Piece) -> bool:
    """Whether a piece begins with the number or dash of an item: 45., （二）, --."""
    return bool(_MARK.match(piece.text))


def quotes_items(pieces: Sequence[Piece], listed: Sequence[Piece]) -> bool:
    """Whether one of the pieces bears a mark and stands among those of a list."""
    first, last = listed[0], listed[-1]
    return any(
        piece.document.doc_id == first.document.doc_id
        and first.start <= piece.start < last.end
        and has_mark(piece)
        for piece in pieces
    )


def without_mark(piece: Piece) -> Piece:
    """Return the piece without the number or dash that it begins with.

    It stays where more items follow in the piece.
    """
    mark = _MARK.match(piece.text)
    if mark is None or _MARK_BELOW.search(piece.text, mark.end()):
        return piece
    return replace(piece, start=piece.start + mark.end())
