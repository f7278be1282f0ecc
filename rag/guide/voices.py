"""Who said what: authors, officials, institutions and the documents that speak for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.guide.quotes import Quote, quote
from rag.guide.sheets import Sentence, Sheet, clip
from rag.guide.speakers import ORG_END
from rag.types import Document


class VoiceKind(StrEnum):
    """Who speaks."""

    AUTHOR = "author"
    OFFICIAL = "official"
    INSTITUTION = "institution"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement: ``who`` said ``said``, in ``work`` where the source names one."""

    kind: VoiceKind
    who: Quote
    said: Quote
    work: Quote | None = None


_NAMES = r"[\u4e00-\u9fff·]{2,4}(?:、[\u4e00-\u9fff·]{2,4}){0,6}(?:等(?:人)?)?"
_SAYS = r"(?:明确|多次|反复|特别|进一步|还|也|强调)?(?:指出|强调|认为|表示|提出|要求|建议|主张)"
_ARTICLE = re.compile(
    rf"^(?P<who>{_NAMES})(?:近日|日前)?(?:撰文)?(?:发表)?在《[^》]{{2,30}}》[^《》。]{{0,20}}"
    rf"(?:《(?P<work>[^》]{{4,60}})》)?[^《》。]{{0,10}}?{_SAYS}[，,：:]"
)
_ROLE = (
    r"(?:总书记|主席|总理|副总理|国务委员|部长|副部长|司长|副司长|局长|副局长|主任|副主任|巡视员|副巡视员|院长|副院长|所长|"
    r"校长|教授|研究员|院士|会长|理事长|董事长|总经理|总裁|市长|副市长|区长|副区长|省长|书记|秘书长|总工程师|处长|厅长|副厅长|专家)"
)
_OFFICIAL = re.compile(
    rf"^(?P<who>[\u4e00-\u9fff、（）]{{0,40}}?(?:{_ROLE}(?!明确|多次|反复|特别|{_SAYS})[\u4e00-\u9fff]{{2,3}}|[\u4e00-\u9fff]{{2,3}}{_ROLE}))"
    rf"(?:同志)?(?:在[^，。]{{2,24}}[中上]|在[^，。]{{2,16}}时)?{_SAYS}[，,：:“]"
)
_BARE_NAME = re.compile(
    rf"^(?P<who>[\u4e00-\u9fff]{{2,3}})(?:在[^，。]{{2,16}}[中上时])?{_SAYS}[，,：:“]"
)
_INSTITUTION = re.compile(
    rf"^(?:近日|日前)?[，,]?(?P<who>[\u4e00-\u9fff（）]{{0,20}}?{ORG_END}|党的[\u4e00-\u9fff]{{2,4}}大(?:报告)?|党的[\u4e00-\u9fff]{{4,8}}全会)"
    rf"(?:对[^。]{{2,40}}作出部署，)?{_SAYS}[，,：:“]"
)
_DOCUMENT = re.compile(
    r"^(?:(?:19|20)\d\d年的?|今年的?)?(?P<who>《[^《》\n]{4,60}》(?:[（(][^（）()]{4,24}[）)])?|“十[一二三四五]五”规划纲要|"
    rf"[\u4e00-\u9fff]{{0,8}}(?:政府工作报告|规划纲要))(?:对[^。]{{2,40}}作出部署，)?{_SAYS}[，,：:“]"
)
_MEETING = re.compile(
    rf"^(?:(?:19|20)\d\d年)?(?P<who>[\u4e00-\u9fff]{{2,14}}(?:工作会议|全会|座谈会|常务会议))[^。]{{0,40}}?{_SAYS}[，,：:“]"
)
_VAGUE = re.compile(
    r"网民|受访|有关|部分|普遍|一般|许多|不少|大家|人们|专家$|本|该|我|各|企业$|单位$|应|须|可以"
)
_PATTERNS = (
    (VoiceKind.AUTHOR, _ARTICLE),
    (VoiceKind.OFFICIAL, _OFFICIAL),
    (VoiceKind.DOCUMENT, _DOCUMENT),
    (VoiceKind.INSTITUTION, _MEETING),
    (VoiceKind.INSTITUTION, _INSTITUTION),
)
_SAID = re.compile(_SAYS)
_ANNOUNCES = re.compile(
    r"[两三四五六](?:个|大|点|项)?(?:方面|趋势|建议|要求|问题|特点|观点)[。：:]?$"
)
_NO_SPEAKER = re.compile(
    r"^(?:认真|深入|全面|贯彻|按照|为|如|根据|结合|落实|坚持|坚决)|^(?:会议|大会|论坛|中心|公司|专家组|《[^》]{2,5}》|学院|银行|政府|集团|协会)$"
)
_GLUED = re.compile(r"[、\u4e00-\u9fff]+?(?P<bare>(?:习近平|李强|李克强)(?:总书记|总理))$")
_TO_SOMEONE = re.compile(r"[你贵][省市县部校厅局委区]")
# What is meant stands before the statement, which means nothing without it.
_POINTS_BACK = re.compile(r"(?<!应)该[\u4e00-\u9fff]|上述|前述")
_LONGEST, _SHORTEST = 150, 14


def find_voices(sheet: Sheet) -> list[Voice]:
    """Return who said what in one document, in reading order."""
    found: list[Voice] = []
    known: dict[str, Quote] = {}
    signed = {name for section in sheet.document.sections for name in _signers(section.byline)}
    for number, sentence in enumerate(sheet.sentences):
        _meet(sheet.document, sentence, known)
        if not _SAID.search(sentence.text):
            continue
        for start in _starts(sentence.text, signed):
            voice = _voice(sheet.document, sentence, start, known)
            if voice is not None:
                found.append(_whole(sheet, number, voice))
                break
    return found


def _whole(sheet: Sheet, number: int, voice: Voice) -> Voice:
    """Return a statement that announces points (三个趋势) together with these."""
    if not _ANNOUNCES.search(voice.said.text):
        return voice
    paragraph, end = sheet.sentences[number].paragraph, voice.said.end
    for sentence in sheet.sentences[number + 1 :]:
        if sentence.paragraph != paragraph or sentence.end - voice.said.start > 2 * _LONGEST:
            break
        end = sentence.end
    return replace(voice, said=quote(sheet.document, voice.said.start, end))


def _signers(byline: str) -> Iterator[str]:
    """Yield the first name of an article's byline."""
    first = re.split("[；;：:]", byline)[-1].strip()
    if first:
        yield re.split("[、 ]", first)[0]


def _starts(text: str, signed: Collection[str]) -> Iterator[int]:
    """Yield where a speaker may be named: where a clause starts, and at authors' names.

    In newspapers a headline may run into the name of the author of the next item.
    """
    yield 0
    yield from (text.find(name) for name in signed if text.find(name) > 0)
    for stop in re.finditer("[，,；;]", text):
        yield stop.end()


_INTRODUCED = re.compile(
    rf"{_ROLE}(?P<name>[\u4e00-\u9fff]{{2,3}}?)(?=出席|参加|主持|致辞|作|在|和|、|，|发表|介绍|表示|带队)"
)
_POST_START = re.compile(r"[，。；：,;:由”）)]|(?<=[\u4e00-\u9fff])(?=工业和信息化部)")


def _meet(document: Document, sentence: Sentence, known: dict[str, Quote]) -> None:
    """Keep the persons that a sentence names together with their post."""
    for found in _INTRODUCED.finditer(sentence.text):
        low = max(0, found.start() - 36)
        stops = [stop.end() for stop in _POST_START.finditer(sentence.text, low, found.start())]
        start, end = sentence.start + (stops[-1] if stops else low), sentence.start + found.end()
        known.setdefault(found["name"], quote(document, start, end))


def _voice(
    document: Document, sentence: Sentence, start: int, known: dict[str, Quote]
) -> Voice | None:
    text = sentence.text[start:]
    for kind, pattern in (*_PATTERNS, (VoiceKind.OFFICIAL, _BARE_NAME)):
        found = pattern.match(text)
        if found is None or _VAGUE.search(found["who"]):
            continue
        if _NO_SPEAKER.search(found["who"]):
            continue
        low, high = sentence.start + start + found.start("who"), sentence.start + start
        who = quote(document, low, high + found.end("who"))
        if glued := _GLUED.match(who.text):
            who = quote(document, who.end - len(glued["bare"]), who.end)
        if pattern is _BARE_NAME:
            if found["who"] not in known:
                continue
            who = known[found["who"]]
        low = sentence.start + start + found.end() - (1 if found.group().endswith("“") else 0)
        said = quote(document, *clip(document.text, low, _end(sentence, low), _LONGEST))
        if len(said.text) >= _SHORTEST and not (
            _TO_SOMEONE.search(said.text) or _POINTS_BACK.search(said.text)
        ):
            return Voice(kind, who, said, _work(document, sentence, start, found))
    return None


def _end(sentence: Sentence, low: int) -> int:
    """Return where the statement that starts at ``low`` ends.

    A quotation ends with its closing mark; after it the author of the text goes on.
    """
    at = low - sentence.start
    closing = sentence.text.find("”", at)
    quoted = sentence.text[at : at + 1] == "“" and sentence.text[at - 1 : at] not in "，,"
    return sentence.start + closing + 1 if quoted and closing > 0 else sentence.end


def _work(document: Document, sentence: Sentence, start: int, found: re.Match[str]) -> Quote | None:
    """Return the title of the article that the statement stands in, where it is named."""
    if not found.groupdict().get("work"):
        return None
    low = sentence.start + start + found.start("work")
    return quote(document, low, low + len(found["work"]))
