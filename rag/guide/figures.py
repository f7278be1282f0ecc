"""Key figures: what was measured, its value with unit, when, and how it grew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.guide.dates import Moment, document_year, find_moments
from rag.guide.deeds import GREW, is_planned
from rag.guide.figure import Figure
from rag.guide.quantities import (
    CHANGE,
    GROWTH,
    VALUE,
    amount,
    find_growth,
    find_measure,
    series_key,
)
from rag.guide.quotes import Quote, quote
from rag.guide.sheets import Sentence, Sheet
from rag.language.sentences import Span, clause_spans
from rag.types import Document

_CONDITION = re.compile(
    r"不(?:得|超过|高于|低于|少于|足|予)|应当?|须|给予|奖励|补助|补贴|罚款|缴纳|扣除|注册资本|以上的|以下的|每[年月人名个家]|最高|可|按照?|标准定额|资助|基数|拟|经费"
)
_LEANING = re.compile(
    r"^(?:占|(?:(?:总量)?(?:全球|全国)?占比|(?:网民)?使用率|投入强度|市场规模|总量|规模|平均.{0,4}|"
    r"(?:完成|合同|合作|成交|签约|采购)(?:投资|总?金?额))$)"
)
_NATION = re.compile(r"(?:全国|我国|中国)(?![^，。]{0,6}(?:领先|影响|一流|前列|重要|知名|示范))")
_LOCAL = re.compile(r"全[市省区县]|[我本][市省区县]")
_NOT_OF = {"前", "之前", "以前", "以来", "后", "之后", "起", "期间"}
_GOES_ON = tuple("的至到—-~～/以")
_FRAME = re.compile(
    r"(?:^|(?<=[。；\n]))(?:以[^，。；\n]{2,12}为例|在?[^，。；\n]{2,10}(?:方面|领域))，$"
)
_LONGEST = 110


def find_figures(sheet: Sheet) -> list[Figure]:
    """Return the dated figures of one document in reading order."""
    document = sheet.document
    found: list[Figure] = []
    year = document_year(document)
    for sentences in sheet.paragraphs:
        start, end = sentences[0].paragraph
        moments = list(find_moments(document.text[start:end], year))
        for sentence in sentences:
            inside = [m for m in moments if sentence.start <= start + m.start < sentence.end]
            found.extend(_in_sentence(document, sentence, inside, start))
    return found


def _in_sentence(
    document: Document, sentence: Sentence, moments: Sequence[Moment], offset: int
) -> Iterator[Figure]:
    text, current = document.text, None
    last: Figure | None = None
    for start, end in clause_spans(text, sentence.start, sentence.end):
        dated = [m for m in moments if start <= offset + m.start < end]
        changes = [
            _leaning(document, one, last) for one in _changes(document, sentence, start, end)
        ]
        if changes:
            last = changes[-1]
            yield from changes
            current = replace(dated[-1], lead="") if dated else current
            continue
        opening = [m for m in dated if not text[start : offset + m.start].strip("（(“")]
        current = opening[0] if opening else None if dated else current
        if current is None or current.after in _NOT_OF or _CONDITION.search(text[start:end]):
            continue
        for figure in _figures(document, sentence, (start, end), current, offset):
            whole = _completed(document, figure, last)
            if whole is not None:
                last = whole if whole.of is None else last
                yield whole


def _completed(document: Document, figure: Figure, last: Figure | None) -> Figure | None:
    """Complete a measure such as 占比 by the figure before it; None if that is not certain."""
    if not _LEANING.match(figure.measure.text):
        return figure
    if last is None or (last.when != figure.when and last.date[:4] != figure.date[:4]):
        return None
    if "；" in document.text[last.value.end : figure.measure.start]:
        return None
    if last.measure.text.endswith(("率", "比重", "占比")):
        return None  # of what the market is, a share before it does not say
    return _leaning(document, figure, last)


def _leaning(document: Document, figure: Figure, last: Figure | None) -> Figure:
    """Return a figure whose measure refers to the one before it together with that measure.

    Its statement then begins with the other figure, unless that makes it too long.
    """
    if last is None or not _LEANING.match(figure.measure.text):
        return figure
    told, first = figure.told, min(last.told.start, figure.told.start)
    if told.end - first <= _LONGEST:
        told = quote(document, first, told.end)
    return replace(figure, of=last.measure, key=f"{last.key}/{figure.key}", told=told)


def _figures(
    document: Document, sentence: Sentence, clause: Span, moment: Moment, offset: int
) -> Iterator[Figure]:
    """Yield the complete figures of one clause: A超1400项、B约1500项 holds two."""
    text, (start, end) = document.text, clause
    when_start, when_end = offset + moment.start, offset + moment.end
    body = when_end if start <= when_start < end else start
    begin = body
    for found in VALUE.finditer(text, body, end):
        measure = find_measure(document, begin, found.start())
        aside = begin > body and text[begin] != "、"
        begin = found.end()
        if measure is None or aside or text[begin : begin + 1] in _GOES_ON:
            continue
        growth = find_growth(document, found.end(), sentence.end)
        if GROWTH.search(text, body, found.end()):
            return
        yield Figure(
            measure,
            quote(document, found.start(), found.end()),
            amount(found),
            found["unit"].replace("％", "%").replace("亿元", "元"),
            moment.date,
            quote(document, when_start, when_end),
            _told(document, min(when_start, start), start, growth.end if growth else begin),
            growth,
            _is_aim(moment, sentence, text[body:end], document),
            series_key(measure.text),
            national=_is_national(sentence.text),
        )


def _is_aim(moment: Moment, sentence: Sentence, told: str, document: Document) -> bool:
    """Whether a figure is a goal or a forecast; one that grew since last year is neither."""
    ahead = moment.lead in ("到", "至") and not GREW.search(sentence.text)
    return ahead or is_planned(moment, told, document)


def _told(document: Document, first: int, start: int, stop: int) -> Quote:
    """Return the statement from its date on, or from its clause on where that is too long.

    A frame before it (以低空经济为例，) belongs to the statement.
    """
    framed = _FRAME.search(document.text, max(0, first - 20), first)
    begins = (framed.start() if framed else first, first, start)
    return quote(
        document, next(one for one in begins if one == start or stop - one <= _LONGEST), stop
    )


def _changes(document: Document, sentence: Sentence, start: int, end: int) -> Iterator[Figure]:
    """Yield the two figures of 从2012年的1.03万亿元上升到2025年的3.93万亿元."""
    text = document.text
    found = CHANGE.search(text, start, end)
    if found is None:
        return
    dated = found if found["year1"] and found["year2"] else None
    if dated is None:  # 投入强度从1.98%提升至2.8% goes on with the years of the clause before
        before = CHANGE.search(text, sentence.start, start)
        dated = before if before and before["year1"] and before["year2"] else None
    first = VALUE.match(text, found.start("first")) or VALUE.match(text, found.start("first") + 1)
    measure = find_measure(document, start, found.start())
    if dated is None or measure is None or first is None:
        return
    told = quote(document, start, found.end())
    for which, match in (("year1", first), ("year2", None)):
        number = amount(match) if match else amount(found)
        low, high = match.span() if match else (found.start("number"), found.end("unit"))
        when = quote(document, dated.start(which), dated.end(which) + 1)
        unit = (match or found)["unit"].replace("％", "%").replace("亿元", "元")
        value = quote(document, low, high)
        yield Figure(
            measure,
            value,
            number,
            unit,
            dated[which],
            when,
            told,
            None,
            target=False,
            key=series_key(measure.text),
            national=_is_national(sentence.text),
        )


def _is_national(text: str) -> bool:
    return _NATION.search(text) is not None and _LOCAL.search(text) is None
