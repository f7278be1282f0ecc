"""Amounts in running text: what was counted, how much, how it grew."""

from __future__ import annotations

import re

from rag.guide.quotes import Quote, quote
from rag.language.sentences import clause_spans, comparable
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
_AMOUNT = (
    r"(?<![\d.A-Za-z〔\-—第+/])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:余|多)?(?P<scale>万亿|千亿|百亿|千万|百万|亿|万|千|百)?(?:余|多)?(?P<unit>[%％‰]|{_UNITS})"
)
VALUE = re.compile(_AMOUNT + r"(?![年月+]|以[上下内]罚)(?:以上|以下|左右|以内)?")
_VERB = (
    r"(?:(?:已经|已|均|仅|就|共|总计|合计|累计|首次|稳定|进一步|大幅|达到|达|为|是|约|近|接近|超过|超|突破|增至|增加到|增长到|上升到|"
    r"上升至|提升至|提升到|提高至|提高到|降至|下降到|扩大到|实现|完成|拥有|共有|有|约为|分别|不低于|不少于|低于|高于|少于|多于|至少|逾|高达|保持在|占|"
    r"累计达|力争|基本|新增|建成|打造|培育|建设|形成|制定|发布|推动|落地)*)$"
)
_TAIL_VERB = re.compile(_VERB)
GROWTH = re.compile(
    r"(?:同比|环比|年均|比上年(?:同期)?|较上年(?:同期)?|较\d{4}年|比\d{4}年|名义|平均|近\d年)*(?:名义|实际)?(?:增长率?|增速|增幅|下降|降低|提高|提升|增加|减少|上升|翻)了?"
    r"(?:为|达到|达|约|超过|超|近|了)?(?:\d+(?:\.\d+)?(?:%|％|个百分点|倍)|[一两]番)(?:以上|左右)?"
)
CHANGE = re.compile(
    r"[由从](?:(?P<year1>(?:19|20)\d\d)年的?)?(?P<first>[约近]?\d[\d.,]*(?:万亿|亿|万)?(?:[%％]|[\u4e00-\u9fff]{0,3}?))"
    r"(?:[，,]?(?:逐步|大幅|快速|稳步)?(?:上升|提升|提高|增长|增加|扩大|下降|降低|缩短|减少|增|升|降))(?:至|到)了?"
    r"(?:(?P<year2>(?:19|20)\d\d)年的?)?" + _AMOUNT
)
_SINCE = re.compile(r"同比|环比|年均|比|较|名义|近\d年")
_GROWS = re.compile(r"(?:缩短|降低|提高|提升|增长|增加|减少|下降)$")
_MEASURE = re.compile(
    r"(?:规模|产值|收入|营收|营业额|增加值|总额|交易额|销售额|零售额|金额|投资|投入|支出|资金|贡献率?|占比|比重|比例|率|指数|"
    r"数量?|总量|存量|产量|销量|容量|能力|强度|用户|网民|人数|人才|企业|公司|机构|平台|园区|基地|场景|项目|标准|专利|申请|授权量|"
    r"基站|机架|算力|无人机|机器人|飞行|村落|城市|车辆|里程|面积|中心|实验室|工厂|车间|产业|市场|价值|出口|进口|进出口|订单|设备|终端|"
    r"应用|产品|技术|数据|学校|课程|系统|工程|合作|成果|案例|试点|集群|小时|经济|业务量?|机会|产能)"
)
_LEADING = re.compile(
    r"(?:其中|同时|此外|另外|目前|当前|全年|今年|此前|预计|累计|力争|截至目前|争取|确保|努力|实现(?!率)|例如|如|即|并|且|使|将|[）)”]|（[^（）]*）|[一二三四五六七八九]是|[\s,，、:：])+"
)


def find_measure(document: Document, start: int, end: int) -> Quote | None:
    """Return what is counted before a value, None where the words are not a whole phrase."""
    text = document.text
    while leading := _LEADING.match(text, start, end):
        start = leading.end()
    tail = _TAIL_VERB.search(text[start:end])
    stop = start + tail.start() if tail else end
    words = text[start:stop]
    if _GROWS.search(words):
        return None
    if (
        not 3 <= len(words) <= 26
        or not _MEASURE.search(words[-8:])
        or re.search(r"[\d“”（(）)、由从的等]$", words)
    ):
        return None
    return quote(document, start, stop)


def find_growth(document: Document, start: int, sentence_end: int) -> Quote | None:
    """Return the growth told right after a value: in its clause or the next one."""
    spans = clause_spans(document.text, start, sentence_end)[:3]
    stop = spans[-1][1] if spans else start
    found = GROWTH.search(document.text, start, stop)
    if found is None or VALUE.search(document.text, start, found.start()):
        return None
    # 不良品率降低10% is the growth of something else, unless it says since when.
    before = document.text[start : found.start()].rstrip()
    if before and not before.endswith(("，", "；", ",", ";")) and not _SINCE.match(found.group()):
        return None
    return quote(document, found.start(), found.end())


def amount(found: re.Match[str]) -> float:
    """Return the number that a match of VALUE or CHANGE writes, in base units."""
    scale = _SCALES[found["scale"] or ""]
    unit = 1e8 if found["unit"] == "亿元" else 1.0
    return float(found["number"].replace(",", "")) * scale * unit


_SCOPE = re.compile(r"^(?:我国|全国|中国|国内|的|全年)+|(?:总量|总数|总额)$")


def series_key(measure: str) -> str:
    """Return the form in which the measures of two figures are compared."""
    return _SCOPE.sub("", comparable(measure)).replace("的", "")
