"""Values in Chinese text: numbers with units, dates, document numbers, 《titles》, “quotes”.

They are what a short answer is made of and what a check of a statement compares.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_ABOUT = (
    r"(?:大约|(?<![签合预节条契])约|将近|接近|近|"
    r"超过|超|逾|突破|达到|高达|达|不足|不低于|不少于|不超过|至少|最多)?"
)
_DIGITS = (
    r"(?<![\d.A-Za-z])\d+(?:,\d{3})+(?:\.\d+)?(?![\dA-Za-z])|"
    r"(?<![\d.，A-Za-z])\d{1,3}(?:，\d{3})+(?:\.\d+)?(?=[余多]?[万亿%]|[吨元人公斤])|"
    r"(?<![\d.A-Za-z])\d+(?:\.\d+)?(?![\d.A-Za-z])"
)
# 百家 is a number, (万元) only the unit of a column.
_HAN_NUMBER = r"(?:[一二三四五六七八九十两]|(?<![（(])[百千])[一二三四五六七八九十百千万亿两]*"
_SCALE = r"(?:余|多)?(?:万亿|亿|万|千|百)?(?:余|多)?"
MEASURES = (
    "个百分点|百分点|平方公里|平方千米|立方米|平方米|千瓦时|公里|千米|厘米|毫米|小时|分钟|个月|工作日|"
    "个工作日|公斤|千克|公顷|人次|班次|标准箱|欧元|美元|港元|日元|英镑|元|美金|千瓦|兆瓦|吉瓦|标准煤|"
    "周岁|个|项|家|组|架|人|名|位|次|条|件|种|类|款|台|套|辆|艘|座|处|所|户|篇|册|份|只|株|亩|吨|克|"
    "斤|升|毫升|公升|笔|度|倍|级|层|张|天|日|周|月|年|岁|届|期|例|起|场|轮|批|间|栋|门|颗|米|秒|角|分|字|页|部|支|"
    "对|幅|枚|双|本|卷|成|票|号|折|课时|学分|席|床|桶"
)
_UNIT = rf"(?:{MEASURES})"
_UNIT_ENDS = "".join(sorted({measure[-1] for measure in MEASURES.split("|")}))
# What follows a number or its unit is the sign of a range: 5-10天, 5万元-10万元.
_RANGED = "".join(rf"(?<!\d.{{{between}}}[{_UNIT_ENDS}])" for between in range(4))
_SIGN = rf"(?:(?<![A-Za-z\d%％‰]){_RANGED}[-－−](?=\d)|(?<!正)负|零下)?"
_NUMBER = re.compile(
    rf"{_ABOUT}{_SIGN}(?:(?:{_DIGITS}){_SCALE}(?:%|％|‰|{_UNIT})?(?:以上|以下|以内|左右)?"
    rf"|(?<!第){_HAN_NUMBER}(?:余|多)?(?:{_UNIT})(?:以上|以下|以内|左右)?)"
)
HAN_YEAR = "[一二][八九〇零○][〇零○一二三四五六七八九]{2}"
_DATE = re.compile(
    rf"(?:截至)?(?:(?:(?<!\d)\d{{4}}|{HAN_YEAR})年(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月份?"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?)?(?:底|末|初|中期|上半年|下半年)?"
    r"|(?<!\d)\d{1,2}月\d{1,2}[日号]|(?<!\d)\d{1,2}月(?:底|初|份|末)|(?<!\d)\d{4}-\d{1,2}-\d{1,2})"
)
_RANGE = re.compile(
    r"[从由][^，。；]{0,12}?\d[\d.,]*[^，。；从由]{0,6}?"
    r"(?:提升|提高|上升|增长|增加|增至|下降|降低|缩短|减少|降|升|扩大|延长)?(?:至|到)\s*"
    rf"{_ABOUT}[^，。；]{{0,8}}?\d[\d.,]*{_SCALE}(?:%|％|‰|{_UNIT})?"
)
_TITLE = re.compile(r"《[^《》\n]{1,100}》")
_QUOTE = re.compile(r"“[^“”\n]{1,80}”")
_CODE = re.compile(
    r"(?:(?![为是据照号了的和与及])[\u4e00-\u9fffA-Z]){1,15}[〔\[（(]\d{4}[〕\]）)](?:第)?\d+号"
)
_CONTACT = re.compile(
    r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|https?://[^\s，。；）)]+|\d{3,4}[-－—]\d{7,8}|1\d{10}|[（(]\d{3,4}[）)]\s?\d{7,8}"
    r"|(?:(?<=热线)|(?<=电话)|(?<=热线：)|(?<=电话：))\d{5,8}(?!\d)"
)
_CHAIN = re.compile(
    r"[^\s，。；：“”《》—\-→]{2,14}(?:(?:——?|-|→)[^\s，。；：“”《》—\-→]{2,14}){2,}"
)


class ValueKind(StrEnum):
    """What sort of thing a value is."""

    NUMBER = "number"
    DATE = "date"
    RANGE = "range"
    TITLE = "title"
    QUOTE = "quote"
    CODE = "code"
    CONTACT = "contact"
    CHAIN = "chain"


_PATTERNS: dict[ValueKind, re.Pattern[str]] = {
    ValueKind.NUMBER: _NUMBER,
    ValueKind.DATE: _DATE,
    ValueKind.RANGE: _RANGE,
    ValueKind.TITLE: _TITLE,
    ValueKind.QUOTE: _QUOTE,
    ValueKind.CODE: _CODE,
    ValueKind.CONTACT: _CONTACT,
    ValueKind.CHAIN: _CHAIN,
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value found at ``start:end`` (characters) of the text that was searched."""

    kind: ValueKind
    start: int
    end: int
    text: str

    @property
    def is_percentage(self) -> bool:
        """Whether it counts in percent or percentage points."""
        return any(sign in self.text for sign in ("%", "％", "百分点", "‰"))


def find_values(text: str, *kinds: ValueKind) -> list[Value]:
    """Return the values of the wanted kinds in reading order.

    Numbers that are part of a date, a document number or a title are left out.
    """
    found = [
        Value(kind, match.start(), match.end(), match.group())
        for kind in kinds
        for match in _PATTERNS[kind].finditer(text)
        if match.group()
    ]
    if ValueKind.NUMBER in kinds:
        taken = [m.span() for p in (_DATE, _CODE, _TITLE) for m in p.finditer(text)]
        found = [
            value
            for value in found
            if value.kind is not ValueKind.NUMBER
            or not any(
                start <= value.start < end or start < value.end <= end for start, end in taken
            )
        ]
    return sorted(found, key=lambda value: (value.start, -value.end))


HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
# A year before 年, or before others that end in it: 2023和2024年, 2020—2025年. In a table
# its column says that it is one, or its place before the cells: 年份：2020； or 2020 | .
_YEAR = re.compile(
    rf"(?<!\d)(?:19|20)\d\d(?=(?:[-—~～至到和与跟及、/](?:19|20)\d\d)*年)|{HAN_YEAR}(?=年)"
    r"|(?:(?<=年份：)|(?<=年度：))(?:19|20)\d\d(?!\d)|^(?:19|20)\d\d(?= ?\| )",
    re.MULTILINE,
)


def years(text: str) -> frozenset[str]:
    """Return the years a text names, as four Arabic digits (二〇二五年 counts as 2025)."""
    return frozenset(year.translate(HAN_DIGITS) for year in _YEAR.findall(text))


_HAN_VALUES = {han: number for number, han in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}


def han_number(text: str) -> int | None:
    """Return the integer below 100 that Chinese or Arabic digits write, None if they do not."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if ten:
        left, right = _HAN_VALUES.get(tens or "一"), _HAN_VALUES.get(ones or "零")
        return None if left is None or right is None else left * 10 + right
    return _HAN_VALUES.get(text)


_MEASURED = re.compile(
    rf"(?<![第几数一二三四五六七八九十百千万亿两])([一二三四五六七八九十两]{{1,3}})(?=[余多]?{_UNIT})"
)


def canonical(text: str) -> str:
    """Return a text in the form in which its values are compared with those of another.

    NFKC, no white space, no thousands separators; Chinese years and counts in Arabic digits
    (八批 counts as 8批), 3月 for 03月, one minus sign for 负 and 零下.
    """
    plain = re.sub(r"\s+|(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(rf"{HAN_YEAR}(?=年)", lambda m: m.group().translate(HAN_DIGITS), plain)
    plain = _MEASURED.sub(lambda m: str(han_number(m[1]) or m[1]), plain)
    plain = re.sub(r"(?<=[年月])0(?=\d[月日])", "", plain)
    return re.sub(r"(?:(?<!正)负|零下|−)(?=\d)", "-", plain)


LIMITING = "不(?:低于|少于|小于|短于|超过|高于|多于|大于)|至[少多]|最[少低短多高长]"
_LIMIT = re.compile(
    rf"({LIMITING})(?!的|人民[法检]|[法检层级峰点])(?:(?!{LIMITING})[^\d，。；：、,;:!?！？|\n]){{0,8}}$"
)


def find_limit(text: str, start: int) -> re.Match[str] | None:
    """Return the word (group 1) that limits the number at ``start``: 最高给予100万元.

    Up to eight characters may stand between them, but no stop and no other number.
    """
    return _LIMIT.search(text, max(0, start - 12), start)
