"""Comparisons: what the documents say of each side, as the rows of a table."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answerers.budget import within
from rag.answerers.draft import Draft, Row
from rag.answerers.labels import is_heading
from rag.answerers.pieces import Candidate, Piece, Sources, is_furniture, with_antecedent
from rag.answerers.short import VALUES
from rag.language.sentences import bigrams, comparable, overlap, sentence_spans
from rag.language.terms import TermKind, coverage
from rag.language.values import years
from rag.protocols import Reader
from rag.question import Question, asked_apart, classify
from rag.reading.setting import headings, speaks_of_other
from rag.reading.type_fit import type_fit

_PER_SIDE = 200  # characters quoted for one side
_CLOSE = 0.72
_SAME_PASSAGE = 0.08
_SHARED = 0.3  # taken off a sentence that names another side too: it tells less of this one
_TABLE_ROW = re.compile(r"[^：；。]{1,12}：[^；。]*；[^：；。]{1,12}：")
_LONG_NAME, _MOST_OF_NAME = 6, 0.75


def compose_comparison(question: Question, sources: Sources, reader: Reader) -> Draft | None:
    """Return one row for each side, empty where nothing is said; None if no side is found.

    A sentence belongs to a side when it names it, or when it follows in the same passage
    with no other side named since, or where the title of its document names that side alone.
    """
    by_side = {
        side: _candidates(question, side, alone, sources, reader)
        for side, alone in zip(question.sides, asked_apart(question), strict=True)
    }
    if not any(by_side.values()):
        return None
    shared = _shared_passages(by_side)
    rows = tuple(Row(_choose(found, shared), label=side) for side, found in by_side.items())
    found = sum(1 for row in rows if row.pieces)
    told = {tuple((p.document.doc_id, p.start, p.end) for p in row.pieces) for row in rows}
    if len(told) == 1:  # one sentence tells of all sides: it need not stand in every row
        return Draft(rows=(replace(rows[0], label=""),), fit=1.0)
    return Draft(rows=rows, layout="table", fit=found / len(rows))


def _candidates(
    question: Question, side: str, alone: str, sources: Sources, reader: Reader
) -> list[Candidate]:
    """Return the sentences about one side, best first, for the question asked of it alone."""
    others = [other for other in question.sides if other != side]
    part = classify(alone)
    readings = reader.read(alone, [item.passage for item in sources.evidence])
    found = []
    for item, reading in zip(sources.evidence, readings, strict=True):
        document, at = sources.document(item), item.passage.start
        read = replace(item, reading=reading)
        for start, end, score in reading.sentences:
            piece = Piece(document, read, at + start, at + end)
            if is_furniture(piece) or _only_heads(piece):
                continue
            if not _names_measure(part, side, piece):
                continue
            if _about(piece, side, others, item.passage.text[:start]):
                fit = type_fit(part, piece.text)
                rest = comparable(piece.text).replace(comparable(side), "")
                shared = _SHARED * any(comparable(other) in rest for other in others)
                total = 0.8 * score + 0.2 * fit + _bonus(question, piece) - shared
                found.append(Candidate(piece, total))
    return sorted(found, key=lambda candidate: -candidate.score)


def _only_heads(piece: Piece) -> bool:
    """Whether a piece is a heading or asks; the row of a table (城市：…；主体：…) is neither."""
    row = "：" in piece.text and "；" in piece.text
    return piece.text.endswith(("？", "?")) or (is_heading(piece) and not row)


def _names_measure(part: Question, side: str, piece: Piece) -> bool:
    """Whether a sentence or its headings name what is measured, where a value is asked for."""
    if part.kind not in VALUES:
        return True
    words = [t for t in part.terms if t.kind is TermKind.WORD and t.text not in side]
    return not words or coverage(words, f"{headings(piece.evidence.passage)}\n{piece.text}") > 0


def _bonus(question: Question, piece: Piece) -> float:
    return 0.05 if "差异" in question.text and "则" in piece.text else 0.0


def _about(piece: Piece, side: str, others: list[str], before: str) -> bool:
    if years(side):
        above = f"{headings(piece.evidence.passage)}\n{before}"
        return not speaks_of_other(classify(side), piece.text, above)
    name, rivals = comparable(side), [comparable(other) for other in others]
    if (told := _tells_of(name, rivals, comparable(piece.text))) is not None:
        return told
    if _TABLE_ROW.match(piece.text):
        return False  # 城市：云泽市；主体：市农业农村局 is of no city but its own
    for start, end in reversed(sentence_spans(before)):
        earlier = comparable(before[start:end])
        if any(rival in earlier for rival in rivals):
            return False
        if _names(name, earlier):
            return True
    title = comparable(piece.document.title)  # a rule of 海州市 seldom says 海州 in its articles
    return name in title and not any(rival in title for rival in rivals)


def _tells_of(name: str, rivals: list[str], text: str) -> bool | None:
    """Whether a text names a side, or else only others; None if it names neither."""
    for rival in rivals:
        if name in rival:  # 独生子女 is not named by 非独生子女
            text = text.replace(rival, "")
    if name in text:
        return True
    told = [rival for rival in rivals if rival in text]
    for rival in told:  # nor 技术驱动创新 by 场景驱动创新 and a 技术 elsewhere
        text = text.replace(rival, "，")
    return True if _names(name, text) else False if told else None


def _names(name: str, text: str) -> bool:
    """Whether a text names a side; of a longer name three quarters will do."""
    return name in text or (
        len(name) >= _LONG_NAME and overlap(bigrams(name), bigrams(text)) >= _MOST_OF_NAME
    )


def _shared_passages(by_side: dict[str, list[Candidate]]) -> set[str]:
    """Return the passages in which every side has a sentence: parallel statements."""
    passages = [
        {candidate.piece.evidence.passage.passage_id for candidate in found[:6]}
        for found in by_side.values()
    ]
    return set.intersection(*passages) if passages else set()


def _choose(found: list[Candidate], shared: set[str]) -> tuple[Piece, ...]:
    def score(candidate: Candidate) -> float:
        same = candidate.piece.evidence.passage.passage_id in shared
        return candidate.score + (_SAME_PASSAGE if same else 0.0)

    ranked = sorted(found, key=score, reverse=True)
    close = [one.piece for one in ranked if score(one) >= _CLOSE * score(ranked[0])]
    pieces = within(_PER_SIDE, [with_antecedent(piece) for piece in close])
    return tuple(sorted(pieces, key=lambda piece: (piece.document.doc_id, piece.start)))
