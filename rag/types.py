"""The nouns that flow through the program: Document, Passage, Hit, Evidence, Answer.

All are frozen. Offsets count characters of ``Document.text`` (already normalised, never
changed again), start inclusive, end exclusive. Higher scores are better; ranks start at 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Line:
    """Where a stretch of the normalised text stood in the source file.

    ``page`` and ``number`` are 1-based; ``page`` is None in formats without pages. ``box``
    is (x0, y0, x1, y1) in points from the top left of the page, where the format has one.
    """

    start: int
    end: int
    number: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One node of a document's outline; its span includes the heading and all below it.

    Level 0 is an article of its own (a newspaper page holds several), deeper levels are
    章, 节, 一、, （一）, 1. and so on. ``byline`` is the author line, "" where there is none.
    """

    heading: str
    level: int
    start: int
    end: int
    byline: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a policy document says about itself; "" and None where it does not say.

    Dates are ISO 8601 (YYYY-MM-DD, YYYY-MM or YYYY). ``kind`` is one of policy, report,
    news, law, research, case, faq or "". ``status`` is "" or "repealed".
    """

    kind: str = ""
    issuer: str = ""
    number: str = ""
    written_on: str = ""
    published_on: str = ""
    region: str = ""
    status: str = ""
    authors: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of the document, from the written date, else the published one."""
        date = self.written_on or self.published_on
        return int(date[:4]) if date[:4].isdigit() else None


@dataclass(frozen=True, slots=True)
class Document:
    """One source file (or one record of a JSON Lines corpus) after reading and repair.

    ``source`` is the path or name it came from; ``sha256`` is of its original bytes.
    ``sections`` are in reading order; ``lines`` are sorted by start and do not overlap.
    """

    doc_id: str
    title: str
    text: str
    source: str
    sha256: str
    metadata: Metadata = Metadata()
    sections: tuple[Section, ...] = ()
    lines: tuple[Line, ...] = ()
    warnings: tuple[str, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the 1-based page that holds the character at ``offset``, if known."""
        line = self.line_at(offset)
        return line.page if line else None

    def line_at(self, offset: int) -> Line | None:
        """Return the source line that holds ``offset``, or the nearest one before it."""
        found = None
        low, high = 0, len(self.lines)
        while low < high:
            middle = (low + high) // 2
            if self.lines[middle].start <= offset:
                found, low = self.lines[middle], middle + 1
            else:
                high = middle
        return found


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of one document: ``document.text[start:end] == text``.

    ``heading_path`` leads from the article heading down to the passage. ``passage_id`` is
    derived from content, never from an embedding.
    """

    passage_id: str
    doc_id: str
    start: int
    end: int
    text: str
    title: str = ""
    heading_path: tuple[str, ...] = ()
    page: int | None = None

    @property
    def context(self) -> str:
        """Title and outline path: searched and embedded with the text, never quoted."""
        path = [part for part in (self.title, *self.heading_path) if part]
        return " > ".join(dict.fromkeys(path))


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with its 1-based rank in one ranking.

    ``ranks`` maps every ranking that contributed ("dense", "lexical", "reader") to the
    rank it gave the passage; a ranking that did not return the passage is absent.
    """

    passage: Passage
    score: float
    rank: int
    ranks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one (question, passage) pair.

    ``relevance`` and ``answerable`` are in [0, 1]; ``start:end`` is the best answer span in
    characters of the passage text (empty where there is none), ``span_score`` its
    probability in [0, 1]. ``sentences`` are (start, end, score) in passage order.
    """

    relevance: float
    answerable: float
    start: int
    end: int
    span_score: float
    sentences: tuple[tuple[int, int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit chosen to answer from; ``key`` is what an answer cites ("1", "2" and so on)."""

    key: str
    hit: Hit
    reading: Reading | None = None

    @property
    def passage(self) -> Passage:
        """The passage of the hit."""
        return self.hit.passage


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact characters of a source: ``document.text[start:end] == quote``."""

    key: str
    doc_id: str
    title: str
    source: str
    page: int | None
    start: int
    end: int
    quote: str


class Verdict(StrEnum):
    """Whether a statement holds what its citations say."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence (or row) of an answer with the keys it cites and the check's outcome."""

    text: str
    keys: tuple[str, ...]
    verdict: Verdict = Verdict.SUPPORTED
    reason: str = ""


class Status(StrEnum):
    """Whether the documents answered the question."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one question.

    ``question`` is what was understood (a follow-up made standalone). ``text`` is Markdown
    with [key] markers; ``citations`` are in order of their keys; ``confidence`` is the
    calibrated probability, in [0, 1], that the answer is right. ``nearest`` are the closest
    passages when the answer abstains. ``timings_ms`` are wall-clock milliseconds by step.
    """

    status: Status
    question: str
    text: str
    short_answer: str | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.0
    notes: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents may answer; an empty field allows everything."""

    doc_ids: Sequence[str] = ()
    kinds: Sequence[str] = ()
    issuers: Sequence[str] = ()
    regions: Sequence[str] = ()
    years: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self.doc_ids or self.kinds or self.issuers or self.regions or self.years)
