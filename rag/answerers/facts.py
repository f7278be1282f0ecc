"""What a document says about itself: its number, the day it was issued, who issued it."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.kinds import Kind
from rag.language.sentences import Span
from rag.language.terms import coverage
from rag.language.values import HAN_DIGITS, ValueKind, find_values, han_number
from rag.naming import DOCUMENT_SORTS
from rag.question import Question
from rag.types import Document, Evidence

_NUMBER_ASKED = re.compile(r"文号|发文字号|发文号|文件号|几号文|第几号")
_ISSUED_ASKED = re.compile(
    r"发的?[？?]?$|印发|发布|出台|作出|落款|成文|公布|颁布|下发|批复|发出|同意|批准"
)
_ISSUER_ASKED = re.compile(
    r"(?:谁|哪一?[个家些]?(?:部门|单位|机构|部委)?)(?:联合)?(?:印发|发布|出台|制定|下发|颁布|发)的?|(?:发文|印发|发布)(?:机关|单位|部门)"
)
# Only documents are 印发; what is 发 or 发布 without one being named may be a plate or an index.
_OF_DOCUMENT = re.compile(
    rf"{DOCUMENT_SORTS}|印发|出台|下发|颁布|发文|《|细则|函|政策|章程|公告|通告|公报|清单"
)
_SENT_ASKED = re.compile(
    rf"(?:^|》|〕\\d+号|{DOCUMENT_SORTS})是?(?:印?发|批复|主送)(?:给|往)|主送(?:机关|单位)|发文对象"
)
_STANDING_ASKED = re.compile(r"还(?:有效|管用|作数|算数)|(?:过期|失效)了[吗没]")
_EXPIRY_ASKED = re.compile(
    rf"到期|过期|失效|有效期|什么时候(?:废止|终止)|管到|{_STANDING_ASKED.pattern}"
)
_META = re.compile(
    r"文号|文件号|发文字号|印发|发布|出台|作出|落款|成文|公布|颁布|下发|批复|同意|日期|时间|机关|单位|部门|文件|意见|通知|到期|过期|失效|有效期?|废止"
)
_HAN = "〇零○一二三四五六七八九"
_DAY = re.compile(rf"([\\d{_HAN}]{{4}})年([\\d{_HAN}十]{{1,2}})月([\\d{_HAN}十]{{1,3}})日")
_DATE_LINE = re.compile(r"^[ \t\u3000]*(\d{4}年\d{1,2}月\d{1,2}日)[ \t\u3000]*$", re.MULTILINE)
_OPENING = 400  # characters of a document in which its number and addressees stand
_READ = 4  # pieces of evidence that are looked at
_NAMED = 0.6  # share of the question's terms that the document's head must hold


def compose_fact(question: Question, sources: Sources) -> Draft | None:
    """Return the number, date or issuer of the document asked about; None if not asked for."""
    find = _asked(question)
    if find is None:
        return None
    terms = [term for term in question.terms if not _META.fullmatch(term.text)]
    alone = len({evidence.passage.title for evidence in sources.evidence}) == 1
    for evidence in sources.evidence[:_READ]:
        document = sources.document(evidence)
        head = f"{document.title}\n{document.metadata.issuer}\n{_opening(document)}"
        named = coverage(terms, head) if terms else float(alone)
        span = find(document) if named >= _NAMED else None
        if span:
            return _draft(document, evidence, span, named)
    return None


def _opening(document: Document) -> str:
    """Return how a document opens; what it says of itself is said of its first letter only."""
    ends = [section.end for section in document.sections if section.level == 0]
    return document.text[: min([_OPENING, *ends])]


def asks_standing(question: Question) -> bool:
    """Whether it is asked if a document still holds: only what that says of itself can tell."""
    text = question.text
    return bool(_STANDING_ASKED.search(text) and _OF_DOCUMENT.search(text))


def _asked(question: Question) -> Callable[[Document], Span | None] | None:
    if _NUMBER_ASKED.search(question.text):
        return _number
    if question.kind is not Kind.NUMBER and _EXPIRY_ASKED.search(question.text):
        return _expiry  # how many years it holds is a number of its sentence
    if _SENT_ASKED.search(question.text):
        return _addressee
    if question.kind is Kind.DATE and _ISSUED_ASKED.search(question.text):
        return _date
    issuer_asked = _ISSUER_ASKED.search(question.text) and _OF_DOCUMENT.search(question.text)
    return _issuer if issuer_asked else None


def _number(document: Document) -> Span | None:
    at = document.text.find(document.metadata.number) if document.metadata.number else -1
    if at >= 0:
        return at, at + len(document.metadata.number)
    codes = find_values(_opening(document), ValueKind.CODE)
    return (codes[0].start, codes[0].end) if codes else None


def _date(document: Document) -> Span | None:
    """Return the day it was written, as its text says it; else that under the first signature.

    Websites give the day on which they took an old document in; 一九九六年二月五日 is its own.
    """
    if written := document.metadata.written_on:
        wanted = [int(part) for part in written.split("-")]
        for match in _DAY.finditer(document.text):
            if [_number_of(part) for part in match.groups()] == wanted:
                return match.span()
    signed = _DATE_LINE.search(document.text)
    return signed.span(1) if signed else None


def _number_of(digits: str) -> int | None:
    year = len(digits) == 4
    return int(digits.translate(HAN_DIGITS)) if year else han_number(digits)


def _addressee(document: Document) -> Span | None:
    to = document.metadata.addressee
    at = document.text.find(to) if to else -1
    return (at, at + len(to)) if at >= 0 else None


def _expiry(document: Document) -> Span | None:
    """Return the sentence that says how long a document holds."""
    term = document.metadata.term
    at = document.text.find(term) if term else -1
    stop = at + len(term)
    return (at, stop + document.text.startswith("。", stop)) if at >= 0 else None


def _issuer(document: Document) -> Span | None:
    at = document.text.find(document.metadata.issuer) if document.metadata.issuer else -1
    return (at, at + len(document.metadata.issuer)) if at >= 0 else None


def _draft(document: Document, evidence: Evidence, span: Span, named: float) -> Draft:
    """Quote the fact, and above it the title where the text holds it."""
    piece = Piece(document, evidence, *span)
    if document.metadata.term and piece.text.startswith(document.metadata.term):
        # A sentence tells by itself what it speaks of, and is no short answer.
        return Draft(rows=(Row((piece,)),), fit=1.0, structural=named)
    at = document.text.find(document.title)
    title = (Piece(document, evidence, at, at + len(document.title)),) if at >= 0 else ()
    rows = tuple(Row((one,)) for one in (piece, *title))
    return Draft(rows=rows, short=piece.text, fit=1.0, structural=named)
