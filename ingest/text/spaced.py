"""Gives back line ends to texts in which a space is all that is left of them."""

from __future__ import annotations

import itertools
import re

from ingest.outline.numbering import numbered_style

_GAP = re.compile(r"[ \t\u3000\u00a0]+")
_ENDS = "。；：！？”）》…;:!?)"
_HAN_END = re.compile("[\u4e00-\u9fff]$")
_DIGITS_APART = re.compile("[\u4e00-\u9fff] +[0-9.]+ +[\u4e00-\u9fff]")
_PAIRS = ("（）", "《》", "“”", "()")
_LONGEST_PAIR = 80
_SHORTEST_LINE = 8  # characters; shorter pieces are names and words set apart, not lines


def spaced_paragraphs(text: str) -> str:
    """Return ``text`` with a line end for each space that stands where a line ended.

    Only a text without line ends is touched, and only if its spaces are too far apart to
    separate words. Of those spaces, one after a finished sentence, before an outline mark
    or between two long pieces is a line end.
    """
    if "\n" in text.strip() or "\r" in text.strip():
        return text
    pieces = [piece for piece in _GAP.split(text) if piece]
    if len(pieces) < 2 or len(text) / len(pieces) < _SHORTEST_LINE:
        return text
    digits_apart = _DIGITS_APART.search(text) is not None
    joined = pieces[0]
    for before, piece in itertools.pairwise(pieces):
        apart = (
            min(len(before), len(piece)) >= _SHORTEST_LINE
            and _HAN_END.search(before)
            and not (digits_apart and piece[0].isdigit())
        )
        ended = before[-1] in _ENDS or numbered_style(piece) is not None
        # 一、登记范围 and what it heads; a title and the offices it is addressed to.
        headed = numbered_style(before) is not None and len(piece) >= _SHORTEST_LINE
        addressed = len(before) >= _SHORTEST_LINE and piece[-1] in "：:"
        broken = ended or apart or headed or addressed
        joined += "\n" if broken and not _inside_pair(joined) else " "
        joined += piece
    return joined


def _inside_pair(text: str) -> bool:
    """Tell whether ``text`` ends inside brackets, a title or a quotation."""
    tail = text[-_LONGEST_PAIR:]
    return any(tail.rfind(pair[0]) > tail.rfind(pair[1]) for pair in _PAIRS)
