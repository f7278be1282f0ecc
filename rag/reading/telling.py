"""Whether a text tells what something is, or only mentions it."""

from __future__ import annotations

import re

from rag.kinds import Kind
from rag.language.sentences import comparable, sentence_spans
from rag.language.values import ValueKind, find_values
from rag.question import Question

# What may stand between the letters of a name, and how a text tells of one.
_BETWEEN = r"[\s“”《》（）()\-]*"
_TELLING = (
    r"(?:^|[\n，。；：！？]|(?<![\u4e00-\u9fff])[“（(《])\W*(?:[一二三四五六七八九十\d]{{1,3}}\W)?(?:(?:本\w{{2,6}})?所[称谓指](?:的)?|其中|而)?\W*{name}(?![、等])"
    r"|{name}\W{{0,2}}(?:\w{{0,4}}?(?:是|指|为|即|包括|分为))"
    r"|(?:[简统]?称为?|叫做?|即|就是|定义为|名为)\W{{0,2}}{name}"
)
# Only that something goes on, what another thing of that name is, or how many there are:
# 东数西算工程全面开展, 智慧养老院：…, 专精特新企业达到1万家.
_GOES_ON = (
    r"{name}\W{{0,2}}(?:\w{{0,4}}?(?:工程|行动|计划|战略|建设|工作|项目|应用|产业))?(?:全面|正式|加快|加速|稳步|深入|"
    r"持续|有序|扎实|逐步)*(?:开展|启动|实施|推进|落地|见效|铺开|起势|展开|发展)[。；，]"
    r"|{name}[院所岛园城谷区馆站室店厅]："
    r"|{name}\W{{0,2}}(?:(?!包[括含]|分为|涵盖)[^，。；：由是指为即\d]){{1,14}}\d"
)
_VALUES = {Kind.NUMBER: ValueKind.NUMBER, Kind.DATE: ValueKind.DATE}
_LINK = re.compile(r"[^，。；：、\d]{0,8}")  # what stands between a thing and its figure
_IS = re.compile(r"是(?:一[种个项]|指|将|把|以|由|对|在)|所[称谓]|指的?是|定义|简称")


def tells_of(name: str, cited: str) -> bool:
    """Whether a text tells what something is, or begins a clause with it: no mere mention.

    元宇宙是…, 所谓元宇宙, …称为元宇宙 tell of it; 培育元宇宙等新赛道 and 元宇宙加快发展 do not.
    """
    if name not in comparable(cited):
        return True  # told in other words, which is weighed elsewhere
    letters = _BETWEEN.join(map(re.escape, name))
    if not _IS.search(cited) and re.search(_GOES_ON.format(name=letters), cited, re.IGNORECASE):
        return False
    return bool(re.search(_TELLING.format(name=letters), cited, re.IGNORECASE))


def states(question: Question, cited: str) -> bool:
    """Whether one sentence gives the figure or date asked for in the question's own words.

    It names every key term, the year included, and the value follows upon the last of them.
    """
    kind = _VALUES.get(question.kind)
    last = max(question.terms, key=lambda term: term.start, default=None)
    if kind is None or last is None or last.start > question.asked_at:
        return False
    for start, end in sentence_spans(cited):
        sentence = cited[start:end]
        plain = comparable(sentence)
        if not all(term.key in plain for term in question.terms):
            continue
        for value in find_values(sentence, kind):
            _, named, between = sentence[: value.start].rpartition(last.text)
            if named and _LINK.fullmatch(between):
                return True
    return False
