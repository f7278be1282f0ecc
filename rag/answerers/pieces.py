"""Verbatim pieces of documents: what an extractive answer is composed of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from rag.errors import CitationError
from rag.language.dated import inherited_years, told_years
from rag.language.orders import orders
from rag.language.sentences import comparable, sentence_spans
from rag.language.values import years
from rag.protocols import PassageStore
from rag.reading.setting import POINTS_BACK, headings
from rag.types import Citation, Document, Evidence

_ANTECEDENT = 160  # most characters of the sentence that a pronoun points back to
_LOOK_BACK = 400  # characters before a piece that may tell its year and place
# A line that only labels the next one (二、春节：), before a piece and at its beginning.
_LABEL_ABOVE = re.compile(r"(?:^|\n)([^。；，\n]{1,16}：)\n$")
# A line that says to whom a letter goes.
_SALUTES = re.compile(
    r"(?=[^。；要应将]*：$)(?:各|[^，。；]{2,20}人民政府|国务院：|[^，。；]{1,12}(?:(?<![干全内支])部|委|局|署|厅)：)"
)
# A line of a table of contents, and the least that says something.
_LEADERS = re.compile(r"(?:[.．…·]\s?){5,}")
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
_LETTERHEAD = 800  # characters of a document in which its salutation stands
_LABELLED = re.compile(r"[^。；，\n]{1,16}：\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start:end`` of a document, found through one evidence."""

    document: Document
    evidence: Evidence
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters, exactly as they stand."""
        return self.document.text[self.start : self.end]

    @property
    def years(self) -> frozenset[str]:
        """The years it tells of: its own, else the last ones told before it."""
        title = self.document.title
        if told := told_years(self.text, title):
            return told
        return years(title) if _LABELLED.match(self.text) else inherited_years(before_in(self))

    def cite(self, key: str) -> Citation:
        """Return the citation of this piece; raise CitationError if it is not a slice."""
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise CitationError(
                f"{self.document.source}: characters {self.start}-{self.end} lie outside "
                f"the document of {len(self.document.text)} characters"
            )
        return Citation(
            key=key,
            doc_id=self.document.doc_id,
            title=self.document.title,
            source=self.document.source,
            page=self.document.page_at(self.start),
            start=self.start,
            end=self.end,
            quote=self.text,
            status=self.evidence.status,
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the evidence with its score in [0, 1]."""

    piece: Piece
    score: float


class Sources:
    """The documents behind the evidence of one answer, each fetched once."""

    def __init__(self, store: PassageStore, evidence: Sequence[Evidence]) -> None:
        self.evidence = tuple(evidence)
        self._documents: dict[str, Document] = {}
        for item in evidence:
            doc_id = item.passage.doc_id
            if doc_id not in self._documents:
                self._documents[doc_id] = store.document(doc_id)

    def with_evidence(self, evidence: Sequence[Evidence]) -> Sources:
        """Return the same documents with other readings of their passages."""
        other = copy(self)
        other.evidence = tuple(evidence)
        return other

    def document(self, evidence: Evidence) -> Document:
        """Return the document of an evidence; raise CitationError where they disagree."""
        document, passage = self._documents[evidence.passage.doc_id], evidence.passage
        if document.text[passage.start : passage.end] != passage.text:
            raise CitationError(
                f"{document.source}: passage {passage.passage_id} is not characters "
                f"{passage.start}-{passage.end} of the document; run verify --repair"
            )
        return document

    def candidates(self) -> list[Candidate]:
        """Return all sentences that were read, best first; ties in order of evidence.

        A sentence's score is seven tenths its own and three tenths its passage's relevance.
        Sentences that give orders to whoever answers answer nothing and are left out.
        """
        found = []
        for item in self.evidence:
            if item.reading is None:
                continue
            document, at = self.document(item), item.passage.start
            closed = orders(item.passage.text)
            for start, end, score in item.reading.sentences:
                if any(start < stop and begin < end for begin, stop in closed):
                    continue
                piece = Piece(document, item, at + start, at + end)
                found.append(Candidate(piece, 0.7 * score + 0.3 * item.reading.relevance))
        return sorted(found, key=lambda candidate: -candidate.score)


def with_antecedent(piece: Piece) -> Piece:
    """Return the piece begun one sentence earlier where it starts with a pronoun.

    The earlier sentence must stand in the same line. A line of its own that ends in ：
    (二、春节：) heads the line under it.
    """
    label = _LABEL_ABOVE.search(piece.document.text[max(0, piece.start - 20) : piece.start])
    if label and not (piece.start < _LETTERHEAD and _SALUTES.match(label.group(1))):
        return replace(piece, start=piece.start - len(label.group(1)) - 1)
    if not POINTS_BACK.match(piece.text):
        return piece
    window = max(0, piece.start - _ANTECEDENT - 1)
    before = sentence_spans(piece.document.text[window : piece.start])
    if not before:
        return piece
    start = window + before[-1][0]
    between = piece.document.text[start : piece.start]
    if "\n" in between or (before[-1][0] == 0 and window > 0):
        return piece
    return Piece(piece.document, piece.evidence, start, piece.end)


def with_following(piece: Piece, budget: int) -> Piece:
    """Return the piece with the sentences after it in its line, ``budget`` characters in all."""
    after = piece.document.text[piece.end : piece.start + budget].partition("\n")[0]
    ends = [end for _, end in sentence_spans(after) if after[end - 1] in "。！？”；"]
    return replace(piece, end=piece.end + ends[-1]) if ends else piece


def says_something(text: str) -> bool:
    """Whether a text has a word in it and is no line of a table of contents."""
    return bool(_WORDS.search(text)) and not _LEADERS.search(text)


def is_furniture(piece: Piece) -> bool:
    """Whether a piece is the title, a byline or the salutation: nothing of the matter."""
    text = comparable(piece.text)
    titled = text in comparable(piece.document.title) and piece.text[-1] not in "。！？；"
    signed = any(text == comparable(section.byline) for section in piece.document.sections)
    return titled or signed or (piece.start < _LETTERHEAD and bool(_SALUTES.match(piece.text)))


def before_in(piece: Piece) -> str:
    """Return title and headings of a piece, and the characters before it."""
    above = piece.document.text[max(0, piece.start - _LOOK_BACK) : piece.start]
    return f"{headings(piece.evidence.passage)}\n{above}"


def merge(pieces: Sequence[Piece]) -> list[Piece]:
    """Join pieces that overlap or touch within a line, in the order of the first one."""
    merged: list[Piece] = []
    for piece in pieces:
        for position, other in enumerate(merged):
            if _touch(piece, other):
                merged[position] = Piece(
                    other.document,
                    other.evidence,
                    min(piece.start, other.start),
                    max(piece.end, other.end),
                )
                break
        else:
            merged.append(piece)
    return merged


def _touch(left: Piece, right: Piece) -> bool:
    if left.document.doc_id != right.document.doc_id:
        return False
    first, second = sorted((left, right), key=lambda piece: (piece.start, piece.end))
    between = first.document.text[first.end : second.start]
    return second.start <= first.end or not between.strip(" \u3000\t")
