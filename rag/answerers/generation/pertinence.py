"""Whether what a language model wrote, true as it may be of its source, answers the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answerers.labels import is_heading
from rag.answerers.pieces import Piece
from rag.answerers.short import VALUES
from rag.kinds import Kind
from rag.language.sentences import comparable
from rag.language.terms import TermKind, coverage
from rag.language.values import ValueKind, find_values
from rag.question import Question, classify
from rag.types import Answer

_FRAGMENT = 8  # comparable characters below which words may be part of a clause, or idle
_SHORTEST = 2  # comparable characters that say something
_NAMED = 0.5  # share of the words asked about that tell whose value a value is
_ABOUT = re.compile(r"(?:以[上下内外]|左右|余|多)$")
_CLAUSE = re.compile(
    r"[，。；：！？、\n]|[一二三四五六七八九十]是|[（(][一二三四五六七八九十\d]+[)）]"
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence written for a question, as an item of a list or not, and what holds it."""

    text: str
    listed: bool
    pieces: Sequence[Piece]


def beside_the_point(remark: Remark, inner: Answer) -> str:
    """Say why a sentence answers nothing, "" where it may answer.

    ``inner`` is the answer without the model: what it gives as its short answer, or cites, is
    to the point in whatever words.
    """
    if _gives(remark.text, inner):
        return ""
    if _is_bare(remark.text):
        return "只有数值，没有说是什么"
    question = classify(inner.question)
    if len(comparable(remark.text)) < _FRAGMENT and _is_fragment(remark, question):
        return "只有半句话，没有说什么"
    if _is_other_value(remark.text, question, inner.short_answer or ""):
        return "没有说这是所问的数值"
    if _asks_statement(question.kind) and _only_heads(remark, inner):
        return "只是标题，没有说什么"
    return ""


def _gives(text: str, inner: Answer) -> bool:
    """Whether a sentence holds the short answer, or is most of it."""
    short, said = comparable(inner.short_answer or ""), comparable(text)
    return bool(short) and (short in said or (said in short and 2 * len(said) >= len(short)))


def _is_bare(text: str) -> bool:
    """Whether a sentence is a number or a date alone, which may be true of something else."""
    rest = text
    for value in find_values(text, ValueKind.NUMBER, ValueKind.DATE):
        rest = rest.replace(value.text, "")
    return rest != text and len(comparable(rest)) < _SHORTEST


def _is_fragment(remark: Remark, question: Question) -> bool:
    """Whether a few words are cut out of a clause, or say nothing of what is asked: 展望未来."""
    clauses = {comparable(part) for piece in remark.pieces for part in _CLAUSE.split(piece.text)}
    if comparable(remark.text) not in clauses:
        return True
    item = remark.listed and not _asks_statement(question.kind)
    named = coverage(question.terms, remark.text) > 0
    return not (item or named or find_values(remark.text, *ValueKind))


def _is_other_value(text: str, question: Question, short: str) -> bool:
    """Whether a sentence gives another value of the sort asked for, and not whose it is.

    Read as an answer, 有5000元以上的资金 would be said of whatever the question names.
    """
    if question.kind not in VALUES:
        return False
    words = [term for term in question.terms if term.kind is TermKind.WORD]
    return bool(_units(text) & _units(short)) and coverage(words, text) < _NAMED


def _units(text: str) -> set[str]:
    """Return the last characters of the units of all values: 元 of 5000万元以上."""
    values = find_values(text, ValueKind.NUMBER, ValueKind.DATE)
    return {_ABOUT.sub("", value.text)[-1] for value in values}


def _only_heads(remark: Remark, inner: Answer) -> bool:
    """Whether nothing but headings hold a sentence, none of which the inner answer cites."""
    if remark.listed:
        return False
    cited = {(each.doc_id, each.start) for each in inner.citations}
    return all(
        is_heading(piece) and (piece.document.doc_id, piece.start) not in cited
        for piece in remark.pieces
    )


def _asks_statement(kind: Kind) -> bool:
    """Whether one statement is asked for, not a list of words."""
    return kind.needs_one_passage or kind is Kind.DEFINITION
