"""Drafts laid out as Markdown with a key for every stretch cited, and every statement checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from prompts import render
from rag.answerers.draft import Draft
from rag.answerers.marks import has_mark, without_mark
from rag.answerers.pieces import Piece, merge
from rag.citations import verify
from rag.reading.limits import limit_start
from rag.types import Answer, Citation, Evidence, Statement, Status

_LONG_SHORT = 48  # characters of a short answer that is not worth saying twice


@dataclass(slots=True)
class _Keys:
    """Hands out one key for each stretch of characters cited."""

    citations: list[Citation] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def of(self, piece: Piece) -> str:
        for citation in self.citations:
            if (citation.doc_id, citation.start, citation.end) == (
                piece.document.doc_id,
                piece.start,
                piece.end,
            ):
                return citation.key
        citation = piece.cite(str(len(self.citations) + 1))
        self.citations.append(citation)
        if all(e.passage.passage_id != piece.evidence.passage.passage_id for e in self.evidence):
            self.evidence.append(replace(piece.evidence, key=citation.key))
        return citation.key


def finish(draft: Draft, question: str, evidence: Sequence[Evidence], confidence: float) -> Answer:
    """Lay a draft out as Markdown with [key] markers and check every statement of it.

    Each stretch of cited characters has a key of its own, numbered as they appear. In the
    answer's evidence a cited passage bears the key of its first citation; passages that are
    not cited come after, numbered on.
    """
    keys = _Keys()
    text = {"text": _as_text, "list": _as_list, "table": _as_table}[draft.layout](draft, keys)
    quotes = {citation.key: citation.quote for citation in keys.citations}
    statements = tuple(
        replace(statement, verdict=verdict, reason=reason)
        for statement in text[1]
        for verdict, reason in [verify(statement.text, [quotes[key] for key in statement.keys])]
    )
    cited = {item.passage.passage_id for item in keys.evidence}
    rest = [item for item in evidence if item.passage.passage_id not in cited]
    numbered = [
        replace(item, key=str(number))
        for number, item in enumerate(rest, start=len(keys.citations) + 1)
    ]
    return Answer(
        status=Status.ANSWERED,
        question=question,
        text=text[0],
        short_answer=draft.short,
        statements=statements,
        citations=tuple(keys.citations),
        evidence=(*keys.evidence, *numbered),
        confidence=confidence,
    )


Laid = tuple[str, list[Statement]]


def _as_text(draft: Draft, keys: _Keys) -> Laid:
    pieces = merge([piece for row in draft.rows for piece in row.pieces])
    if not draft.structural or sum(map(has_mark, pieces)) == 1:  # the number of one item alone
        pieces = [without_mark(piece) for piece in pieces]
    statements = [Statement(_sentence(piece.text), (keys.of(piece),)) for piece in pieces]
    support = "\n\n".join(f"{s.text}{_marker(s.keys)}" for s in statements)
    if not draft.short or len(draft.short) > _LONG_SHORT:
        return support, statements
    if [draft.short] == [statement.text for statement in statements]:
        return support, statements
    said = "；".join(_with_limit(part, statements) for part in draft.short.split("；"))
    lead = Statement(said, statements[0].keys)
    if len(pieces) > 1 and "；" in said:
        lead = Statement(said, tuple(key for s in statements for key in s.keys))
    return render("short_answer", short=_escape(said), support=support), [lead, *statements]


def _with_limit(short: str, statements: Sequence[Statement]) -> str:
    """Return a short answer with the 不超过 that stands before it: what is shown is exact."""
    if not re.match(r"[\d一二三四五六七八九十两]", short):
        return short
    for statement in statements:
        if at := re.search(rf"(?<![\d.]){re.escape(short)}", statement.text):
            return statement.text[limit_start(statement.text, *at.span()) : at.end()]
    return short


def _as_list(draft: Draft, keys: _Keys) -> Laid:
    statements, lines = [], []
    if draft.lead:
        lead = Statement(_sentence(draft.lead.text), (keys.of(draft.lead),))
        statements.append(lead)
    for number, row in enumerate(draft.rows, start=1):
        piece = row.pieces[0]
        start, end = row.shown or (piece.start, piece.end)
        item = Statement(piece.document.text[start:end].strip(), (keys.of(piece),))
        statements.append(item)
        details = [
            Statement(_sentence(more.text), _keys_of(more, piece, keys)) for more in row.pieces[1:]
        ]
        statements += details
        parted = piece.document.text[end : end + 1] == "；"
        lines.append(f"{number}. {_line([item, *details], '；' if parted else '：')}")
    if not draft.lead:
        return "\n".join(lines), statements
    lead_text = f"{statements[0].text}{_marker(statements[0].keys)}"
    return render("list", lead=lead_text, items="\n".join(lines)), statements


def _keys_of(more: Piece, piece: Piece, keys: _Keys) -> tuple[str, ...]:
    """Return the key of what is said below a heading: the heading's where it is quoted with it."""
    inside = piece.start <= more.start and more.end <= piece.end
    return (keys.of(piece if inside else more),)


def _line(said: Sequence[Statement], stop: str) -> str:
    """Return a heading and what is said below it in one line, each key after its last words.

    ``stop`` parts the heading from the rest: ； where it is the first half of a sentence.
    """
    heading, *details = said
    line = _one_line(heading.text)
    for number, one in enumerate(details):
        before = said[number]
        marked = _marker(before.keys) if before.keys != one.keys else ""
        joint = stop if not number else "" if before.text[-1] in "。！？；" else "；"
        line += f"{marked}{joint}{one.text}"
    return f"{line}{_marker(said[-1].keys)}"


def _as_table(draft: Draft, keys: _Keys) -> Laid:
    statements, lines = [], []
    for row in draft.rows:
        cells = []
        for piece in map(without_mark, merge(row.pieces)):
            statement = Statement(_one_line(piece.text), (keys.of(piece),))
            statements.append(statement)
            cells.append(f"{_cell(statement.text)}{_marker(statement.keys)}")
        cell = "<br>".join(cells) or render("table_missing")
        lines.append(f"| {_cell(row.label)} | {cell} |")
    return render("table", rows="\n".join(lines)), statements


def _marker(keys: Sequence[str]) -> str:
    return "".join(f"[{key}]" for key in keys)


def _one_line(text: str) -> str:
    return "".join(text.split("\n"))


def _sentence(text: str) -> str:
    return _one_line(text.strip())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _escape(text: str) -> str:
    return text.replace("*", "\\*")
