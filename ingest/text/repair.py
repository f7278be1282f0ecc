"""Raw lines to text: paragraphs rejoined, page furniture dropped, every line's place kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.text.furniture import page_furniture
from ingest.text.normalize import hidden_characters, is_blank, normalise
from ingest.text.raw import RawLine
from ingest.text.wrapping import joined
from rag.types import Line

_HYPHEN = re.compile(r"[A-Za-z]-$")
_LATIN_END = re.compile(r"[A-Za-z,.;:)\]]$|[A-Za-z ][0-9]+$")
_LATIN_START = re.compile(r"^[A-Za-z(\[]|^[0-9]+ ?[A-Za-z]")
_DAMAGE = re.compile("\ufffd|锟斤拷|烫烫烫|屯屯屯")


@dataclass(frozen=True, slots=True)
class Repaired:
    """Text whose paragraphs are separated by one newline, and where its lines came from.

    ``headings`` are those that the format marks, as (start, end, level from 1); ``articles``
    are those that a page is laid out in, as (start, headline).
    """

    text: str
    lines: tuple[Line, ...]
    headings: tuple[tuple[int, int, int], ...] = ()
    articles: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()


def repair(lines: Sequence[RawLine]) -> Repaired:
    """Return the text of ``lines``; each ``Line`` spans what its source line became.

    That is the source line in normal form, less a hyphen that broke a word over two lines.
    """
    dropped = page_furniture(lines)
    kept, gaps = _without_blanks(lines, dropped)
    joins = joined(kept, gaps)
    pieces: list[str] = []
    marks: list[Line] = []
    length = 0
    texts = [
        normalise(line.text, prose=True if before or after else None)
        for line, before, after in zip(kept, [False, *joins], [*joins, False], strict=False)
    ]
    for index, (line, piece) in enumerate(zip(kept, texts, strict=True)):
        more = index < len(joins) and joins[index]
        glue = _glue(piece, texts[index + 1]) if more else "\n"
        if glue == "-":
            piece, glue = piece[:-1], ""
        marks.append(Line(length, length + len(piece), line.number, line.page, line.box))
        glue = glue if index + 1 < len(kept) else ""
        pieces += (piece, glue)
        length += len(piece) + len(glue)
    headings = tuple(
        (mark.start, mark.end, line.heading)
        for mark, line in zip(marks, kept, strict=True)
        if line.heading
    )
    articles = tuple(
        (mark.start, normalise(line.article))
        for mark, line in zip(marks, kept, strict=True)
        if line.article is not None
    )
    return Repaired("".join(pieces), tuple(marks), headings, articles, _warnings(kept))


def _without_blanks(lines: Sequence[RawLine], dropped: set[int]) -> tuple[list[RawLine], list[int]]:
    """Return the lines that hold text, and the number of blank lines after each."""
    kept: list[RawLine] = []
    gaps: list[int] = []
    for index, line in enumerate(lines):
        if index in dropped:
            continue
        if not is_blank(line.text):
            kept.append(line)
            gaps.append(0)
        elif gaps:
            gaps[-1] += 1
    return kept, gaps


def _glue(this: str, after: str) -> str:
    """Return what belongs between two joined lines; "-" stands for a hyphen to take out."""
    if _HYPHEN.search(this) and after[:1].islower() and after[:1].isascii():
        return "-"
    return " " if _LATIN_END.search(this) and _LATIN_START.match(after) else ""


def _warnings(lines: Sequence[RawLine]) -> tuple[str, ...]:
    found = []
    if hidden := sum(hidden_characters(line.text) for line in lines):
        found.append(f"不可见字符{hidden}个已去掉")
    if damage := sum(len(_DAMAGE.findall(line.text)) for line in lines):
        found.append(f"文件送来之前已丢失的字符{damage}处")
    return tuple(found)
