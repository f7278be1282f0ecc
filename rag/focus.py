"""Which documents a question is about: those it names, else those that were cited before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.language.places import find_places
from rag.language.terms import find_terms
from rag.language.values import ValueKind, find_values
from rag.naming import asked_of, only_named
from rag.question import classify
from rag.types import Turn

_OF_YEARS = re.compile(r"[（(](?:19|20)\d\d[^（）()]*[）)]$")
_INNER = str.maketrans("《》", "〈〉")
_SORTS = "文件|意见|办法|方案|通知|规定|规划|条例|通告|公告|细则|决定|批复|复函"
# 这份文件, 该办法: what was cited; not 因此决定, 资本方案, 应该通知, 这个通知书.
_POINTED = re.compile(
    r"(?:(?:[这那]|(?<![因在由彼就如从至特])此|(?<![应版资成基根课原])本)(?:一?[份个项部]|些)?|"
    rf"(?<!应)该|上述|刚才(?:的|那[份个]))(?:{_SORTS})(?![书夹人权领])"
)
_LITTLE = 8  # characters of key terms of a question that may take its subject from the last
_WHO = "(?:谁|哪一?[个家些]?(?:单位|部门|机构|机关|部委))"
_WHEN = "(?:什么时候|何时|哪一?[天年日]|几号|几月几[日号])"
_ISSUED = "(?:联合)?(?:印发|发布|发出|下发|制定|出台|转发|颁布|公布|发)"
# A whole question that only a document can be asked: 还有效吗, 哪个单位发的.
_OF_DOCUMENT = re.compile(
    rf"^(?:那|它|那它)?(?:(?:现在|目前)?(?:还(?:有效|管用|作数|算数)|(?:过期|失效)了)(?:吗|不|么|没有?)?|是?由?{_WHO}{_ISSUED}的?|"
    rf"是?在?{_WHEN}{_ISSUED}的?|(?:是)?(?:印?发|主送)给(?:谁|哪些?[\u4e00-\u9fff]{{0,4}})的?|"
    rf"(?:发文)?(?:文号|字号)是?(?:什么|多少)?|有效期(?:到|至)[\u4e00-\u9fff]{{1,5}}|附了什么\w?|"
    rf"主要讲了?(?:什么|哪些内容))[？?]?$"
)


def cited_before(history: Sequence[Turn]) -> tuple[str, ...]:
    """Return the documents that the last answer with citations cited."""
    return next((turn.doc_ids for turn in reversed(history) if turn.doc_ids), ())


def pointed_out(question: str, title: str) -> str:
    """Return a question with the title of the document cited before where it points at that.

    这个办法还管用吗 and 还管用吗 become 《…》还管用吗; others come back unchanged.
    """
    if not title or names_in(question):
        return question
    if _OF_DOCUMENT.match(question):
        return quoted(title) + re.sub("^(?:那它|那|它)", "", question)
    return _POINTED.sub(quoted(title), question, count=1)


def quoted(title: str) -> str:
    """Return a title in 《》, those inside it in 〈〉, without the years at its end.

    They are no years that are asked about: 《…行动计划》 of …行动计划（2025—2027年）.
    """
    return f"《{_OF_YEARS.sub('', title).translate(_INNER)}》"


def with_title(question: str, title: str) -> str:
    """Return a question with the title of a document in place of its number."""
    codes = find_values(question, ValueKind.CODE)
    if len(codes) != 1 or not title or title in question:
        return question
    return f"{question[: codes[0].start]}{quoted(title)}{question[codes[0].end :]}"


def names_in(question: str) -> list[str]:
    """Return the numbers and 《titles》 of documents that a question gives."""
    found = find_values(question, ValueKind.CODE, ValueKind.TITLE)
    return [value.text.strip("《》") for value in found]


def may_follow(question: str, standing_alone: str) -> bool:
    """Whether a question may be about the documents cited before: it names no place or document.

    One that took nothing over from the last must name little else: 有问题打哪个电话问, not
    体育竞赛表演产业总规模达到多少.
    """
    if names_in(standing_alone) or find_places(question):
        return False
    own = sum(len(term.text) for term in find_terms(question))
    return standing_alone != question or own <= _LITTLE


def asked_inside(text: str, titles: Mapping[str, str]) -> tuple[str, tuple[str, ...]] | None:
    """Return what is asked of the one title (of doc_id -> title) that a text names, and its ids."""
    named = only_named(text, titles.values())
    if named is None:
        return None
    title, name = named
    rest = asked_of(text, title, name)
    asked = classify(rest)
    if not asked.terms or not asked.kind.needs_documents:
        return None
    return rest, tuple(doc_id for doc_id, other in titles.items() if other == title)
