"""A document made ready for reading: its paragraphs and sentences, furniture left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.language.orders import gives_orders
from rag.language.sentences import Span, clause_spans, sentence_spans
from rag.types import Document

_FURNITURE = re.compile(r"\.{4,}|…{3,}|·{4,}|_{3,}| \| |^\|")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST = 400  # characters of a sentence; longer ones are lists that lost their line ends


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence at ``start:end`` of a document, with the paragraph it stands in."""

    start: int
    end: int
    text: str
    paragraph: Span


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document with its sentences in reading order."""

    document: Document
    sentences: tuple[Sentence, ...]

    @property
    def paragraphs(self) -> Iterator[tuple[Sentence, ...]]:
        """The sentences of one line each, in reading order."""
        held: list[Sentence] = []
        for sentence in self.sentences:
            if held and sentence.paragraph != held[-1].paragraph:
                yield tuple(held)
                held = []
            held.append(sentence)
        if held:
            yield tuple(held)


def read_sheet(document: Document) -> Sheet:
    """Return the sentences of a document; tables of contents, tables and orders are left out."""
    text, found = document.text, []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if _HAN.search(line) and not _FURNITURE.search(line):
            for left, right in sentence_spans(line):
                words = line[left:right]
                if len(words) <= _LONGEST and not gives_orders(words):
                    found.append(Sentence(start + left, start + right, words, (start, end)))
        start = end + 1
    return Sheet(document, tuple(found))


def clip(text: str, start: int, end: int, limit: int) -> Span:
    """Return ``start:end`` cut after the last clause that ends within ``limit`` characters."""
    if end - start <= limit:
        return start, end
    stop = start
    for _, right in clause_spans(text, start, end):
        if right - start > limit:
            break
        stop = right
    stop = stop if stop > start else start + limit
    while stop > start and text[stop - 1] in "，；：、,;:（(“《":
        stop -= 1
    return start, stop
