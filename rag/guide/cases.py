"""Cases by place: what was done somewhere, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.guide.case import LONGEST, MOST_OUTCOMES, Case, clipped
from rag.guide.case_sections import headed_cases
from rag.guide.places import DEED, acting_place, core_name
from rag.guide.provinces import province_of
from rag.guide.quotes import Quote, quote
from rag.guide.sheets import Sentence, Sheet, clip
from rag.language.sentences import clause_spans
from rag.types import Document

_CAME = re.compile(
    r"已|累计|实现|缩短|降到|降至|下降|提升|提高|增长|集聚|覆盖率?|落地|撮合|惠及|节约|完成|达到?|突破|超过?|签约|量产|获得|减少|增至"
)
_PAST = re.compile(
    r"已|累计|目前|截至|了|同比|以来|年底[，]|(?:19|20)\d\d年|运营\d|来，|达\d|超\d|建成|实现"
)
_PLANNED = re.compile(
    r"^(?:到(?:19|20)\d\d年|力争|支持|鼓励|推动|推进|加快|引导|将|拟|争取|要|依托|围绕|充分|发挥|加强|支撑|着力|深入|积极|持续|强化|培育|建设|重点|高水平|打造)"
    r"|(?<![供相响适对])应(?!用|急|链|对|届|有|收|付|变|答)|须|不得|力争|将(?:在|于|建|打造|推|达|实现|继续|进一步|以)|争创|全力"
)
_NUMBER = re.compile(r"\d")
_NEXT = re.compile(r"^(?:其[一二三四五]|[一二三四五]是|第[一二三四五]|此外|从全球|总体|同时也要)")
_HOME = re.compile(
    r"^(?:截至[^，]{2,12}，|目前，|\d{4}年，?)?(?:我国|全国|国内|各地|党中央|国务院)"
)
_TROUBLE = re.compile(r"缺乏|困境|不足|面临|长期存在|典型代表|问题")
_NO_DEED = re.compile(r"(?:介绍|表示|说)道?[，。：]|负责人")
# How a text goes on with the place it has just spoken of.
_CONTINUES = re.compile(
    r"目前|截至|至今|如今|现|据|以[^，]{2,12}为例|运营|全[市省区县]|累计|已|同年|当年|(?:[一两几三]|\d+)年(?:多)?来"
)
_STRONG = re.compile(
    r"启动|建成|开设|开出|探索|搭建|推出|打造|整合|以[^，。]{1,12}为(?:载体|锚|抓手)|改造|发布|率先|出台|推行"
)


_TELLING = ("news", "case", "research")  # what they tell of a place was done there
_LISTED = re.compile(r"^\d{1,3}[.、．]\s*")
_SHORTEST = 12
# The second half of a listed item that says what was striven for, not what came of it.
_EFFORT = re.compile(
    r"(?:扎实|大力|坚决|深入|着力|统筹|努力|全力|积极|持续|切实|加快|全面)?"
    r"(?:推进|推动|加强|防范|探索|建设|打造|激活|谋划|落实|强化|培育|促进)"
)


def find_cases(sheet: Sheet) -> list[Case]:
    """Return the cases of one document in reading order."""
    headed = list(headed_cases(sheet))
    taken = [
        (case.place.start, max([case.done.end, *(o.end for o in case.outcomes)])) for case in headed
    ]
    told = [
        case
        for paragraph in sheet.paragraphs
        for case in _in_paragraph(sheet.document, paragraph)
        if not any(low <= case.place.start < high for low, high in taken)
    ]
    return sorted([*headed, *told], key=lambda case: case.place.start)


def _in_paragraph(document: Document, paragraph: Sequence[Sentence]) -> Iterator[Case]:
    """Yield the cases of one paragraph; each lasts until the next place or point opens."""
    opened: tuple[Quote, bool] | None = None
    held: list[Sentence] = []
    for sentence in paragraph:
        place = acting_place(document, sentence)
        if place or _NEXT.match(sentence.text) or _HOME.match(sentence.text):
            if opened and not (place and place[0].text in opened[0].text):
                yield from _case(document, *opened, held)
                opened, held = None, []
            opened = opened or place
        if opened:
            held.append(sentence)
    if opened:
        yield from _case(document, *opened, held)


def _case(
    document: Document, place: Quote, abroad: bool, sentences: Sequence[Sentence]
) -> Iterator[Case]:
    """Yield the case that the sentences tell, if they tell what was done."""
    if _LISTED.match(sentences[0].text) and len(sentences) == 1:
        yield from _listed(document, place, sentences[0])
        return
    if not abroad:
        if _PLANNED.search(sentences[0].text):
            return
        sentences = [sentence for sentence in sentences if not _PLANNED.search(sentence.text)]
    if not abroad and not any(_PAST.search(sentence.text) for sentence in sentences):
        return
    core = core_name(place)
    did = [
        s
        for s in sentences
        if DEED.search(s.text)
        and core in s.text
        and not _NO_DEED.search(s.text)
        and (s.text.startswith("为") or not _TROUBLE.search(s.text))
    ]
    did.sort(key=lambda s: not _STRONG.search(s.text))
    if not did:
        return
    after = [
        s
        for s in sentences
        if s is did[0] or (s.start > did[0].start and (core in s.text or _CONTINUES.match(s.text)))
    ]
    outcomes = _outcomes(document, after)
    telling = abroad or document.metadata.kind in _TELLING
    if outcomes or telling:
        done, kept = _apart(document, clipped(document, did[0]), outcomes)
        if kept or telling:
            yield Case(place, province_of(place.text), done, kept[:MOST_OUTCOMES], abroad)


def _apart(
    document: Document, done: Quote, outcomes: Sequence[Quote]
) -> tuple[Quote, tuple[Quote, ...]]:
    """Return what was done, cut before a result that the same sentence tells, and the results."""
    kept = []
    for one in outcomes:
        if not done.start <= one.start < done.end:
            kept.append(one)
        elif one.start - done.start >= _SHORTEST:
            done = quote(document, done.start, one.start - 1)
            kept.append(one)
    return done, tuple(kept)


def _listed(document: Document, place: Quote, sentence: Sentence) -> Iterator[Case]:
    """Yield an item of a list such as 48.浙江省台州市深化改革试点，助推民间投资逆势上扬."""
    clauses = clause_spans(document.text, sentence.start, sentence.end)
    if len(clauses) != 2 or len(sentence.text) > 60:
        return
    (_, first_end), second = clauses
    came = quote(document, *second)
    outcomes = () if _EFFORT.match(came.text) else (came,)
    done = quote(document, place.start, first_end - 1 if outcomes else second[1])
    yield Case(place, province_of(place.text), done, outcomes)


def _outcomes(document: Document, sentences: Sequence[Sentence]) -> list[Quote]:
    """Return the stretches that tell results with figures, in the order of the text."""
    found = []
    for sentence in sentences:
        spans = [
            (low, high)
            for low, high in clause_spans(document.text, sentence.start, sentence.end)
            if _CAME.search(document.text[low:high]) and _NUMBER.search(document.text[low:high])
        ]
        if spans:
            found.append(quote(document, *_stretch(document, sentence, spans)))
    return found


def _stretch(
    document: Document, sentence: Sentence, spans: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Return the clauses from the first result (and the date before it) to the last."""
    start, end = spans[0][0], spans[-1][1]
    before = document.text[sentence.start : start]
    if len(before) <= 24 and re.search(r"截至|\d年|目前|为例", before):
        start = sentence.start
    start, end = clip(document.text, start, end, LONGEST)
    while end > start and document.text[end - 1] in "，；、,;。":
        end -= 1
    return start, end
