"""Who acts in a sentence: offices, institutions, places, conferences, persons with a post."""

from __future__ import annotations

import re

from rag.guide.quotes import Quote, quote
from rag.language.places import find_places
from rag.types import Document

ORG_END = (
    r"(?:国务院|党中央|中共中央|中央军委|全国人大(?:常委会)?|全国政协|人民政府|人民法院|检察院|办公厅|办公室|委员会|领导小组|"
    r"工作组|专家组|课题组|研究院|研究所|科学院|工程院|研究会|研究中心|管委会|总局|总署|协会|学会|联合会|联盟|银行|党委|"
    r"[市省区县国]委|大学|学院|公司|集团|中心|基金会|法院|论坛|大会|会议|政府|创新署|网信办|国资委|发改委|"
    r"[\u4e00-\u9fff]{2,8}(?:部|厅|局|委|署|院|司|办))"
)
_ORG = rf"(?:[\u4e00-\u9fff（）]{{0,24}}?{ORG_END})"
_WHO = re.compile(
    rf"[，,]?(?P<who>{_ORG}(?:[、和与及]{{1,2}}{_ORG}){{0,8}}(?:等(?:[\d一二三四五六七八九十]{{1,3}})?(?:个|家)?(?:部门|单位|部委|机构)?)?)"
    r"(?=(?:正式|联合|共同|先后|组织|首次|已|又|再次|也)?"
    r"(?:会同|印发|出台|发布|公布|颁布|制定|修订|审议|批准|批复|转发|下发|签署|启动|成立|设立|组建|召开|举行|举办|主办|"
    r"开设|开通|建成|推出|部署|开展|实施|提出|申请|加入|授予|认定|确定|评选|遴选|完成|实现|在|对|将|向|与))"
)
_NOT_WHO = re.compile(r"经|根据|按照|为|依据|的|在|是|组织|各|向|对")


def subject(document: Document, start: int, end: int) -> Quote | None:
    """Return who acts in a clause that starts at ``start``, None where it does not say.

    It is an office or institution right at the start and before its verb, or a place.
    """
    found = _WHO.match(document.text, start, min(end, start + 120))
    if found and not _NOT_WHO.search(found["who"]):
        return quote(document, found.start("who"), found.end("who"))
    at = start + (1 if document.text[start : start + 1] in "，," else 0)
    for place in find_places(document.text[at : min(end, at + 6)]):
        if document.text.startswith(place, at):
            stop = at + len(place)
            if document.text[stop : stop + 1] in "市省县区州":
                stop += 1
            return quote(document, at, stop)
    return None
