"""Whether a sentence holds the sort of thing asked for: a number, a date, a body, a reason."""

from __future__ import annotations

import re

from rag.kinds import Kind
from rag.language.rows import CELL_UNIT, is_row
from rag.language.sentences import comparable, sentence_spans
from rag.language.values import ValueKind, find_values
from rag.question import Question
from rag.reading.asked import CONTACT_ASKED, MONEY, MONEY_ASKED, SUM_ASKED
from rag.reading.aspects import tells_aspect
from rag.reading.limits import asks_most, states_most
from rag.reading.spans import find_span
from rag.reading.units import unit_fit

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
_BODY_ASKED = re.compile(
    r"哪[一几]?[个家些所]?(?:部门|单位|机构|公司|企业|央企|国企|银行|大学|学校|医院|组织|委员会|机关)|"
    r"谁来?(?:核发|颁发|发放?|审批|批准|受理|认定|主管|监管|牵头)"
)
_BODY = re.compile(r"部门|单位|机构|公司|企业|央企|国企|银行|大学|学校|医院|组织")
_INSTITUTION = re.compile(
    r"[\u4e00-\u9fff]{2}[委局厅署办院部校](?![公员法理长分门件])|公司|集团|企业|大学|中心|机构|政府|协会|银行|电网"
)
_OFFICE_ASKED = re.compile(r"哪[一几]?[个些]?部门")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:[部局委厅署院]|部门|办公室|中心|小组|处(?![理于置罚分])|科(?![技学]))(?![长员公法理])"
)
_STREET_ASKED = re.compile(r"哪条(路|街|道)|哪个(街道|路口|站)|门牌|详细地址|具体地址")
_STREET = re.compile(r"[\u4e00-\u9fff]{2,}(?:路|街|大道|巷|胡同)(?!径|线|演|由|程|子)|\d+号")
_TITLED = re.compile(r"《[^》]*》")
_PLANNED = re.compile(r"预期目标|主要目标|目标是|拟按|拟安排|力争")
_PLAN_ASKED = re.compile(r"目标|预期|计划|规划|拟|安排|力争|要|将|达到|指标|目的")
# Units asked for, and those in which an answer may be told: days are no months.
_TOLD_IN = (
    (r"元|美元|欧元|港元", r"元|美元|欧元|港元"),
    (r"人|名|位|人次|户", r"人|名|位|人次|户"),
    (r"公里|米|千米|平方米|平方公里|亩|公顷", r"公里|米|千米|平方米|平方公里|亩|公顷"),
    (r"天|日|工作日|个工作日", r"小时|天|日|周|工作日|个工作日"),
    (r"小时|分钟|个月|月|年|周|秒", r"小时|分钟|天|日|个月|月|年|周|工作日|个工作日|秒"),
    (r"吨|公斤|千克|克|斤", r"吨|公斤|千克|克|斤"),
    (r"%|百分点|倍|成", r"%|百分点|倍|成"),
)


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
        return 0.9 if _INSTITUTION.search(sentence) else 0.1
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
        return 0.8 if _INSTITUTION.search(sentence) else 0.4
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


def tells_plan(question: Question, sentence: str) -> bool:
    """Whether a sentence sets a figure as a goal where the question asks what came about.

    A row of a table may hold both.
    """
    if question.kind is not Kind.NUMBER or _PLAN_ASKED.search(question.text) or is_row(sentence):
        return False
    return bool(_PLANNED.search(sentence))


def holds_type(question: Question, cited: str) -> bool:
    """Whether the text holds the sort of thing asked for, such as a number, a street, a body.

    Only sorts that can be told by their form are checked; all others are taken as held.
    """
    asked = question.text
    if CONTACT_ASKED.search(asked):
        return bool(find_values(cited, ValueKind.CONTACT))
    if question.kind is Kind.NUMBER and not holds_unit(question, cited):
        return False
    if question.kind in (Kind.NUMBER, Kind.DATE):
        return any(find_span(question, cited, *span) for span in sentence_spans(cited))
    if _STREET_ASKED.search(asked):
        return bool(_STREET.search(cited))
    if _BODY_ASKED.search(asked):
        others = _TITLED.sub("", cited)
        for term in question.terms:  # the body that the question names is no answer
            others = others.replace(term.text, "")
        return bool((_OFFICE if _OFFICE_ASKED.search(asked) else _INSTITUTION).search(others))
    return True


def holds_unit(question: Question, cited: str) -> bool:
    """Whether a value of the sort of unit asked for is there: 多少元 is not answered by 86台."""
    counted = question.unit or ("元" if SUM_ASKED.search(question.text) else "")
    unit = next((told for asked, told in _TOLD_IN if re.fullmatch(asked, counted)), "")
    if not unit:
        return True
    told = [value.text for value in find_values(cited, ValueKind.NUMBER)]
    told += ["".join(names) for names in CELL_UNIT.findall(cited)]
    return any(re.search(rf"(?:{unit})(?:以上|以下|以内|左右)?$", one) for one in told)
