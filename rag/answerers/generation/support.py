"""Whether a sentence of a language model is held by what it cites, and by which characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answerers.pieces import Piece, Sources
from rag.checks.names import named
from rag.citations import verify
from rag.language.dated import inherited_years, told_years
from rag.language.orders import orders
from rag.language.places import find_places
from rag.language.sentences import bigrams, comparable, sentence_spans
from rag.language.values import years
from rag.types import Evidence, Verdict

_TRIED = 5  # stretches checked in full, best overlap first
_SEGMENT_END = re.compile(r"[，；,;]")
_SHORTEST = 7  # comparable characters of a clause that may stand for itself
_TIED = re.compile(
    r"由于|因为|因此|因而|所以|导致|使得|从而|如果|只有|除非|否则|才能|以便|(?<![原规细准法总附守])则"
)
_HEAD = 4  # characters that tell the head of a sentence
_APART = "没有一处原文能支持这句话"


@dataclass(frozen=True, slots=True)
class Support:
    """The outcome of checking one sentence: ``pieces`` hold it, none where it is not held."""

    verdict: Verdict
    reason: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One sentence of a passage, or two neighbours, with what is said before it.

    ``before`` is the passage up to here under its title and headings.
    """

    piece: Piece
    before: str
    sentences: int

    @property
    def years(self) -> frozenset[str]:
        """The years it speaks of: its own, else the last ones named before it."""
        title = self.before.partition("\n")[0]
        return told_years(self.piece.text, title) or inherited_years(self.before)

    @property
    def places(self) -> frozenset[str]:
        """The places it speaks of: its own, else those named before it."""
        return frozenset(find_places(self.piece.text) or find_places(self.before))


def find_support(statement: str, cited: Sequence[Evidence], sources: Sources) -> Support:
    """Check a statement (without markers) against the passages it cites.

    It is held when one stretch (a sentence, or two that follow each other) says all of it,
    or when each of its clauses is held by a stretch, years and places go together, and no
    由于 or 如果 ties one clause to the other. Text that gives orders holds nothing. Two
    sentences far apart never hold one clause: that is how the number of one thing ends up
    with another.
    """
    stretches = [one for item in cited for one in _stretches(item, sources)]
    if not stretches:
        return Support(Verdict.UNSUPPORTED, _APART)
    whole, reason = _held(statement, stretches)
    if whole:
        return Support(Verdict.SUPPORTED, "", (whole.piece,))
    parts = segments(statement)
    if len(parts) > 1 and not _TIED.search(statement):
        found = _held_apart(parts, stretches)
        if found:
            pieces = {(s.piece.document.doc_id, s.piece.start, s.piece.end): s.piece for s in found}
            return Support(Verdict.SUPPORTED, "", tuple(pieces.values()))
    return Support(Verdict.UNSUPPORTED, reason)


def segments(statement: str) -> list[str]:
    """Return the clauses of a statement; one too short to stand alone joins the next."""
    parts: list[str] = []
    start = 0
    for match in _SEGMENT_END.finditer(statement):
        if len(comparable(statement[start : match.start()])) >= _SHORTEST:
            parts.append(statement[start : match.end()])
            start = match.end()
    rest = statement[start:]
    if parts and len(comparable(rest)) < _SHORTEST:
        parts[-1] += rest
    elif rest.strip():
        parts.append(rest)
    return parts


def _held_apart(parts: Sequence[str], stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return a stretch for each part; none at all where one part has none.

    A part that names no year or place goes on speaking of those named before it; one from
    another sentence than the part before has to be the head of that sentence.
    """
    found: list[Stretch] = []
    year: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    for part in parts:
        year = years(part) or year
        place = frozenset(find_places(part)) or place
        fitting = [s for s in stretches if _fits(year, s.years) and _fits(place, s.places)]
        held, _ = _held(part, fitting)
        if held is None:
            return []
        if found and held.piece.start != found[-1].piece.start and not _heads(part, held):
            return []
        found.append(held)
        year, place = year or held.years, place or held.places
    return found


def _heads(part: str, stretch: Stretch) -> bool:
    """Whether a part begins as its sentence does, or names whom it speaks of."""
    return comparable(stretch.piece.text)[:_HEAD] in comparable(part) or bool(named(part))


def _fits(said: frozenset[str], source: frozenset[str]) -> bool:
    return not said or not source or bool(said & source)


def _held(statement: str, stretches: Sequence[Stretch]) -> tuple[Stretch | None, str]:
    """Return the best stretch that says all of a statement, else None and what is wrong."""
    reason = _APART
    for number, stretch in enumerate(_ranked(statement, stretches)[:_TRIED]):
        problem = _problem(statement, stretch)
        if not problem:
            return stretch, ""
        if number == 0:
            reason = problem
    return None, reason


def _ranked(statement: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    mine = bigrams(comparable(statement))

    def score(stretch: Stretch) -> float:
        theirs = bigrams(comparable(stretch.piece.text))
        return len(mine & theirs) / max(1, len(mine)) - 0.05 * stretch.sentences

    return sorted(stretches, key=score, reverse=True)


def _problem(statement: str, stretch: Stretch) -> str:
    """Say why a stretch does not hold a statement, "" where it does."""
    verdict, reason = verify(statement, [stretch.piece.text], stretch.before)
    if verdict is not Verdict.SUPPORTED:
        return reason
    said = years(statement)
    if said and not said <= stretch.years:
        return f"引文说的不是{min(said - stretch.years)}年"
    if not _fits(frozenset(find_places(statement)), stretch.places):
        return "引文说的是别处"
    return ""


def _stretches(item: Evidence, sources: Sources) -> Iterator[Stretch]:
    """Yield the sentences of a passage, and each two that stand in the same line."""
    document, passage = sources.document(item), item.passage
    closed = orders(passage.text)
    spans = [
        (start, end)
        for start, end in sentence_spans(passage.text)
        if not any(start < stop and begin < end for begin, stop in closed)
    ]
    for number, (start, end) in enumerate(spans):
        before = f"{passage.context}\n{passage.text[:start]}"
        piece = Piece(document, item, passage.start + start, passage.start + end)
        yield Stretch(piece, before, 1)
        if number + 1 == len(spans) or "\n" in passage.text[start : spans[number + 1][0]]:
            continue
        last = spans[number + 1]
        first, second = years(passage.text[start:end]), years(passage.text[slice(*last)])
        if _fits(first, second):
            both = Piece(document, item, passage.start + start, passage.start + last[1])
            yield Stretch(both, before, 2)
