"""What belongs to a number or a day: 不超过12个月, 下降3.2%, 500元至800元, 9月20日至22日."""

from __future__ import annotations

import re

from rag.language.values import MEASURES, ValueKind, find_limit, find_values
from rag.reading.asked import BEGIN_ASKED, END_ASKED

_HAN = "一二三四五六七八九十百千万亿两"
_DIGIT = re.compile(rf"(?:[-－−负]|零下)?[\d{_HAN}]")
_REACHED = re.compile(r"^(?:达到|高达|达)")
_AT_MOST = r"不超过|不高于|不多于|不大于|至多|最多|最[高长]"
_AT_LEAST = re.compile(r"不(?:低于|少于|小于|短于)|至少|最[少低短]")
_MORE_OR_LESS = re.compile(
    r"(?:超过|超|逾|突破|高于|低于|少于|多于|不足|不到|大约|(?<![签合预节条契])约|将近|接近|近)$"
)
# A rate of growth that is told as a fall, and a question that says so itself.
_FELL = re.compile(r"(?:下降|减少|降低|回落|下滑|下跌|缩短|压缩|缩减)了?$")
_FALL_ASKED = re.compile(r"[降减跌落滑缩亏]")
# 500元至800元, 3—5年, 1倍以上5倍以下.
_BOUND = rf"(?:\d[\d,.]*|[{_HAN}]+)(?:万亿|亿|万|千|百)?(?:%|％|‰|{MEASURES})?"
_RANGE = re.compile(
    rf"(?<![\d.A-Za-z{_HAN}])(?:{_BOUND}(?:至|到|[-—－–~～]{{1,2}}){_BOUND}(?:以上|以下|以内)?"
    rf"|{_BOUND}以上[，、]?{_BOUND}以下)"
)
# One day of a period: 2025年3月1日至5月31日, 2023—2025年.
_POINT = (
    r"(?:(?:19|20)\d\d年?(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号])"
    r"(?:上半年|下半年|[底末初])?"
)
_PERIOD = re.compile(rf"(?<!\d){_POINT}起?(?:至|到|[-—－–~～]{{1,2}}){_POINT}(?!\d)")
_MOST_ASKED = re.compile(
    r"最[高多长久大晚迟]|至多|上限|封顶|顶格|之内|以内|不(?:得|能|应)?(?:超过|高于|多于|大于)"
)
_MOST_STATED = re.compile(rf"{_AT_MOST}|以内|以下|限额|上限")
_LEAST_ASKED = re.compile(r"最[低少短小]|至少|起码|下限|门槛|不(?:得|能|应)?(?:低于|少于|小于)")


def stated(question: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return the short answer whose number is the value ``text[start:end]``.

    A bound of a range comes with the other one: half of 500元至800元 says something else.
    """
    for span in _RANGE.finditer(text):
        if span.start() < end and start < span.end():
            start, end = min(start, span.start()), max(end, span.end())
            break
    return value_start(question, text, start, end), end


def value_start(question: str, text: str, start: int, end: int) -> int:
    """Return where the short answer begins whose number is the value ``text[start:end]``.

    约 and 超 belong to it, and so does 不超过 unless the question asks for the most itself:
    最长多久 is answered by 12个月. So does 下降 unless the question speaks of a fall. 达到
    says nothing.
    """
    value = text[start:end]
    if reached := _REACHED.match(value):
        return start + reached.end()
    digits = _DIGIT.search(value)
    bare = start + (digits.start() if digits else 0)
    if limit := find_limit(text, bare):
        asked = _LEAST_ASKED if _AT_LEAST.match(limit.group()) else _MOST_ASKED
        bare = bare if asked.search(question) else limit.start()
    elif about := _MORE_OR_LESS.search(text[:bare]):
        bare = about.start()
    fell = None if _FALL_ASKED.search(question) else _FELL.search(text[:bare])
    return fell.start() if fell else bare


def period(asked: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return the period that the date ``text[start:end]`` begins or ends, else the date.

    Where the beginning or the end is asked for, and is a date by itself, it is that date: of
    9月20日至22日 the end is none.
    """
    for span in _PERIOD.finditer(text):
        if not (span.start() < end and start < span.end()):
            continue
        start, end = min(start, span.start()), max(end, span.end())
        dates = find_values(text[start:end], ValueKind.DATE)
        begins, ends = BEGIN_ASKED.search(asked), END_ASKED.search(asked)
        if ends and not begins and start + dates[-1].end == end:
            return start + dates[-1].start, end
        if begins and not ends and not dates[0].start:
            return start, start + dates[0].end
        break
    return start, end


def asks_most(question: str) -> bool:
    """Whether a question asks how much is allowed at most: 上限多少, 最多几天."""
    return bool(_MOST_ASKED.search(question))


def is_most(text: str, start: int, end: int) -> bool:
    """Whether the value ``text[start:end]`` is told to be the most: 最高1000万元, 3天以内."""
    value = text[start:end]
    digits = _DIGIT.search(value)
    limit = find_limit(text, start + (digits.start() if digits else 0))
    at_most = limit is not None and not _AT_LEAST.match(limit.group())
    return at_most or value.endswith(("以内", "以下"))


def states_most(text: str) -> bool:
    """Whether a text says how much is allowed at most: 不超过300万元, 80万元以内."""
    return bool(_MOST_STATED.search(text))


def limit_start(text: str, start: int, end: int) -> int:
    """Return where the limit of the value ``text[start:end]`` begins, else its start."""
    return value_start("", text, start, end)
