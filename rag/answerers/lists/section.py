"""A section that is asked for by its heading: 哪些主要目标 asks for what stands below 主要目标."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answerers.budget import within
from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources, says_something
from rag.language.sentences import comparable, sentence_spans
from rag.language.terms import Term, coverage
from rag.question import Question
from rag.reading.setting import headings
from rag.types import Document, Evidence, Section

_SECTION_CHARS = 320  # of a section that is quoted because its heading is what is asked for
_SECTION_SURE = 0.6  # structural score of what such a section or sentence holds
# How headings end that hold what a word of the question ends in.
_TAILS = {
    "目标": ("目标", "愿景"),
    "愿景": ("目标", "愿景"),
    "原则": ("原则",),
    "条件": ("条件",),
    "任务": ("任务",),
    "职责": ("职责", "职能"),
}
_SHORT_HEAD = 8  # characters of a heading, its number included
_OPENING = 600  # characters of a document that say what it is about
_ABOUT = 0.6  # share of what else is asked that they, the title and the headings must hold
_LEAST = 4  # characters of a sentence; what is shorter is the number of a page
_TOLD = ("是", "有", "为", "包括", "如下")  # how words end that lead to what they announce
_CONSISTS_ASKED, _CONSISTS = re.compile("由[谁哪].*组成"), re.compile("由[^。]{4,}组成")
_READ, _LEAD, _PARTS, _NAMED = 12, 40, 2, 0.9  # sentences, characters, parts, share of the terms


def compose_section(question: Question, sources: Sources) -> Draft | None:
    """Return what stands in the section whose heading is what is asked for: 二、主要目标.

    基本原则 asks for 建设原则 too, where title and headings speak of what else is asked.
    """
    if not question.terms:
        return None
    *others, last = question.terms
    for evidence in sources.evidence:
        document = sources.document(evidence)
        for section in document.sections:
            head = comparable(section.heading)
            for term in others:  # 紧扣雄安新区战略定位 is the 定位 of what the title names
                head = head.replace(term.key, "")
            said = head.endswith(last.key) and len(head) <= len(last.key) + 4
            if not said and not (
                _is_alike(head, last.key) and is_about(others, document, evidence)
            ):
                continue
            if rows := _rows(question, document, evidence, section):
                return Draft(rows=rows, fit=1.0, structural=_SECTION_SURE)
    return None


def _is_alike(head: str, key: str) -> bool:
    """Whether a short heading names the same sort of thing: 建设原则 for 基本原则."""
    return len(head) <= _SHORT_HEAD and head.endswith(_TAILS.get(key[-2:], ("无",)))


def is_about(others: Sequence[Term], document: Document, evidence: Evidence) -> bool:
    """Whether title, headings and opening of a document speak of what else is asked."""
    around = f"{document.title}\n{evidence.passage.context}\n{document.text[:_OPENING]}"
    return bool(others) and coverage(others, around) >= _ABOUT


def _rows(
    question: Question, document: Document, evidence: Evidence, section: Section
) -> tuple[Row, ...]:
    """Return the sentences below the heading of a section, as many as may be quoted.

    Where a year is asked for those of that year, if there are such.
    """
    at = document.text.find(section.heading, section.start, section.end)
    head = max(at, section.start)  # a number may stand before it
    body = head + len(section.heading)
    if document.text[body : body + 1] == "：":  # it begins a sentence: 国务院组成：总理、…
        body = head
    told = [
        Piece(document, evidence, body + start, body + end)
        for start, end in sentence_spans(document.text[body : section.end])
        if end - start > _LEAST and says_something(document.text[body + start : body + end])
    ]
    if question.years:
        told = [piece for piece in told if piece.years & question.years] or told
    return tuple(Row((piece,)) for piece in within(_SECTION_CHARS, told, gaps=False))


def compose_sentence(question: Question, sources: Sources) -> Draft | None:
    """Return a sentence that names all that is asked and then tells it: 主要目标是：…；…；….

    Who or what something consists of is told by a sentence that says 由…组成.
    """
    asked = _CONSISTS_ASKED.search(question.text)
    whole = [term for term in question.terms if asked and term.start < asked.start()]
    for candidate in sources.candidates()[:_READ]:
        piece = candidate.piece
        lead, _, rest = piece.text.partition("：")
        around = f"{piece.document.title}\n{headings(piece.evidence.passage)}\n{lead}"
        told = f"{around}\n{piece.text}"
        if whole and _CONSISTS.search(piece.text) and coverage(whole, told) >= _NAMED:
            return Draft(rows=(Row((piece,)),), fit=1.0, structural=_SECTION_SURE)
        if (
            sum(map(rest.count, "；、")) >= _PARTS
            and lead.endswith(_TOLD)
            and len(lead) <= _LEAD
            and question.terms[-1].share_in(comparable(lead)) >= 1.0
            and coverage(question.terms, around) >= _NAMED
        ):
            return Draft(rows=(Row((piece,)),), fit=1.0, structural=_SECTION_SURE)
    return None
