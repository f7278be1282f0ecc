"""A reader without a model: covers the question's key terms, expects the answer's type.

It stands in where the trained reader is absent and gives the same kind of Reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.kinds import Kind
from rag.language.rows import is_row
from rag.language.sentences import comparable, sentence_spans
from rag.language.terms import shares
from rag.language.values import ValueKind, find_values
from rag.question import Question, classify
from rag.reading.asked import CONTACT_ASKED, MONEY, MONEY_ASKED
from rag.reading.aspects import tells_aspect
from rag.reading.edition import edition
from rag.reading.limits import asks_most, states_most
from rag.reading.setting import headings, label_above, speaks_of_other
from rag.reading.spans import find_span
from rag.reading.units import unit_fit
from rag.types import Passage, Reading

_REASON = re.compile(
    r"因为|由于|因此|因而|所以|原因|导致|源于|基于|为了|旨在|之所以|因|使得|造成|存在|面临|不够|不足"
)
_ACTION = re.compile(
    r"探索|打造|推动|推进|建立|构建|启动|实施|开展|推出|开设|搭建|组织|制定|设立|出台|提供|加强|完善|支持|采取|鼓励|落实|优化|"
    r"强化|健全|统筹|引导|应当|通过|依托|整合|将"
)
_SERIES = re.compile(
    r"一是|其一|第一|首先|（一）|一方面|二是|其二|第二|、[^，。]{2,20}、|；[^。]+；|—[^。]+—"
)
BODY_ASKED = re.compile(
    r"哪[一几]?[个家些所]?(?:部门|单位|机构|公司|企业|央企|国企|银行|大学|学校|医院|组织|委员会|机关)|"
    r"谁来?(?:核发|颁发|发放?|审批|批准|受理|认定|主管|监管|牵头)"
)
_BODY = re.compile(r"部门|单位|机构|公司|企业|央企|国企|银行|大学|学校|医院|组织")
INSTITUTION = re.compile(
    r"[\u4e00-\u9fff]{2}[委局厅署办院部校](?![公员法理长分门件])|公司|集团|企业|大学|中心|机构|政府|协会|银行|电网"
)
OFFICE_ASKED = re.compile(r"哪[一几]?[个些]?部门")
OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:[部局委厅署院]|部门|办公室|中心|小组|处(?![理于置罚分])|科(?![技学]))(?![长员公法理])"
)
POINTS_BACK = re.compile(
    r"^(?:这(?!样一来)|该(?!校)|此(?!外|次)|其(?![一二三四五六他它次中实余])|它|他们|她|他(?!人)|对此|"
    r"为此|据此|上述|以上|前者|后者)"
)
_PLANNED = re.compile(r"预期目标|主要目标|目标是|拟按|拟安排|力争")
_PLAN_ASKED = re.compile(r"目标|预期|计划|规划|拟|安排|力争|要|将|达到|指标|目的")
_OWN, _CONTEXT, _TYPE = 0.55, 0.25, 0.20
_MEANT = 0.85  # of what the label above a sentence, or the one it points back to, names


class RulesReader:
    """Scores passages and sentences by rules (implements the Reader protocol)."""

    @property
    def fingerprint(self) -> str:
        """The edition of the rules: another one after any change of them."""
        return f"rules-{edition()}"

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return one reading per passage, in the order given; scores are in [0, 1]."""
        asked = classify(question)
        return [_read(asked, passage) for passage in passages]


def _read(question: Question, passage: Passage) -> Reading:
    text = passage.text
    spans = sentence_spans(text)
    if not spans or not question.terms:
        return Reading(relevance=0.0, answerable=0.0, start=0, end=0, span_score=0.0)
    scored = tuple(
        (start, end, sentence_score(question, text, start, end, headings(passage)))
        for start, end in spans
    )
    best = max(scored, key=lambda item: item[2])
    whole, _ = shares(question.terms, f"{passage.context}\n{text}")
    relevance = 0.65 * best[2] + 0.35 * whole
    span = find_span(question, text, best[0], best[1])
    expected = type_fit(question, text[best[0] : best[1]])
    return Reading(
        relevance=relevance,
        answerable=best[2] * (0.5 + 0.5 * expected),
        start=span.start if span else 0,
        end=span.end if span else 0,
        span_score=span.score if span else 0.0,
        sentences=scored,
    )


def sentence_score(question: Question, text: str, start: int, end: int, context: str) -> float:
    """Return how well the sentence ``text[start:end]`` answers, in [0, 1].

    A term that the sentence lacks counts in part where the heading path or the text before
    (seven tenths) or after it (three tenths) has it: a Chinese paragraph names its subject
    once. The label above a sentence counts nearly as its own words, and so does what it points
    back to with 这/该/其. A sentence that speaks of another year or place than the question
    counts half, one that tells a goal where the outcome is asked for seven tenths.
    """
    sentence, before = text[start:end], f"{context}\n{text[:start]}"
    _, each = shares(question.terms, sentence)
    _, earlier = shares(question.terms, before)
    _, later = shares(question.terms, text[end:])
    meant = label_above(text[:start]), _pointed_at(text, start, sentence)
    for above in filter(None, meant):
        _, said = shares(question.terms, above)
        each = tuple(max(a, _MEANT * b) for a, b in zip(each, said, strict=True))
    total = sum(term.weight for term in question.terms)
    own = sum(t.weight * share for t, share in zip(question.terms, each, strict=True)) / total
    around = sum(
        term.weight * max(a, 0.7 * b, 0.3 * c)
        for term, a, b, c in zip(question.terms, each, earlier, later, strict=True)
    )
    score = _OWN * own + _CONTEXT * around / total + _TYPE * type_fit(question, sentence)
    if tells_plan(question, sentence):
        score *= 0.7
    return score * (0.5 if speaks_of_other(question, sentence, before) else 1.0)


def _pointed_at(text: str, start: int, sentence: str) -> str:
    """Return the sentence before one that begins with 这, 该 or 其; "" before any other."""
    above = sentence_spans(text[:start]) if POINTS_BACK.match(sentence) else []
    return text[above[-1][0] : start] if above else ""


def tells_plan(question: Question, sentence: str) -> bool:
    """Whether a sentence sets a figure as a goal where the question asks what came about.

    A row of a table may hold both.
    """
    if question.kind is not Kind.NUMBER or _PLAN_ASKED.search(question.text) or is_row(sentence):
        return False
    return bool(_PLANNED.search(sentence))


def type_fit(question: Question, sentence: str) -> float:
    """Return how far a sentence holds the type of thing asked for, in [0, 1]; .5 is neutral."""
    return _type_fit(question, sentence) if tells_aspect(question, sentence) else 0.1


def _type_fit(question: Question, sentence: str) -> float:
    if question.kind is Kind.NUMBER:
        return _number_fit(question, sentence)
    if question.kind is Kind.DATE:
        return 1.0 if find_values(sentence, ValueKind.DATE) else 0.0
    if question.kind is Kind.DEFINITION:
        return definition_fit(question, sentence)
    if question.noun and _BODY.match(question.noun[-2:]):
        return 0.9 if INSTITUTION.search(sentence) else 0.1
    if question.kind is Kind.LIST:
        return 1.0 if _SERIES.search(sentence) else 0.3
    if question.kind is Kind.REASON:
        return 1.0 if _REASON.search(sentence) else 0.2
    if question.kind is Kind.METHOD or "做法" in question.text:
        return min(1.0, 0.2 + 0.27 * len(set(_ACTION.findall(sentence))))
    if question.noun:
        span = find_span(question, sentence, 0, len(sentence))
        return 1.0 if span else 0.8 if question.noun[-2:] in sentence else 0.3
    if question.kind is Kind.NAME:
        return 0.8 if INSTITUTION.search(sentence) else 0.4
    return 0.5


def _number_fit(question: Question, sentence: str) -> float:
    if CONTACT_ASKED.search(question.text):
        return 1.0 if find_values(sentence, ValueKind.CONTACT) else 0.1
    values = [
        value
        for value in find_values(sentence, ValueKind.NUMBER)
        if question.unit or any(char.isdigit() for char in value.text)
    ]
    if asks_most(question.text) and not states_most(sentence):
        return 0.2 if values else 0.0
    if question.unit and any(unit_fit(question.unit, value.text) == 1.0 for value in values):
        return 1.0
    if question.percent:
        return 1.0 if any(value.is_percentage for value in values) else 0.1
    if MONEY_ASKED.search(question.text) and not question.unit:
        return 0.8 if any(MONEY.search(value.text) for value in values) else 0.3
    return 0.6 if values and not question.unit else 0.35 if values else 0.0


def definition_fit(question: Question, sentence: str) -> float:
    """Return how much a sentence looks like a definition of the question's main term."""
    if not question.terms:
        return 0.0
    subject = max(question.terms, key=lambda term: term.weight).key
    plain = comparable(sentence)
    if re.search(rf"简称{re.escape(subject)}(?!的)", plain):
        return 0.9  # A、B（以下简称“两库”）
    if not plain.startswith((subject, f"所谓{subject}")):
        if re.search(rf"{re.escape(subject)}[^，。]{{0,4}}(是指|指的是|是一种|定义为)", plain):
            return 0.9
        return 0.2 if subject in plain else 0.0
    rest = plain[len(subject) :][:40]
    if re.match(r"是指|指的是|指|即", rest):
        return 1.0
    if re.match(r"以.*为", rest):
        return 0.95
    if rest.startswith("是"):
        return 0.6 if re.match(r"是.{0,12}(重要|关键|组成部分|必由之路)", rest) else 0.85
    return 0.5
