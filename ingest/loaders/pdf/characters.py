"""Characters of a PDF page, gathered into fragments of text on one baseline."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.layout.gutters import Fragment
from ingest.loaders.pdf.visibility import Visibility
from ingest.upright import set_upright

_BREAK_GAP = 1.2
_BREAK_HEIGHT, _RAISED_HEIGHT = 0.5, 0.65  # between middles, in letter sizes
_SMALL = 0.75  # of the letter size: an index or the stars of a figure
_MIN_VERTICAL = 3
_IN_ROWS = 0.6  # of stacked characters: from there on they are cells of a table


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page holds: its fragments, and counts of characters, unmapped and hidden ones."""

    fragments: list[Fragment]
    characters: int
    unmapped: int
    hidden: int


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    hidden: bool = False


def fragments_of(page: pypdfium2.PdfPage) -> PageText:
    """Return the text fragments of a page; coordinates in points from its top left.

    A page whose text stands sideways is turned first.
    """
    textpage = page.get_textpage()
    try:
        set_upright(page, textpage)
        found = list(_glyphs(page, textpage))
    finally:
        textpage.close()
    seen = [glyph for glyph in found if not glyph.hidden]
    hidden = sum(glyph.hidden and not glyph.char.isspace() for glyph in found)
    unmapped = sum(_is_unmapped(glyph.char) for glyph in seen)
    fragments: list[Fragment] = []
    run: list[_Glyph] = []
    for glyph in seen:
        if run and _breaks(run, glyph):
            fragments += _fragment(run)
            run = []
        run.append(glyph)
    fragments += _fragment(run)
    characters = sum(not glyph.char.isspace() for glyph in seen)
    return PageText(stacked(fragments), characters, unmapped, hidden)


def _is_unmapped(char: str) -> bool:
    return char in "\0\ufffd" or "\ue000" <= char <= "\uf8ff"


def _glyphs(page: Any, textpage: Any) -> Iterator[_Glyph]:
    """Yield the characters in the order of the file, spaces that PDFium made up included."""
    box = ctypes.byref(rect := pdfium.FS_RECTF())
    place, visibility = _placing(page), Visibility(page, textpage)
    high = 0
    last: _Glyph | None = None
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        # PDFium gives a hyphen at a line's end as U+0002 or U+FFFE, and 0 for what has no name.
        char = "-" if code in (0x02, 0xFFFE) else chr(code) if 0 < code < 0x110000 else "\ufffd"
        if char == "\ufffd" and _is_blank(textpage, index):
            char = " "
        if char in "\r\n":
            last = None
            continue
        if char.isspace():
            if last is not None:
                yield _Glyph(" ", last.x1, last.y0, last.x1, last.y1, last.size, last.hidden)
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
            continue
        x0, y0, x1, y1 = place(rect.left, rect.top, rect.right, rect.bottom)
        hidden = visibility.hides(index, char, (x0, y0, x1, y1))
        last = _Glyph(char, x0, y0, x1, y1, _size(char, x1 - x0, y1 - y0), hidden)
        yield last


def _is_blank(textpage: Any, index: int) -> bool:
    """Tell whether a character leaves no mark on the page."""
    edges = [ctypes.c_double() for _ in range(4)]
    if not pdfium.FPDFText_GetCharBox(textpage, index, *map(ctypes.byref, edges)):
        return True
    left, right, bottom, top = (edge.value for edge in edges)
    return right - left < 0.01 or top - bottom < 0.01


def _size(char: str, width: float, height: float) -> float:
    """Return the em of a character: the advance of a Han character, else its height."""
    return width if _is_han(char) and 0.5 * height < width else height * 0.9


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _placing(page: Any) -> Any:
    """Return the function from PDF page coordinates to points from the top left, turned."""
    left, bottom, right, top = page.get_cropbox()
    turn = page.get_rotation() % 360

    def place(x0: float, y1: float, x1: float, y0: float) -> tuple[float, float, float, float]:
        a, b, c, d = x0 - left, top - y1, x1 - left, top - y0
        width, height = right - left, top - bottom
        if turn == 90:
            a, b, c, d = height - d, a, height - b, c
        elif turn == 180:
            a, b, c, d = width - c, height - d, width - a, height - b
        elif turn == 270:
            a, b, c, d = b, width - c, d, width - a
        return min(a, c), min(b, d), max(a, c), max(b, d)

    return place


def _breaks(run: list[_Glyph], glyph: _Glyph) -> bool:
    """Tell whether a character starts a new fragment: another line, column or table cell."""
    last = run[-1]
    size = max(last.size, glyph.size, 1.0)
    gap = glyph.x0 - last.x1
    raised = min(last.size, glyph.size) < _SMALL * size and abs(gap) < 0.3 * size
    height = abs((glyph.y0 + glyph.y1) - (last.y0 + last.y1)) / 2
    if height > (_RAISED_HEIGHT if raised else _BREAK_HEIGHT) * size:
        return True
    return not -0.6 * size <= gap <= _BREAK_GAP * size


def _fragment(run: list[_Glyph]) -> list[Fragment]:
    inked = [glyph for glyph in run if not glyph.char.isspace()]
    if not inked:
        return []
    text = "".join(glyph.char for glyph in run)
    han = [glyph.size for glyph in inked if _is_han(glyph.char)]
    return [
        Fragment(
            text,
            inked[0].x0,
            min(glyph.y0 for glyph in inked),
            max(glyph.x1 for glyph in inked),
            max(glyph.y1 for glyph in inked),
            median(han or [glyph.size for glyph in inked]),
        )
    ]


def stacked(fragments: list[Fragment]) -> list[Fragment]:
    """Join single characters that stand one below the other: a vertical title.

    Where the rows of a table go on beside them they are its cells and stay apart.
    """
    done: list[Fragment] = []
    stack: list[Fragment] = []
    for fragment in [*fragments, None]:
        if fragment is not None and stack and _below(stack[-1], fragment):
            stack.append(fragment)
            continue
        if len(stack) >= _MIN_VERTICAL and not _in_rows(stack, fragments):
            text = "".join(item.text.strip() for item in stack)
            first, final = stack[0], stack[-1]
            # The stack is read where it starts, so it takes one line's height there.
            right = max(item.x1 for item in stack)
            done.append(Fragment(text, first.x0, first.y0, right, first.y1, final.size))
        else:
            done += stack
        stack = [fragment] if fragment is not None else []
    return done


def _in_rows(stack: list[Fragment], fragments: list[Fragment]) -> bool:
    """Tell whether most characters of a stack have text of their size on their own line."""
    beside = sum(
        any(
            abs(other.middle - item.middle) < 0.1 * item.size
            and abs(other.size - item.size) < 0.15 * item.size
            for other in fragments
            if not any(other is one for one in stack)
        )
        for item in stack
    )
    return beside >= _IN_ROWS * len(stack)


def _below(above: Fragment, fragment: Fragment) -> bool:
    size = max(above.size, fragment.size)
    return (
        len(above.text.strip()) == 1
        and len(fragment.text.strip()) == 1
        and _is_han(fragment.text.strip())
        and abs(above.x0 - fragment.x0) < 0.3 * size
        and 0.6 * size < fragment.y0 - above.y0 < 1.8 * size
    )
