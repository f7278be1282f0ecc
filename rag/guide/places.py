"""Which place acts in a sentence."""

from __future__ import annotations

import re

from rag.guide.provinces import PLACE, is_word
from rag.guide.quotes import Quote, quote
from rag.guide.sheets import Sentence
from rag.language.places import PROVINCES
from rag.types import Document

DEED = re.compile(
    r"启动|建成|打造|探索|开设|开出|搭建|建立|推出|开展|实施|构建|设立|出台|以[^，。]{1,12}为(?:载体|锚|抓手|核心)|创新|改造|开放|推广|"
    r"发布|引入|组建|成立|推行|上线|依托|试点|整合|改为|推动|推进|提出|调动|锁定|聚焦|投资|建设|制定|深化|运用|采用|优化"
)
_NOT_PLACE = re.compile(
    r"^(?:大学|企业|师范|高级|人民法院|党委|政协|委员会|医科|交通大|理工|科技大|人民政府|政府|银行|证券|日报|协会|学会|股份|有限|公司|集团|高院|等(?:地|市|城市|省)|、|和(?!平)|与(?!此)|及|至|—|-|市场|的|人大|省委|市委|地区|军区|户籍|籍)"
)
_LED = re.compile(
    r"(?:^|(?<=[，；。：]))(?:以|如|例如|比如|其中，?|又如|再如|在同样[^，。]{0,16}的|\d{1,3}[.、]\s*)?$"
)
_TWO = re.compile(r"[\u4e00-\u9fff]{2}")
_NO_DISTRICT = tuple(
    "在是以全为将把的和与及数推从对大通已也则正率自积深加聚着开发建实提先企产园科高市省政"
)
_FOREIGN = re.compile(
    r"^(?P<place>美国|英国|法国|德国|日本|韩国|欧盟|加拿大|澳大利亚|新加坡|印度|俄罗斯|以色列|荷兰|瑞士|芬兰|瑞典|阿联酋|沙特)"
)


def acting_place(document: Document, sentence: Sentence) -> tuple[Quote, bool] | None:
    """Return the place that acts in a sentence, and whether it is abroad."""
    if foreign := _FOREIGN.match(sentence.text):
        high = sentence.start + foreign.end("place")
        return quote(document, sentence.start, high), True
    for found in PLACE.finditer(sentence.text):
        after = sentence.text[found.end() :]
        if is_word(found.group()) or _NOT_PLACE.match(after) or found.start() > 40:
            continue
        if found.start() and ("、" in after[:12] or "各地" in sentence.text):
            continue  # 青岛数字家电、淄博新材料等5个集群 acts in no place
        if _LED.search(sentence.text[: found.start()]) and not after.startswith("，是"):
            low = sentence.start + found.start()
            return quote(document, low, _with_district(document, low, found)), False
    return None


def _with_district(document: Document, low: int, found: re.Match[str]) -> int:
    """Return where a place ends: 北京亦庄 where 亦庄 is named alone as well."""
    high = low + len(found.group())
    if found["inner"] or found.group() != found["outer"]:
        return high
    district = document.text[high : high + 2]
    alone = re.compile(rf"(?<=[。；，\n]){re.escape(district)}(?=[\u4e00-\u9fff])")
    if district.startswith(_NO_DISTRICT) or DEED.match(district) or not _TWO.fullmatch(district):
        return high
    return high + 2 if alone.search(document.text) or district in PROVINCES else high


def core_name(place: Quote) -> str:
    """Return the part of a place's name by which its text goes on calling it."""
    found = PLACE.match(place.text)
    rest = place.text[len(found["outer"]) :] if found and not found["inner"] else ""
    return rest if _TWO.fullmatch(rest) else place.text[:2]
