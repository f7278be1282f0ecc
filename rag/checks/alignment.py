"""A statement laid beside the words it cites: what is kept, changed, added and left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rag.language.sentences import bigrams, comparable, sentence_spans
from rag.language.values import canonical

FILLERS = re.compile(
    r"根据(?:以上|上述|所给|相关)?(?:资料|文件|文章|材料)(?:显示|介绍|所述|内容)?|资料(?:显示|指出|提到|表明)|"
    r"文中(?:指出|提到)|据(?:资料|文件)(?:显示|介绍)?|(?:主要|具体|分别)?(?:包括|包含|有|为|是|如下)|"
    r"以下|其中|同时|此外|另外|因此|并且|以及|而且|目前|主要|具体|分别|共有|共计|一共|总共|"
    r"[的了和与及在也还并则而都即于对由以其该这些等共已将把被]"
)
_PUNCTUATION = re.compile(r"[^\w%‰+]|_")
_CLAUSE = re.compile(r"[,;:。!?]")
_ENDS = re.compile(r"^(?:[,.;:。!?、\"'()（）—·*]|-(?!\d))+|[,.;:。!?、\"'()（）—·*-]+$")
_TRIED = 3  # stretches that a statement is laid beside
_STRAY = 1  # kept characters between two changes that are chance, not agreement


@dataclass(frozen=True, slots=True)
class Edit:
    """Where a statement departs from its source: ``said`` stands in the place of ``was``.

    Either may be empty. ``start:end`` is the place in the source, ``at`` that in the
    statement, both in characters of the flat texts.
    """

    said: str
    was: str
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """A statement and the stretch of a quote that is most like it, both flat.

    ``kept`` are (start, end) of the source characters that the statement keeps, in order;
    ``share`` is the part of the statement's own words that is kept, in [0, 1].
    """

    source: str
    statement: str
    edits: tuple[Edit, ...]
    kept: tuple[tuple[int, int], ...]
    share: float

    @property
    def omissions(self) -> list[Edit]:
        """The stretches left out between two kept ones, what replaced them included."""
        if not self.kept:
            return []
        first, last = self.kept[0][0], self.kept[-1][1]
        return [edit for edit in self.edits if edit.was and first <= edit.start < last]

    def kept_after(self, at: int) -> str:
        """Return what the statement keeps of the same clause after a place in the source."""
        stop = _CLAUSE.search(self.source, at)
        end = stop.start() if stop else len(self.source)
        return "".join(self.source[max(a, at) : min(b, end)] for a, b in self.kept if b > at)


@dataclass(frozen=True, slots=True)
class Case:
    """A statement, the stretch it is held against, and what stands ``above`` that."""

    text: str
    source: str
    above: str
    aligned: Alignment


def flat(text: str) -> str:
    """Return a text as it is compared: NFKC, lower case, no white space, Arabic digits."""
    return canonical(text).lower().replace("“", '"').replace("”", '"')


def trimmed(text: str) -> str:
    """Return a flat text without the punctuation at its ends."""
    return _ENDS.sub("", text)


def stretches(quote: str) -> list[str]:
    """Return the sentences of a quote, and each two that follow one another."""
    spans = sentence_spans(quote)
    singles = [quote[start:end] for start, end in spans]
    pairs = [
        quote[start:end] for (start, _), (_, end) in pairwise(spans) if "\n" not in quote[start:end]
    ]
    return [*singles, *pairs]


def cases(statement: str, quotes: Sequence[str], above: str) -> list[Case]:
    """Lay a statement beside the stretches most like it; the one that keeps most comes first."""
    mine = bigrams(comparable(statement))
    pool = [stretch for quote in quotes for stretch in stretches(quote)]
    ranked = sorted(pool, key=lambda text: -len(mine & bigrams(comparable(text))) + len(text) / 1e4)
    found = [Case(statement, text, above, align(statement, text)) for text in ranked[:_TRIED]]
    return sorted(found, key=lambda case: -case.aligned.share)


def align(statement: str, source: str) -> Alignment:
    """Lay a statement beside one stretch."""
    mine, theirs = trimmed(flat(statement)), flat(source)
    blocks = [
        block
        for block in SequenceMatcher(None, theirs, mine, autojunk=False).get_matching_blocks()
        if block.size > _STRAY or _whole(mine, block.b, block.size)
    ]
    edits, kept, a, b = [], [], 0, 0
    for start, at, size in [*((x.a, x.b, x.size) for x in blocks), (len(theirs), len(mine), 0)]:
        if start > a or at > b:
            edits.append(Edit(mine[b:at], theirs[a:start], a, start, b))
        if size:
            kept.append((start, start + size))
        a, b = start + size, at + size
    words = content(mine)
    own = sum(len(content(edit.said)) for edit in edits)
    share = max(0.0, 1 - own / len(words)) if words else 1.0
    return Alignment(theirs, mine, tuple(edits), tuple(kept), share)


def _whole(text: str, at: int, size: int) -> bool:
    """Whether a short kept stretch is a clause of its own or punctuation."""
    return not content(text[at : at + size]) or size == len(text)


def content(text: str) -> str:
    """Return the words of a flat text without fillers and punctuation."""
    return _PUNCTUATION.sub("", FILLERS.sub("", text))
