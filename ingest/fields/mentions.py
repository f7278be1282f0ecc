"""Documents that a text names: 《title》 with its number, or a number alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.fields.document_number import NUMBER, write_number
from ingest.text.lines import Span

_NUMBER_ANYWHERE = re.compile(NUMBER)
_DECREE = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,20}(?:令|公告)) ?(?P<n>(?:(?:19|20)\d\d年)?第 ?\d+ ?号)"
)
_TITLE = re.compile(r"《(?P<title>[^《》\n]{1,90}(?:《[^《》\n]{1,60}》[^《》\n]{0,60})*)》")
_BRACKETED = re.compile(
    r"\s?[（(](?P<inside>[^（）()]{0,30}(?:[（(][^（）()]{0,12}[）)])?[^（）()]{0,30})[）)]"
)
# Books, films and games stand in 《》 too: only what is called after a kind of document counts.
_DOCUMENT = re.compile(
    r"(?:通知|意见|办法|规定|决定|公告|通告|批复|复函|的函|方案|规划|纲要|条例|细则|通报|指引|指南|要点|清单|措施|"
    r"决议|命令|政策|计划|准则|规则|规范|标准|章程|制度|预案|目录|法|公报|宪法|大纲|要求|标准体系|导则|规程|报告|请示|建议)"
    r"(?:[（(][^（）()]{1,24}[）)])*$"
)
# Words that run into the letters of a number which stands without its title.
_BEFORE = re.compile(
    r"根据|依据|依照|按照|遵照|参照|落实|贯彻|执行|废止|印发|转发|以及|文件|附件|关于|原|和|及|与|以|由|对|将|见"
)
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named at ``start:end``; ``title`` or ``number`` may be ""."""

    title: str
    number: str
    start: int
    end: int


def find_mentions(sentence: Span) -> list[Mention]:
    """Return the documents that a sentence names, in order; offsets as those of the sentence."""
    text, found, at = sentence.text, [], 0
    for match in _TITLE.finditer(text):
        found += _numbers(sentence, at, match.start())
        bracket = _BRACKETED.match(text, match.end())
        number = _number(bracket["inside"]) if bracket else ""
        at = bracket.end() if bracket and number else match.end()
        title = re.sub(r"\s", "", match["title"])
        if (inside := _BRACKETED.search(title)) and inside.end() == len(title):
            number = number or _number(inside["inside"])
            title = title[: inside.start()] if _number(inside["inside"]) else title
        if len(title) >= _SHORTEST and (number or _DOCUMENT.search(title)):
            start, end = sentence.start + match.start(), sentence.start + at
            found.append(Mention(title, number, start, end))
    return found + _numbers(sentence, at, len(text))


def _number(inside: str) -> str:
    """Return the number in the brackets behind a title."""
    if found := _NUMBER_ANYWHERE.search(inside):
        return write_number(found, found["who"])
    if decree := _DECREE.search(inside):
        return re.sub(r"\s", "", decree["who"].removeprefix("中华人民共和国") + decree["n"])
    return ""


def _numbers(sentence: Span, start: int, end: int) -> list[Mention]:
    """Return the numbers that stand alone between two titles."""
    found = []
    for match in _NUMBER_ANYWHERE.finditer(sentence.text, start, end):
        who = _BEFORE.split(match["who"])[-1]
        if who:
            at = match.start() + len(match["who"]) - len(who)
            number = write_number(match, who)
            found.append(Mention("", number, sentence.start + at, sentence.start + match.end()))
    return found
