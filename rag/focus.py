"""Which documents a question is about: those it names, else those that were cited before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.language.places import find_places
from rag.language.values import ValueKind, find_values
from rag.types import Turn

_OF_YEARS = re.compile(r"[（(](?:19|20)\d\d[^（）()]*[）)]$")
_INNER = str.maketrans("《》", "〈〉")
_SORTS = "文件|意见|办法|方案|通知|规定|规划|条例|通告|公告|细则|决定|批复|复函"
# 这份文件, 该办法: what was cited; not 那办法总比困难多, 应该通知.
_POINTED = re.compile(
    rf"(?:(?:[这那此]|(?<!应)本)(?:一?[份个项部]|些)?|(?<![应本])该|上述|刚才(?:的|那[份个]))(?:{_SORTS})"
    rf"(?![人书件中里的]*(?:{_SORTS}))"
)
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


def names_something(question: str) -> bool:
    """Whether a question names a document or a place: another than the last may be meant."""
    return bool(names_in(question) or find_places(question))
