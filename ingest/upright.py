"""Turns pages of a PDF whose text stands sideways: appendices in landscape, bound in portrait."""

from __future__ import annotations

from collections import Counter
from math import degrees
from typing import Any

import pypdfium2.raw as pdfium

_LOOKED_AT = 300  # characters of a page
_MOST = 0.6  # of them


def set_upright(page: Any, textpage: Any) -> None:
    """Turn a page of pypdfium2, in memory, so that most of its text stands upright."""
    count = textpage.count_chars()
    turns = Counter(
        round(-degrees(pdfium.FPDFText_GetCharAngle(textpage, index))) % 360
        for index in range(0, count, 1 + count // _LOOKED_AT)
        if chr(pdfium.FPDFText_GetUnicode(textpage, index)).strip()
    )
    turn, times = turns.most_common(1)[0] if turns else (0, 0)
    if times > _MOST * turns.total() and turn % 90 == 0 and turn != page.get_rotation() % 360:
        page.set_rotation(turn)
