"""What a question may mention, by classes: years, places, titles, bodies, persons, ordinals."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.language.places import find_places

YEAR = re.compile(r"(?:19|20)\d{2}年(?:底|末|初)?")
_HAN = "[一二三四五六七八九十]"
_CLASSES = (
    # 十九大, 第二批: one of several that are numbered
    re.compile(rf"{_HAN}{{1,3}}大(?=报告|以来|精神|会议|[召提的上对]|$)"),
    re.compile(rf"第?{_HAN}{{1,3}}[届批期轮]"),
    re.compile("博士后|博士|硕士|本科|专科"),
    re.compile("小学|初中|高中|幼儿园"),
    re.compile(
        r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,5}?(?:自治[区州]|新区|开发区|[省市县区州旗镇乡村])"
    ),
)
_TITLE, _QUOTE = re.compile(r"《[^》]+》"), re.compile(r"“[^”]+”")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:公司|集团|大学|学院|研究院|研究所|医院|银行|委员会|办公室|协会|法院|检察院|部门|[省市县区]政府)"
)
_PERSON = re.compile(r"^[\u4e00-\u9fff·]{2,4}(?=认为|指出|提出|表示|说|的|等人|在《)")
_FINDERS: tuple[Callable[[str], list[str]], ...] = (
    *(pattern.findall for pattern in _CLASSES),
    find_places,
    _TITLE.findall,
    _QUOTE.findall,
    _BODY.findall,
    _PERSON.findall,
)
_REPLACEABLE: tuple[Callable[[str], list[str]], ...] = (
    _CLASSES[-1].findall,
    find_places,
    _BODY.findall,
    _PERSON.findall,
    _TITLE.findall,
)


def same_sort(new: str, last: str) -> tuple[str, str] | None:
    """Return (old, fresh): two things of one class, from ``last`` and from ``new``."""
    for find in _FINDERS:
        fresh, old = find(new), find(last)
        if fresh and old:
            return old[0], fresh[0]
    return None


def replaceable(last: str) -> str:
    """Return the first place, body, person or title that a question mentions, else ""."""
    return next((old[0] for find in _REPLACEABLE if (old := find(last))), "")
