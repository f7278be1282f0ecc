"""Key figures: what was measured, its value with unit, when, and how it grew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.guide.dates import Moment, document_year, find_moments
from rag.guide.events import is_planned
from rag.guide.quotes import Quote, quote
from rag.guide.sheets import Sentence, Sheet
from rag.language.sentences import Span, clause_spans, comparable
from rag.types import Document

_SCALES = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "千万": 1e7,
    "百万": 1e6,
    "亿": 1e8,
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
    "": 1.0,
}
_UNITS = (
    "亿元|个百分点|平方公里|平方千米|平方米|立方米|千瓦时|千瓦|公里|公顷|标准机架|标准煤|人次|美元|欧元|英镑|日元|元|"
    "小时|ZB|EB|PB|TB|EFLOPS|GW|MW|吨|亩|户|家|项|件|个|人|名|位|台套|台|套|辆|架|艘|座|所|款|种|篇|只|倍|株|张|床|处|组|批"
)
VALUE = (
    r"(?<![\d.A-Za-z〔\-—第+/])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:余|多)?(?P<scale>万亿|千亿|百亿|千万|百万|亿|万|千|百)?(?:余|多)?(?P<unit>[%％‰]|{_UNITS})"
)
_VALUE = re.compile(VALUE + r"(?![年月+]|以[上下内]罚)(?:以上|以下|左右|以内)?")
_VERB = (
    r"(?:(?:已经|已|均|仅|就|共|总计|合计|累计|首次|稳定|进一步|大幅|达到|达|为|是|约|近|接近|超过|超|突破|增至|增加到|增长到|上升到|"
    r"上升至|提升至|提升到|提高至|提高到|降至|下降到|扩大到|实现|完成|拥有|共有|有|约为|分别|不低于|不少于|至少|逾|高达|保持在|占|"
    r"累计达|力争|基本|新增|建成|打造|培育|建设|形成|制定|发布|推动|落地)*)$"
)
_TAIL_VERB = re.compile(_VERB)
_GROWTH = re.compile(
    r"(?:同比|环比|年均|比上年(?:同期)?|较上年(?:同期)?|较\d{4}年|比\d{4}年|名义|平均|近\d年)*(?:名义|实际)?(?:增长率?|增速|增幅|下降|降低|提高|提升|增加|减少|上升|翻)了?"
    r"(?:为|达到|达|约|超过|超|近|了)?(?:\d+(?:\.\d+)?(?:%|％|个百分点|倍)|[一两]番)(?:以上|左右)?"
)
_CHANGE = re.compile(
    r"[由从](?:(?P<year1>(?:19|20)\d\d)年的?)?(?P<first>[约近]?\d[\d.,]*(?:万亿|亿|万)?(?:[%％]|[\u4e00-\u9fff]{0,3}?))"
    r"(?:[，,]?(?:逐步|大幅|快速|稳步)?(?:上升|提升|提高|增长|增加|扩大|下降|降低|缩短|减少|增|升|降))(?:至|到)了?"
    r"(?:(?P<year2>(?:19|20)\d\d)年的?)?" + VALUE
)
_MEASURE = re.compile(
    r"(?:规模|产值|收入|营收|营业额|增加值|总额|交易额|销售额|零售额|金额|投资|投入|支出|资金|贡献率?|占比|比重|比例|率|指数|"
    r"数量?|总量|存量|产量|销量|容量|能力|强度|用户|网民|人数|人才|企业|公司|机构|平台|园区|基地|场景|项目|标准|专利|申请|授权量|"
    r"基站|机架|算力|无人机|机器人|飞行|村落|城市|车辆|里程|面积|中心|实验室|工厂|车间|产业|市场|价值|出口|进口|进出口|订单|设备|终端|"
    r"应用|产品|技术|数据|学校|课程|系统|工程|合作|成果|案例|试点|集群|小时|经济|业务量?|机会|产能)"
)
_CONDITION = re.compile(
    r"不(?:得|超过|高于|低于|少于|足|予)|应当?|须|给予|奖励|补助|补贴|罚款|缴纳|扣除|注册资本|以上的|以下的|每[年月人名个家]|最高|可|按照?|标准定额|资助|基数|拟|经费"
)
_LEADING = re.compile(
    r"(?:其中|同时|此外|另外|目前|当前|全年|今年|此前|预计|累计|力争|截至目前|争取|例如|如|即|并|且|使|将|[）)”]|（[^（）]*）|[一二三四五六七八九]是|[\s,，、:：])+"
)
_LEANING = re.compile(
    r"^(?:占|(?:(?:总量)?(?:全球|全国)?占比|(?:网民)?使用率|投入强度|市场规模|总量|规模|平均.{0,4})$)"
)
_NATION = re.compile(r"(?:全国|我国|中国)(?![^，。]{0,6}(?:领先|影响|一流|前列|重要|知名|示范))")
_LOCAL = re.compile(r"全[市省区县]|[我本][市省区县]")
_NOT_OF = {"前", "之前", "以前", "以来", "后", "之后", "起", "期间"}
_GOES_ON = tuple("的至到—-~～/以")
_LONGEST = 110


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``number`` is in base ``unit`` (5800亿元 is 5.8e11 元, 15% is 15 %).

    ``measure`` says what was counted, ``told`` the whole statement, ``when`` the date it is
    of (``date`` in ISO 8601), ``growth`` how it changed (None where it does not say).
    ``target`` tells aims and forecasts from facts. ``of`` is the measure before that a share
    or a rate is of. Figures of one ``key`` and ``unit`` form a series, across documents where
    they are ``national``.
    """

    measure: Quote
    value: Quote
    number: float
    unit: str
    date: str
    when: Quote
    told: Quote
    growth: Quote | None
    target: bool
    key: str
    national: bool = False
    of: Quote | None = None


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
        changes = list(_changes(document, sentence, start, end))
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
            whole = _completed(figure, last)
            if whole is not None:
                last = whole if whole.of is None else last
                yield whole


def _completed(figure: Figure, last: Figure | None) -> Figure | None:
    """Return a figure whose measure leans on the one before with that one named."""
    if not _LEANING.match(figure.measure.text):
        return figure
    if last is None or (last.when != figure.when and last.date[:4] != figure.date[:4]):
        return None
    return replace(figure, of=last.measure, key=f"{last.key}/{figure.key}")


def _figures(
    document: Document, sentence: Sentence, clause: Span, moment: Moment, offset: int
) -> Iterator[Figure]:
    """Yield the complete figures of one clause: A超1400项、B约1500项 holds two."""
    text, (start, end) = document.text, clause
    when_start, when_end = offset + moment.start, offset + moment.end
    body = when_end if start <= when_start < end else start
    begin = body
    for found in _VALUE.finditer(text, body, end):
        measure = _measure(document, begin, found.start())
        aside = begin > body and text[begin] != "、"
        begin = found.end()
        if measure is None or aside or text[begin : begin + 1] in _GOES_ON:
            continue
        growth = _growth(document, found.end(), sentence.end)
        if _GROWTH.search(text, body, found.end()):
            return
        yield Figure(
            measure,
            quote(document, found.start(), found.end()),
            _amount(found),
            found["unit"].replace("％", "%").replace("亿元", "元"),
            moment.date,
            quote(document, when_start, when_end),
            _told(document, min(when_start, start), start, growth.end if growth else begin),
            growth,
            moment.lead in ("到", "至") or is_planned(moment, text[body:end], document),
            series_key(measure.text),
            national=_is_national(sentence.text),
        )


def _told(document: Document, first: int, start: int, stop: int) -> Quote:
    """Return the statement from its date on, or from its clause on where that is too long."""
    return quote(document, first if stop - first <= _LONGEST else start, stop)


def _measure(document: Document, start: int, end: int) -> Quote | None:
    """Return what is counted before a value, None where the words are not a whole phrase."""
    text = document.text
    while leading := _LEADING.match(text, start, end):
        start = leading.end()
    tail = _TAIL_VERB.search(text[start:end])
    stop = start + tail.start() if tail else end
    words = text[start:stop]
    if (
        not 3 <= len(words) <= 26
        or not _MEASURE.search(words[-8:])
        or re.search(r"[\d“”（(）)、]$|的$", words)
    ):
        return None
    return quote(document, start, stop)


def _growth(document: Document, start: int, sentence_end: int) -> Quote | None:
    """Return the growth told right after a value: in its clause or the next one."""
    spans = clause_spans(document.text, start, sentence_end)[:3]
    stop = spans[-1][1] if spans else start
    found = _GROWTH.search(document.text, start, stop)
    if found is None or _VALUE.search(document.text, start, found.start()):
        return None
    return quote(document, found.start(), found.end())


def _changes(document: Document, sentence: Sentence, start: int, end: int) -> Iterator[Figure]:
    """Yield the two figures of 从2012年的1.03万亿元上升到2025年的3.93万亿元."""
    text = document.text
    found = _CHANGE.search(text, start, end)
    if found is None:
        return
    dated = found if found["year1"] and found["year2"] else None
    if dated is None:  # 投入强度从1.98%提升至2.8% goes on with the years of the clause before
        before = _CHANGE.search(text, sentence.start, start)
        dated = before if before and before["year1"] and before["year2"] else None
    first = _VALUE.match(text, found.start("first")) or _VALUE.match(text, found.start("first") + 1)
    measure = _measure(document, start, found.start())
    if dated is None or measure is None or first is None:
        return
    told = quote(document, start, found.end())
    for which, match in (("year1", first), ("year2", None)):
        number = _amount(match) if match else _amount(found)
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


def _amount(found: re.Match[str]) -> float:
    scale = _SCALES[found["scale"] or ""]
    unit = 1e8 if found["unit"] == "亿元" else 1.0
    return float(found["number"].replace(",", "")) * scale * unit


def _is_national(text: str) -> bool:
    return _NATION.search(text) is not None and _LOCAL.search(text) is None


_SCOPE = re.compile(r"^(?:我国|全国|中国|国内|的|全年)+|(?:总量|总数|总额)$")


def series_key(measure: str) -> str:
    """Return the form in which the measures of two figures are compared."""
    return _SCOPE.sub("", comparable(measure))
