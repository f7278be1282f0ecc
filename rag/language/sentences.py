"""Sentences and clauses of Chinese text, and the form in which two texts are compared."""

from __future__ import annotations

import re
import unicodedata

from rag.language.rows import is_row

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
# Who is responsible for what was said: （责任单位：市大数据局）.
ASSIGNED = (
    r"[（(](?:[^（()）\n]{0,4}(?:责任|牵头|配合|主办|负责)(?:单位|部门)[^（()）\n]*|"
    r"[^（()）\n]*(?:负责|牵头|配合))[）)]"
)
_SENTENCE_END = re.compile(rf"[。！？!?]+[”’」』）》)]*(?:{ASSIGNED}。?)?|(?<!\d)\.(?=\s)")
_CLAUSE_END = re.compile(r"[，；：,;]+[”’」』）》)]*")
_KEPT = re.compile(r"[^\w%‰+]|_")


def sentence_spans(text: str) -> list[Span]:
    """Return (start, end) of every sentence, white space at both ends left out.

    A sentence ends at 。！？ with the quotes and brackets that close after it and with who is
    responsible for it, at a line break, or at an English full stop before white space. A row
    of a table is one, whatever its cells hold.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        row = is_row(line.group())
        spans += [_trim(text, *line.span())] if row else _split(text, _SENTENCE_END, *line.span())
    return spans


def clause_spans(text: str, start: int, end: int) -> list[Span]:
    """Return (start, end) of the clauses (ending at ，；：) inside ``text[start:end]``."""
    return _split(text, _CLAUSE_END, start, end)


def _split(text: str, ends: re.Pattern[str], start: int, end: int) -> list[Span]:
    spans, begin = [], start
    for match in ends.finditer(text, start, end):
        spans.append(_trim(text, begin, match.end()))
        begin = match.end()
    spans.append(_trim(text, begin, end))
    return [span for span in spans if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def comparable(text: str) -> str:
    """Return the text in NFKC and lower case without white space and punctuation."""
    return _KEPT.sub("", unicodedata.normalize("NFKC", text).lower())


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text; the text itself if shorter."""
    if len(text) < 2:
        return frozenset([text] if text else [])
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of the smaller set that the larger one holds, in [0, 1]."""
    smaller, larger = sorted((left, right), key=len)
    return len(smaller & larger) / len(smaller) if smaller else 0.0
