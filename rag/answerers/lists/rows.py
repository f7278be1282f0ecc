"""The rows of a table (列：值；列：值) that hold the value which 哪些城市 asks about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.kinds import Kind
from rag.language.rows import cells, tables
from rag.language.sentences import bigrams
from rag.question import Question

_ASKED = re.compile(r"哪(?:些|[几一二两三四五六七八九十]+个?)")
_READ = 4  # pieces of evidence that are looked at
_HELD = 0.3  # share of a value from which the question names it


def compose_rows(question: Question, sources: Sources) -> Draft | None:
    """Return the rows whose value of another column the question names; None where none is named.

    哪些城市是财政掏的钱 names the value of 城市：甲市；资金来源：财政资金.
    """
    asked = _ASKED.search(question.text) if question.kind is Kind.LIST else None
    if asked is None:
        return None
    for evidence in sources.evidence[:_READ]:
        document, passage = sources.document(evidence), evidence.passage
        spans = [row for rows in tables(document.text, passage.start, passage.end) for row in rows]
        rows = [_by_column(document.text[slice(*span)]) for span in spans]
        column = next(
            (c for row in rows for c in row if question.text.startswith(c, asked.end())), ""
        )
        meant = _meant(question, rows, column) if column else []
        if meant:
            pieces = [Piece(document, evidence, *spans[number]) for number in meant]
            return Draft(
                rows=tuple(Row((piece,)) for piece in pieces),
                short="；".join(rows[number][column] for number in meant),
                fit=1.0,
            )
    return None


def _by_column(row: str) -> dict[str, str]:
    """Return column -> value of a row, without the cells that have no column."""
    return {cell.column: cell.value for cell in cells(row) if cell.column}


def _meant(question: Question, rows: Sequence[dict[str, str]], column: str) -> list[int]:
    """Return the numbers of the rows that hold the value which the question names best."""
    asked = bigrams(question.text.replace(column, "", 1))
    shares = [
        (len(bigrams(value) & asked) / len(bigrams(value)), other, value)
        for row in rows
        for other, value in row.items()
        if other != column
    ]
    share, other, value = max(shares, default=(0.0, "", ""))
    named = bigrams(value) & asked
    if share < _HELD:
        return []
    return [
        number
        for number, row in enumerate(rows)
        if column in row and named <= bigrams(row.get(other, ""))
    ]
