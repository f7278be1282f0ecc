"""Finds headings that share their line with text: run-in headings and lost line ends."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from ingest.outline.numbering import CN, numbered_style
from ingest.text.lines import Span
from rag.language.rows import is_row

_FIRST_SENTENCE = re.compile(r"^(?P<head>[^。！？，,；;：:“”《》]{4,26})。(?=.{30,})")
_INLINE = re.compile(
    rf"(?:(?<=[。；：;:！？”）) \u3000])(?:{CN}{{1,3}}、"
    rf"|第{CN}{{1,4}}[章节条](?!规定|[款项和、至例的])"
    rf"|\d{{1,2}}(?:[．、]|\.(?!\d)))|(?<=\S)[（(]{CN}{{1,3}}[）)]"
    r"|(?<=[\u4e00-\u9fff])\d{1,2}[.．](?=[\u4e00-\u9fff]))"
)
# The heading of what follows, at the end of a paragraph that lost its line end.
_TAIL = re.compile(rf"(?<=[。；])(?:{CN}{{1,3}}、|（{CN}{{1,3}}）)[^。；：:，]{{3,40}}$")
# Inside a paragraph a heading must also read as one: a verb and its object, no subject.
_INNER = re.compile(
    "(?<=。)(?:构建|完善|健全|推进|推动|加强|强化|加快|深化|优化|提升|夯实|培育|壮大|坚持|落实|建立|打造|"
    "扩大|促进|拓展|激发|营造|统筹|创新|突出|注重|规范|支持|引导)[^。！？，,；;：:“”《》]{3,14}。(?=.{40,})"
)
_LONG_LINE = 300


def run_in_parts(lines: Sequence[Span]) -> tuple[list[Span], dict[int, str]]:
    """Cut lines where headings start inside them; also return the headings without number.

    The second value maps the index of a line to the first sentence that heads it.
    """
    parts = [part for line in lines for part in _numbered_parts(line)]
    opening = _opening_sentences(parts)
    parts = [
        part
        for index, line in enumerate(parts)
        for part in (_inner_parts(line) if index in opening else [line])
    ]
    return parts, _opening_sentences(parts)


def _inner_parts(line: Span) -> list[Span]:
    """Cut a long paragraph that opens with a heading where another of the kind follows."""
    if len(line.text) < _LONG_LINE:
        return [line]
    return _cut(line, (found.start() for found in _INNER.finditer(line.text)))


def _opening_sentences(lines: Sequence[Span]) -> dict[int, str]:
    """Return headings that are the first sentence of their paragraph (构建开放体系。要…).

    One short first sentence is only a sentence; two or more paragraphs in a row that open
    this way are items under run-in headings.
    """
    heads = {
        index: found["head"].lstrip("-—·• ")
        for index, line in enumerate(lines)
        if (found := _FIRST_SENTENCE.match(line.text)) and numbered_style(line.text) is None
    }
    return {
        index: head for index, head in heads.items() if index - 1 in heads or index + 1 in heads
    }


def _numbered_parts(line: Span) -> list[Span]:
    """Cut a long line at outline marks inside it, where they count 1, 2, … in their style.

    Texts that lost their line ends (one line for a whole notice) keep their outline so. What
    is numbered inside a cell is no part of it.
    """
    if is_row(line.text):
        return [line]
    tail = [found.start() for found in _TAIL.finditer(line.text)]
    if len(line.text) < 150:
        return _cut(line, tail)
    opening = numbered_style(line.text)
    runs = {opening[0]: (opening[1] + 1, [0])} if opening else {}
    cuts: set[int] = set(tail)
    for found in _INLINE.finditer(line.text):
        style, ordinal, _ = numbered_style(found.group()) or ("", 0, 0)
        expected, starts = runs.get(style, (1, []))
        if ordinal == expected:
            runs[style] = (ordinal + 1, [*starts, found.start()])
        elif ordinal == 1:
            cuts.update(starts if len(starts) > 1 else [])
            runs[style] = (2, [found.start()])
    for _, starts in runs.values():
        cuts.update(starts if len(starts) > 1 else [])
    return _cut(line, cuts)


def _cut(line: Span, cuts: Iterable[int]) -> list[Span]:
    edges = [0, *sorted(set(cuts) - {0}), len(line.text)]
    parts = []
    for start, end in itertools.pairwise(edges):
        piece = line.text[start:end]
        bare = piece.strip()
        if bare:
            begin = line.start + start + piece.index(bare)
            parts.append(Span(begin, begin + len(bare), bare))
    return parts
