"""A section that is asked for by its heading: 哪些主要目标 asks for what stands below 主要目标."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answerers.budget import within
from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
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
    **dict.fromkeys(("手续", "程序", "流程", "步骤"), ("手续", "程序", "流程", "步骤")),
}
_SHORT_HEAD = 8  # characters of a heading, its number included
_OPENING = 600  # characters of a document that say what it is about
_ABOUT = 0.6  # share of what else is asked that they, the title and the headings must hold
_LEAST = 4  # characters of a sentence; what is shorter is the number of a page
_TOLD = ("是", "有", "为", "包括", "如下")  # how words end that lead to what they announce
_READ, _LEAD, _PARTS, _NAMED = 12, 40, 2, 0.9  # sentences, characters, parts, share of the terms
# Three things or more in a row, counted or announced by what they are.
_ROW = (
    r"(?:[^，。；：、]{{1,24}}、){{2,}}[^，。；：]{{1,24}}?[\d一二三四五六七八九十两]{{1,3}}(?:个|家|项|座|类|种|大){noun}"
    r"|{noun}(?:应当?|须|主要|一般|具体)*(?:包括|包含|分为)：?(?:[^，。；、]{{1,24}}、){{2,}}"
)
_ABOVE = 80  # characters before such a sentence that may name what it goes on about
_ALL_BUT = 0.7  # share of the terms that they and it must name


def compose_section(question: Question, sources: Sources) -> Draft | None:
    """Return what stands in the section whose heading is what is asked for: 二、主要目标.

    基本原则 asks for 建设原则 too, where title and headings speak of what else is asked.
    """
    if not question.terms:
        return None
    *others, last = question.terms
    found: list[tuple[int, int, Evidence, Section]] = []
    for rank, evidence in enumerate(sources.evidence):
        document = sources.document(evidence)
        for section in document.sections:
            head = comparable(section.heading)
            for term in others:  # 紧扣雄安新区战略定位 is the 定位 of what the title names
                head = head.replace(term.key, "")
            said = head.endswith(last.key) and len(head) <= len(last.key) + 4
            alike = _is_alike(head, last.key) and is_about(others, document, evidence)
            if said or alike:
                found.append((section.level, rank, evidence, section))
    # 第三章 申报条件 is what is asked for rather than the （一）申报条件 of one article
    for *_, evidence, section in sorted(found, key=lambda one: one[:2]):
        if rows := _rows(sources.document(evidence), evidence, section):
            return Draft(rows=rows, fit=1.0, structural=_SECTION_SURE)
    return None


def _is_alike(head: str, key: str) -> bool:
    """Whether a short heading names the same sort of thing: 建设原则 for 基本原则."""
    return len(head) <= _SHORT_HEAD and head.endswith(_TAILS.get(key[-2:], ("无",)))


def is_about(others: Sequence[Term], document: Document, evidence: Evidence) -> bool:
    """Whether title, headings and opening of a document speak of what else is asked."""
    around = f"{document.title}\n{evidence.passage.context}\n{document.text[:_OPENING]}"
    return bool(others) and coverage(others, around) >= _ABOUT


def _rows(document: Document, evidence: Evidence, section: Section) -> tuple[Row, ...]:
    """Return the sentences below the heading of a section, as many as may be quoted."""
    at = document.text.find(section.heading, section.start, section.end)
    body = max(at, section.start) + len(section.heading)  # a number may stand before it
    told = [
        Piece(document, evidence, body + start, body + end)
        for start, end in sentence_spans(document.text[body : section.end])
        if end - start > _LEAST
    ]
    return tuple(Row((piece,)) for piece in within(_SECTION_CHARS, told, gaps=False))


def compose_sentence(question: Question, sources: Sources) -> Draft | None:
    """Return a sentence that names all that is asked and then tells it in parts.

    主要目标是：…；…；…, 处理程序应包括初审、复审等环节, or 石家庄、太原、福州等14个城市.
    """
    for candidate in sources.candidates()[:_READ]:
        piece = candidate.piece
        around = f"{piece.document.title}\n{headings(piece.evidence.passage)}\n"
        if _tells_parts(question, piece.text, around) or _names_parts(question, piece, around):
            return Draft(rows=(Row((piece,)),), fit=1.0, structural=_SECTION_SURE)
    return None


def _tells_parts(question: Question, said: str, around: str) -> bool:
    """Whether a sentence leads by ： to parts of what is asked: 主要目标是：…；…；…."""
    lead, _, rest = said.partition("：")
    return (
        sum(map(rest.count, "；、")) >= _PARTS
        and lead.endswith(_TOLD)
        and len(lead) <= _LEAD
        and question.terms[-1].share_in(comparable(lead)) >= 1.0
        and coverage(question.terms, f"{around}{lead}") >= _NAMED
    )


def _names_parts(question: Question, piece: Piece, around: str) -> bool:
    """Whether a sentence names things in a row by the word that asks for them: 哪些城市."""
    noun = re.escape(question.noun[-2:])
    if len(question.noun) < 2 or not re.search(_ROW.format(noun=noun), piece.text):
        return False
    before = piece.document.text[max(0, piece.start - _ABOVE) : piece.start]
    return coverage(question.terms, f"{around}{before}{piece.text}") >= _ALL_BUT
