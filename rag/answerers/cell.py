"""The cell of a table that a question asks for: its row and its column are what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.kinds import Kind
from rag.language.rows import Cell, Span, is_row, over, read, tables
from rag.language.sentences import bigrams, comparable
from rag.language.terms import Term, TermKind, coverage
from rag.language.values import ValueKind, find_values
from rag.question import Question

_ASKED = (Kind.NUMBER, Kind.DATE, Kind.NAME, Kind.PLACE, Kind.FACT)
_NAMED = 0.7  # share of the question that a row, a column and the title over them must hold
_MOST, _SOME = 0.7, 0.35  # share of each term
_NAMED_BETTER = 0.2  # share of it by which another row is what is meant
_SURE = 0.9  # most that the form of a table makes sure of
# A number that tells rows apart, with what is counted by it: 第5批, 2020, 7.2.
_NUMBER = re.compile(r"第?(?<![\d.])\d+(?:\.\d+)?(?![\d.]*[\dA-Za-z])[批期届轮次号]?")
_RATE = re.compile(r"率|增速|增幅|增长|同比|环比|占比|比重|比例|[%％]")
_TIME = re.compile(r"时间|日期|[时期]限|截止")
_PERSON = re.compile(r"姓名|联系人|负责人")
_FIGURE = re.compile(r"[-+−]?\d[\d,.]*")
_UNIT = re.compile(r"(?:计量)?单位")
# What a question may call a figure though no column does.
_UNSAID = re.compile(r"(?<=..)(?:增加值|总量|总额|目标|指标|情况)$")
_IN_BRACKETS = re.compile(r"（[^（）]+）$")


@dataclass(frozen=True, slots=True)
class _Found:
    """A cell, with the share in [0, 1] of the question that it, its row and its column hold."""

    share: float
    cell: Cell
    row: Sequence[Cell]
    span: Span


def compose_cell(question: Question, sources: Sources) -> Draft | None:
    """Return the row of a table with the cell asked for; None where no one cell is meant."""
    if question.kind not in _ASKED:
        return None
    best, piece, seen = None, None, set()
    for evidence in sources.evidence:
        document, passage = sources.document(evidence), evidence.passage
        for rows in tables(document.text, passage.start, passage.end):
            if (document.doc_id, rows[-1]) in seen:
                continue
            seen.add((document.doc_id, rows[-1]))
            about = document.metadata
            named = (passage.context, about.issuer, about.region)
            above = "\n".join((*named, over(document.text, rows[0][0])))
            found = _find(question, above, document.text, rows)
            if found and (best is None or found.share > best.share):
                best, piece = found, Piece(document, evidence, *found.span)
    if best is None or piece is None or best.share < _NAMED:
        return None
    return Draft(
        rows=(Row((piece,)),),
        short=_short(question, best, piece.text),
        fit=1.0,
        structural=min(_SURE, best.share),
    )


def _find(question: Question, above: str, text: str, rows: list[Span]) -> _Found | None:
    """Return the cell of a table that the question names best, if no other row is named as well.

    ``above`` is what stands over the table: what it is of.
    """
    found = [
        _Found(coverage(question.terms, said), cell, row, span)
        for span, row in read(text, rows)
        for cell, said in _asked(question, row, above)
        if _holds_numbers(question, said) and all(_is_told(t, said) for t in question.terms)
    ]
    best = max(found, key=lambda one: (one.share, _likeness(question, one.cell)), default=None)
    if best is None:
        return None
    equals = [
        one for one in found if one.share == best.share and one.cell.column == best.cell.column
    ]
    return best if len({one.cell.value for one in equals}) == 1 else None


def _asked(question: Question, row: Sequence[Cell], above: str) -> Iterator[tuple[Cell, str]]:
    """Yield the cells of a row that a question can ask for, each with all that names it."""
    for cell in row:
        others = "\n".join(other.value for other in row if other is not cell)
        asked = _can_answer(question, cell) and _names(question, cell, others)
        if asked and coverage(question.terms, others) > 0:
            yield cell, f"{above}\n{others}\n{cell.column}"


def _is_told(term: Term, said: str) -> bool:
    """Whether what names a cell holds a term: most of it, or its last word and some more.

    第三产业用电量 is not told by 第三产业, nor 小麦产量 by 粮食产量; 增加值 goes without saying.
    """
    plain = comparable(said)
    share = term.share_in(plain)
    own = _UNSAID.sub("", term.key) if term.kind is TermKind.WORD else ""
    return share >= _MOST or (share >= _SOME and own[-2:] in plain)


def _names(question: Question, cell: Cell, others: str) -> bool:
    """Whether a question names the column of a cell, or all else that stands beside it."""
    if not cell.column:
        return "\n" not in others and comparable(others) in comparable(question.text)
    asks_person = question.kind is Kind.NAME and "谁" in question.text
    return _likeness(question, cell) > 0 or bool(asks_person and _PERSON.search(cell.column))


def _likeness(question: Question, cell: Cell) -> float:
    """Return the share of the name of a cell's column that the question holds, in [0, 1]."""
    name = bigrams(comparable(_IN_BRACKETS.sub("", cell.column)))
    asked = {pair for term in question.terms for pair in bigrams(term.key)}
    return len(name & asked) / len(name) if name else 0.0


def _can_answer(question: Question, cell: Cell) -> bool:
    """Whether a cell holds the sort of thing asked for: a figure, a rate, or words."""
    if not comparable(cell.value):
        return False  # … or — where there is nothing to tell
    if bool(_RATE.search(question.text)) != bool(_RATE.search(cell.column + cell.value)):
        return False
    if question.kind is Kind.NUMBER:
        return any(char.isdigit() for char in cell.value)
    if question.kind is Kind.DATE:
        return bool(_TIME.search(cell.column) or find_values(cell.value, ValueKind.DATE))
    return question.kind is not Kind.NAME or not _FIGURE.fullmatch(cell.value)


def is_of_other_row(question: Question, piece: Piece) -> bool:
    """Whether a piece is a row of a table of which another row is what the question names."""
    if question.kind not in _ASKED or not is_row(piece.text):
        return False
    text = piece.document.text
    named = [
        (coverage(question.terms, "\n".join(cell.value for cell in row)), span)
        for rows in tables(text, piece.start, piece.end)
        for span, row in read(text, rows)
    ]
    own = max((share for share, span in named if span[0] <= piece.start < span[1]), default=0.0)
    return max(named, default=(0.0,))[0] - own >= _NAMED_BETTER


def _holds_numbers(question: Question, said: str) -> bool:
    """Whether every number of a question is named, to the digit: 第5批 is not 第15批."""
    return all(
        re.search(rf"(?<![\d.]){re.escape(number)}(?!\.?\d)", said)
        for number in _NUMBER.findall(question.text)
    )


def _short(question: Question, found: _Found, row: str) -> str:
    """Return the cell asked for; with what its column or row says it counts in, if it does."""
    value = found.cell.value
    if not _FIGURE.fullmatch(value):
        return value
    if _IN_BRACKETS.search(found.cell.column):
        return row[found.cell.start : found.cell.end]  # 常住人口（万人）：88.12
    unit = next((c for c in found.row if _UNIT.fullmatch(c.column)), None)
    if unit is None or unit.value in question.text:
        return value
    return f"{value}；{row[unit.start : unit.end]}"
