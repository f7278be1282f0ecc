"""Terms and the sentences that define them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.guide.names import find_name
from rag.guide.quotes import Quote, quote
from rag.guide.sheets import Sentence, Sheet
from rag.types import Document

_OPENING = (
    r"(?:第[一二三四五六七八九十百\d]+条\s*|[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*|[（(][一二三四五六七八九十\d]{1,3}[）)][^。]{0,12}。|"
    r"(?:本|这一)?(?:办法|规定|条例|细则|规范|通知|意见|标准|文件|预案|指南|要点|条|款|项|法|实施细则|管理办法|行动计划|方案)?(?:所称的?|所指的?|中所称)|"
    r"[^。，；]{2,12}中(?:所称|的)|所谓|其中[，,]?|[:：])*"
)
_TERM = r"[“\"‘]?(?P<term>[A-Za-z0-9\u4e00-\u9fff+/＋·\-]{2,20}?)[”\"’]?"
_GLOSS = r"(?:[（(][^（）()]{1,40}[）)])?"
_SAYS = re.compile(
    rf"^{_OPENING}{_TERM}{_GLOSS}(?:[，,]?\s*(?:主要)?(?:是指|指的是|系指)|[，,]\s*指(?!导|挥|出|派|定|向|标))[，,：:]?(?P<body>[^。]{{10,}})"
)
_IS = re.compile(
    rf"^{_OPENING}{_TERM}{_GLOSS}是(?:一种|一类|以[^，。]{{2,40}}为[^，。]{{2,30}}，|指|利用|运用|采用|基于|由[^，。]{{2,40}}(?:组成|构成)|"
    r"将[^，。]{4,60}(?:的|而))(?P<body>[^。]{10,})"
)
_RESTS = re.compile(
    rf"^{_TERM}以(?P<body>[^，。]{{2,24}}为(?:载体|核心|基础|依托|牵引|目标)，[^。]{{20,}})"
)
_KIND_OF = re.compile(
    r"(?:形态|模式|技术|系统|平台|体系|产业|理念|范式|装备|产品|设施|过程|方式|机制|方法|总称|统称|车辆|企业|载体|单元|行为|活动|"
    r"工程|城市|服务|网络|能力|集合|枢纽|形式|经济|软件|设备|机构|单位|学科|科学|标准|计划|发展|制度|单元|空间|应用|区域|园区|医疗器械)[”）)]?$"
)
_NO_TERM = re.compile(
    r"^(?:无论|不论|不管|这|其|该|此|本|它|上述|以上|目的|意义|主要|一方面|另一|我们|他们|你|我|也|就|而|但|若|如|凡|是|有|在|对|从|为|"
    r"以|按|由|将|所|各|每|某|前款|后者|前者|一般|通常|特别|尤其|具体|总体|根本|关键|核心|本质|重点|内涵|含义|基本|不)"
    r"|的$|^[\d.]+$|是$|[和与及或]$|规定$|要求$|(?:主席|总理|书记|同志)(?:说|讲|关于|指出|强调)"
)
_NOT_ITSELF = re.compile(r"的(?:核心|关键|本质|目的|特征|特点|意义|实质|目标|内涵)$")
_HEADING = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,10}(?:适用范围|发展态势|基本内涵|主要内涵|定义|概念|背景|总体架构|系统架构|现状|工作职责|意义|概述))(?=[\u4e00-\u9fff]{3})"
    r"|^.*(?:所称的?|本工程|本项目)"
)
_OPEN_ENDED = re.compile(r"(?:如下|以下|下列|包括|：|:)[^。]{0,8}$|[（(][^（）()]*$")
_LONGEST = 260


@dataclass(frozen=True, slots=True)
class Definition:
    """A sentence that says what a term means; ``sure`` where it says so in words (是指)."""

    term: Quote
    sentence: Quote
    sure: bool

    @property
    def name(self) -> str:
        """The term as it is written."""
        return self.term.text


def find_definitions(sheet: Sheet) -> list[Definition]:
    """Return the definitions of one document in reading order, each term once."""
    found: dict[str, Definition] = {}
    subject = _subject(sheet.document)
    for sentence in sheet.sentences:
        for definition in _in_sentence(sheet.document, sentence, subject):
            found.setdefault(definition.name, definition)
    return list(found.values())


def _subject(document: Document) -> str:
    """Return the words a document is about: its name and its headings."""
    name = find_name(document)
    heads = " ".join(section.heading for section in document.sections)
    return f"{name.text if name else document.title} {heads}"


def _in_sentence(document: Document, sentence: Sentence, subject: str) -> Iterator[Definition]:
    """Yield what a sentence defines: one term, or several with ； between them."""
    begin = 0
    for part in re.split("(?<=；)", sentence.text):
        start, begin = begin, begin + len(part)
        defined = _match(part, subject)
        if defined is None:
            continue
        found, sure = defined
        end = sentence.start + start + len(part.rstrip("；;，, "))
        low = sentence.start + start + found.start("term")
        name = _bare(found["term"])
        low += found["term"].rfind(name) if name != found["term"] else 0
        term, words = quote(document, low, low + len(name)), quote(document, low, end)
        if len(words.text) <= _LONGEST and len(name) > 1 and not _no_term(name):
            yield Definition(term, _from_opening(document, words), sure)


def _bare(term: str) -> str:
    """Return a term without a heading run into its front and without 是 and what follows."""
    term = term.split("是")[0]
    if heading := _HEADING.match(term):
        term = term[heading.end() :]
    for size in range(len(term) // 2, 2, -1):  # 智慧林业总体架构智慧林业 opens with itself
        if term.startswith(term[-size:]):
            return term[-size:]
    return term


def _match(part: str, subject: str) -> tuple[re.Match[str], bool] | None:
    for pattern, sure in ((_SAYS, True), (_IS, False), (_RESTS, False)):
        found = pattern.match(part)
        if found is None or _no_term(found["term"]) or _OPEN_ENDED.search(found["body"]):
            continue
        if pattern is _IS and not _KIND_OF.search(part.rstrip("。；， ")):
            continue
        if pattern is _RESTS and (found["term"] not in subject or len(found["term"]) < 4):
            continue
        return found, sure
    return None


def _no_term(term: str) -> bool:
    return bool(_NO_TERM.search(term) or _NOT_ITSELF.search(term))


def _from_opening(document: Document, words: Quote) -> Quote:
    """Return the words with the quotation mark before the term, if there is one."""
    before = document.text[words.start - 1 : words.start]
    return quote(document, words.start - 1, words.end) if before in ("“", "‘", '"') else words
