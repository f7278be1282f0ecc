"""Answers made of verbatim pieces, without a language model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from prompts import render
from rag.answerers.abstention import abstain, decline
from rag.answerers.bearing import gives_other_figure, governed_by_other, reader_scores
from rag.answerers.cell import is_of_other_row
from rag.answerers.compose import compose
from rag.answerers.draft import Draft
from rag.answerers.layout import finish
from rag.answerers.pieces import Piece, Sources
from rag.kinds import Kind
from rag.language.bodies import find_bodies
from rag.language.orders import orders
from rag.language.places import find_places
from rag.language.rows import is_row, over
from rag.language.terms import TermKind, shares
from rag.protocols import PassageStore, Reader
from rag.question import Question, asked_apart, classify
from rag.reading.aspects import asks_aspect
from rag.reading.confidence import (
    THRESHOLD,
    WEIGHTS,
    Features,
    Signs,
    Weights,
    confidence,
    lacks_subject,
    measure,
)
from rag.reading.named import proper_names, untold_deed
from rag.reading.near_miss import Difference, is_beside
from rag.types import Answer, Evidence

_TOLD = (Kind.METHOD, Kind.REASON, Kind.OVERVIEW, Kind.DEFINITION)
_BESIDE = 0.4  # confidence in an answer that is certainly about something else
_OPENING = 300  # characters in which a document names the place it is of
_LOOK_BACK = 200  # characters before a passage that may name its subject


@dataclass(frozen=True, slots=True)
class Weighed:
    """A draft (None where nothing can be quoted), its features and its differences.

    ``beside`` says that what it quotes is certainly about something else.
    """

    draft: Draft | None
    features: Features | None
    differences: tuple[Difference, ...]
    evidence: tuple[Evidence, ...]
    beside: bool = False


class Extractive:
    """Composes answers from evidence (implements the Answerer protocol).

    ``reader`` rereads the evidence for each part of a question that asks several things.
    Holds no state of its own: safe to share by threads.
    """

    def __init__(self, store: PassageStore, reader: Reader, weights: Weights = WEIGHTS) -> None:
        self._store = store
        self._reader = reader
        self._weights = weights

    def stream(self, question: str, evidence: Sequence[Evidence]) -> Iterator[Answer]:
        """Yield ever more complete answers; the last one is final and verified.

        Raise CitationError if a passage is not a slice of its document.
        """
        asked = classify(question)
        if not asked.kind.needs_documents:
            yield decline(asked)
            return
        if not evidence:
            yield abstain(asked, (), 0.0, ())
            return
        weighed = self.weigh(asked, evidence)
        draft, sure = weighed.draft, self._sure(weighed)
        if draft is None or sure < THRESHOLD:
            yield abstain(asked, weighed.evidence, sure, weighed.differences)
            return
        unseen = tuple(render("differs_missing", asked=word) for word in draft.missing)
        notes = (*unseen, *_cut(draft), *_warnings(weighed.evidence))
        for count in range(1, len(draft.rows) + 1):
            partial = replace(draft, rows=draft.rows[:count])
            yield replace(finish(partial, question, weighed.evidence, sure), notes=notes)

    def weigh(self, asked: Question, evidence: Sequence[Evidence]) -> Weighed:
        """Return the draft of an answer and what speaks for and against giving it."""
        # Of several questions each is read for itself, by the part that answers it.
        read = list(evidence) if asked_apart(asked) else self._read(asked.text, evidence)
        draft = compose(asked, Sources(self._store, read), self._reader)
        if draft is None:
            return Weighed(None, None, (), tuple(read))
        cited, around = [_told(piece) for piece in draft.pieces], _around(asked, draft.pieces)
        features, differing = measure(asked, cited, around, _signs(asked, draft))
        unsaid = draft.missing if draft.layout == "table" else ()
        differing = [*(Difference("differs_missing", word) for word in unsaid), *differing]
        beside = bool(unsaid) or _is_of_else(asked, draft, "\n".join(cited), around)
        return Weighed(draft, features, tuple(differing), tuple(read), beside)

    def _sure(self, weighed: Weighed) -> float:
        if weighed.features is None:
            return 0.0
        sure = confidence(weighed.features, self._weights)
        return min(sure, _BESIDE) if weighed.beside else sure

    def _read(self, question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Return the evidence with a reading each; only those without one are read here."""
        unread = [item for item in evidence if item.reading is None]
        if not unread:
            return list(evidence)
        readings = iter(self._reader.read(question, [item.passage for item in unread]))
        return [
            item if item.reading is not None else replace(item, reading=next(readings))
            for item in evidence
        ]


def _is_of_else(asked: Question, draft: Draft, cited: str, around: str) -> bool:
    """Whether what a draft quotes is certainly about something else than was asked."""
    if asked_apart(asked):
        return False
    if is_beside(asked, cited, around) or all(gives_other_figure(asked, p) for p in draft.pieces):
        return True
    if any(is_of_other_row(asked, piece) for piece in draft.pieces):
        return True
    if draft.structural:  # the form of the document tells who and what
        return False
    told = asked.kind in _TOLD or asks_aspect(asked)
    lacks = told and lacks_subject(asked, shares(asked.terms, around)[1])
    return lacks or bool(untold_deed(asked, cited))


def _cut(draft: Draft) -> tuple[str, ...]:
    """Return one note that says how many items a long enumeration has; none for a whole one."""
    count = len(draft.rows)
    return (render("note_cut", whole=str(draft.whole), count=str(count)),) * (draft.whole > count)


def _warnings(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Return one note that names the documents whose text gives orders; none if none does."""
    titles = dict.fromkeys(i.passage.title for i in evidence if orders(i.passage.text))
    named = "".join(f"《{title}》" for title in titles)
    return (render("note_orders", titles=named),) if named else ()


def _told(piece: Piece) -> str:
    """Return what a piece says; a row of a table says it under the title of the table."""
    if not is_row(piece.text):
        return piece.text
    return f"{over(piece.document.text, piece.start)}\n{piece.text}"


def _around(asked: Question, pieces: Sequence[Piece]) -> str:
    """Return the passages of the pieces with titles, headings and document facts.

    A place, site or office asked about counts as told where any part of the document names it.
    """
    places = [term.text for term in asked.terms if term.kind is TermKind.PLACE]
    places += proper_names(asked)
    asked_bodies = find_bodies(asked.text)
    parts: dict[str, None] = {}
    for piece in pieces:
        passage, about = piece.evidence.passage, piece.document.metadata
        facts = (about.issuer, about.number, about.region, about.written_on, about.published_on)
        start = max(0, min(piece.start, passage.start) - _LOOK_BACK)
        text = piece.document.text[start : max(piece.end, passage.end)]
        if is_row(piece.text):
            text = _told(piece)  # what stands in other rows is not said of this one
        opening = find_places(piece.document.text[:_OPENING])  # a notice names its place there
        named = [place for place in places if place in piece.document.text]
        bodies = find_bodies(piece.document.text).values() if asked_bodies else ()
        told = "、".join(
            [*(f"{year}年" for year in sorted(piece.years)), *opening, *named, *bodies]
        )
        parts.update(dict.fromkeys((piece.document.title, passage.context, *facts, told, text)))
    return "\n".join(part for part in parts if part)


def _signs(asked: Question, draft: Draft) -> Signs:
    read = reader_scores(draft.pieces)
    return Signs(
        sentence=read.sentence,
        relevance=read.relevance,
        answerable=read.answerable,
        agreement=_agreement(draft.pieces[0]),
        fit=draft.fit,
        structural=draft.structural,
        other=all(governed_by_other(asked, piece) for piece in draft.pieces),
    )


def _agreement(piece: Piece) -> float:
    """Return how high the dense and the lexical ranking put a piece's passage, in [0, 1]."""
    ranks = piece.evidence.hit.ranks
    return sum(1 / ranks[name] for name in ("dense", "lexical") if name in ranks) / 2
