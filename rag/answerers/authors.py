"""Who wrote an article: its byline, else its signature."""

from __future__ import annotations

import re

from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.language.terms import coverage
from rag.question import Question
from rag.types import Document, Evidence

_SIGNED = re.compile(r"[（(](?:执笔|作者|撰稿|撰文)[：:]\s*([^（）()\n]{2,60})[）)]")
_META = re.compile(r"单位|作者单位|机构|署名|执笔|执笔人|撰稿人|撰写|写|姓名|名字|部门")
_ROLE = re.compile(r"^(?:执笔|作者|撰稿|撰文|记者|编辑)[：:]?\s*")
_INSTITUTION = re.compile(r"课题组|研究[院所]|大学|学院|中心|[部委局厅]$|公司|编辑部|协会")


def compose_author(question: Question, sources: Sources) -> Draft | None:
    """Return the byline of the article asked about, else who signed it; None if unsigned."""
    wants_institution = bool(re.search(r"单位|机构|哪里|部门", question.text))
    named = tuple(term for term in question.terms if not _META.fullmatch(term.text))
    best: tuple[float, Piece, float] | None = None
    for rank, evidence in enumerate(sources.evidence):
        document = sources.document(evidence)
        for piece, name, near in _bylines(document, evidence):
            met = coverage(named, near + document.title) if named else 0.9
            score = met - 0.1 * rank - 0.01 * piece.start / 1000
            if bool(_INSTITUTION.search(name)) == wants_institution:
                score += 0.5
            if best is None or score > best[0]:
                best = (score, piece, met)
    if best is None:
        return None
    return Draft(rows=(Row((best[1],)),), short=best[1].text, fit=1.0, structural=best[2])


def _bylines(document: Document, evidence: Evidence) -> list[tuple[Piece, str, str]]:
    """Return (piece, name, title of the article) of every signature of a document."""
    found = []
    for section in document.sections:
        for signed in re.split(r"[；;]", section.byline):
            name = _ROLE.sub("", signed).strip()
            at = document.text.find(name, section.start, section.end) if name else -1
            if at >= 0:
                piece = Piece(document, evidence, at, at + len(name))
                found.append((piece, name, section.heading))
    for match in _SIGNED.finditer(document.text):
        piece = Piece(document, evidence, match.start(1), match.end(1))
        found.append((piece, match.group(1), document.title))
    return found
