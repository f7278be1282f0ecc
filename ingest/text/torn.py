"""Lines that can only be parts of one: a paragraph torn at its links and changes of type.

Programs that take text from web pages often end a line wherever an element begins or ends, so
that 《, 巴黎协定 and 》生效。 stand on lines of their own, and a mark (一是) before its item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.text.raw import RawLine
from ingest.text.shapes import shape_of

# No paragraph of Chinese opens with one of the first or closes with one of the second.
_CLOSING = re.compile("^[，。、；：！？）》”’】〉」』〕]")
_OPENING = re.compile("[（《“‘【〈「『〔(]$")
_BARE_MARK = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、]"
    r"|[一二三四五六七八九十]是)$"
)
_WORDED = re.compile("[\u4e00-\u9fff]{2}")
# A clause that cannot end here: a pause in it, or a word or sign that leads on.
_LEADS_ON = re.compile(r"，|[的了和与及在对由为从向以按照据将把×÷＝=+]$")
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("【", "】"))
_NEAR = 40  # characters between the two of a pair that a line end tore apart


def torn(lines: Sequence[RawLine], started: int, index: int) -> bool:
    """Tell whether a line of a text without layout and the next can only be parts of one.

    ``started`` is the line with which the paragraph begins so far.
    """
    here, below = lines[index : index + 2]
    if here.whole or below.whole or here.box or below.box:
        return False
    so_far = "".join(line.text.strip() for line in lines[started : index + 1])
    text = below.text.strip()
    if _CLOSING.match(text):
        return True
    shape = shape_of(below)
    if shape.outline or shape.item or not text:
        return False
    if _OPENING.search(so_far) or (_BARE_MARK.match(so_far) and _WORDED.search(text)):
        return True
    after = lines[index + 2].text.strip() if index + 2 < len(lines) else ""
    ended = shape_of(here).terminal
    if not ended and _inside_pair(so_far, text + after):
        return True
    fragment = len(text) <= _NEAR and _CLOSING.match(after) and not shape.terminal
    return bool(fragment and _LEADS_ON.search(so_far) and not ended)


def _inside_pair(before: str, after: str) -> bool:
    """Tell whether a pair that opens at the end of ``before`` closes soon in ``after``."""
    tail, head = before[-_NEAR:], after[:_NEAR]
    for opened, closed in _PAIRS:
        if tail.rfind(opened) > tail.rfind(closed):
            until = head.find(closed)
            return until >= 0 and opened not in head[:until]
    return False
