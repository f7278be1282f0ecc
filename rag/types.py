"""The nouns that flow through the program: Document, Passage, Hit, Evidence, Answer.

All are frozen. Offsets count characters of ``Document.text`` (already normalised, never
changed again), start inclusive, end exclusive. Higher scores are better; ranks start at 1.
"""

from __future__ import annotations

from bisect import bisect_right
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
    news, law, research, case, faq or "". ``status`` is "" or "repealed". ``topic`` is where
    its site files it (综合政务/政务公开), ``addressee`` the offices it is sent to (主送机关). The
    document is in force from ``effective_on`` to ``expires_on``, both included; ``term`` is the
    sentence that limits it.
    """

    kind: str = ""
    issuer: str = ""
    number: str = ""
    written_on: str = ""
    published_on: str = ""
    region: str = ""
    status: str = ""
    authors: tuple[str, ...] = ()
    topic: str = ""
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    effective_on: str = ""
    expires_on: str = ""
    term: str = ""

    @property
    def year(self) -> int | None:
        """The year of the document, from the written date, else the published one."""
        date = self.written_on or self.published_on
        return int(date[:4]) if date[:4].isdigit() else None


class RelationKind(StrEnum):
    """What a document says of another one; the values are what a reader is shown."""

    BASIS = "依据"
    CARRIES_OUT = "贯彻"
    REPEALS = "废止"
    AMENDS = "修订"
    FORWARDS = "转发"
    ISSUES = "印发"
    APPROVES = "批准"
    EXPLAINS = "解读"
    REFERS = "援引"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a document says of another: ``document.text[start:end] == quote``.

    ``title`` is without 《》, ``number`` in one form (国办发〔2025〕37号); one of them may be "".
    """

    kind: RelationKind
    title: str
    number: str
    start: int
    end: int
    quote: str


class StandingKind(StrEnum):
    """What became of a document; the values are what a reader is shown."""

    REPEALED = "已废止"
    AMENDED = "已修订"
    EXPIRED = "有效期已满"
    PENDING = "尚未施行"


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a document that is not in force, or not as it was written.

    ``by_title`` and ``by_number`` name the document that repealed or amended it, "" where it
    says so itself. ``by_doc_id`` is the document that says so, in the words of ``quote``.
    ``on`` is an ISO date, "" where unknown: the last day of a document that has expired, the
    first day of one that is yet to come into force, else the day of the change.
    """

    kind: StandingKind
    by_doc_id: str = ""
    by_title: str = ""
    by_number: str = ""
    on: str = ""
    quote: str = ""

    @property
    def label(self) -> str:
        """What a reader is shown with a citation: 已被《…》（…号）废止（2025-01-02）."""
        told = {StandingKind.EXPIRED: f"至{self.on}", StandingKind.PENDING: f"自{self.on}起"}
        date = f"（{told.get(self.kind, self.on)}）" if self.on else ""
        if not self.by_title:
            return f"{self.kind.value}{date}"
        number = f"（{self.by_number}）" if self.by_number else ""
        return f"已被《{self.by_title}》{number}{self.kind.value[1:]}{date}"


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
    relations: tuple[Relation, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the 1-based page that holds the character at ``offset``, if known."""
        line = self.line_at(offset)
        return line.page if line else None

    def line_at(self, offset: int) -> Line | None:
        """Return the source line that holds ``offset``, or the nearest one before it."""
        after = bisect_right(self.lines, offset, key=lambda line: line.start)
        return self.lines[after - 1] if after else None


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
    ``copies`` are passages that were found too but say nothing that this one does not.
    """

    passage: Passage
    score: float
    rank: int
    ranks: Mapping[str, int] = field(default_factory=dict)
    copies: tuple[Passage, ...] = ()

    @property
    def titles_of_copies(self) -> tuple[str, ...]:
        """The titles of the other documents that hold a copy, each once, in 《》."""
        others = (copy for copy in self.copies if copy.doc_id != self.passage.doc_id)
        return tuple(dict.fromkeys(f"《{copy.title}》" for copy in others if copy.title))


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
    """A hit chosen to answer from; ``key`` is what an answer cites ("1", "2" and so on).

    ``status`` says in Chinese that its document is no longer in force as it stands ("" if so).
    """

    key: str
    hit: Hit
    reading: Reading | None = None
    status: str = ""

    @property
    def passage(self) -> Passage:
        """The passage of the hit."""
        return self.hit.passage


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact characters of a source: ``document.text[start:end] == quote``.

    ``status`` says in Chinese that the document is no longer in force as it stands, ""
    where nothing is known against it.
    """

    key: str
    doc_id: str
    title: str
    source: str
    page: int | None
    start: int
    end: int
    quote: str
    status: str = ""


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
    calibrated probability, in [0, 1], that the answer is right. Where the answer abstains,
    ``evidence`` holds the passages that come nearest. ``timings_ms`` are wall-clock
    milliseconds by step.
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

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents it cites, each once, in the order of its citations."""
        return tuple(dict.fromkeys(citation.doc_id for citation in self.citations))


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation; ``doc_ids`` are the documents it cited, in order."""

    question: str
    answer: str
    doc_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents may answer; an empty field allows everything.

    ``as_of`` is an ISO date: documents written (else published) after it are left out, and
    what came after it repeals nothing. ``in_force`` leaves out what is repealed, run out or
    to come. Documents that do not tell their date are kept.
    """

    doc_ids: Sequence[str] = ()
    kinds: Sequence[str] = ()
    issuers: Sequence[str] = ()
    regions: Sequence[str] = ()
    years: Sequence[int] = ()
    as_of: str = ""
    in_force: bool = False

    def __bool__(self) -> bool:
        lists = (self.doc_ids, self.kinds, self.issuers, self.regions, self.years)
        return any(lists) or bool(self.as_of) or self.in_force
