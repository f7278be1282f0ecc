"""Dates in running text, resolved to the calendar or left out.

An explicit year counts as it stands. 同年 and 次年 follow the last year named in their
paragraph, 今年 and 去年 the date of the document, 9月14日 either of them. Nothing is guessed:
a date that cannot be resolved is no date.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.language.values import HAN_DIGITS, HAN_YEAR, han_number
from rag.types import Document

_COUNT = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_NO_RANGE = r"(?<![\d.\-—–－~～])(?<!\d至)(?<!\d到)(?<!年至)(?<!年到)"
_YEAR = rf"(?:{_NO_RANGE}(?:19|20)\d\d|{HAN_YEAR})"
_MOMENT = re.compile(
    rf"(?P<lead>截至|截止|自|从|于|在|到|至|早在)?(?:(?P<year>{_YEAR}) ?年(?!度|版|第|级|期|限|代)"
    r"|(?P<said>今年|去年|前年|明年|同年|当年|次年|翌年))"
    rf"(?: ?(?P<month>{_COUNT}) ?月份?(?: ?(?P<day>{_COUNT}) ?[日号](?!线|楼|院|文))?)?"
    r"|(?P<lead2>截至|截止|自|从|于|在|到|至)?(?<![\d年])"
    r"(?P<month2>\d{1,2}) ?月 ?(?P<day2>\d{1,2}) ?[日号]"
)
_TAIL = re.compile(
    r"(?P<part>年?(?:[底末]|初(?![步期级始中]))|年?中期|上半年|下半年|第?[一二三四]季度|[上中下]旬)?"
    r"(?:[-—–~～至到](?:\d{1,2}月)?(?P<last>\d{1,2})[日号])?(?P<after>以来|以前|之前|以后|之后|前|后|起|期间|间)?"
)
_RANGE = re.compile(r"[-—–－~～至到] ?(?:19|20)\d\d年")
_ENCLOSED = re.compile(r"《[^《》\n]*》|[〔\[]\d{4}[〕\]]|[（(](?:19|20)\d\d[^（）()\n]{0,12}[）)]")
_OFFSETS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
_FOLLOWS = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date at ``start:end`` of the text searched, with the words that lead to and from it.

    ``date`` is ISO 8601 of the precision given (YYYY, YYYY-MM, YYYY-MM-DD); ``explicit`` if
    the year itself stands there. ``lead`` is 到, 自, 截至 or the like, ``after`` 前, 起, 以来
    or the like, ``part`` 底, 初, 上半年; "" where there is none.
    """

    start: int
    end: int
    date: str
    explicit: bool
    lead: str
    part: str
    after: str


def document_year(document: Document) -> int | None:
    """Return the year that 今年 means in a document, None where it is not certain.

    A date that the text itself bears is; one that only a catalogue gives is if the text names
    that year or the one before as well (catalogues bear dates of republication).
    """
    known = document.metadata
    if known.written_on[:4].isdigit():
        return int(known.written_on[:4])
    if not known.published_on[:4].isdigit():
        return None
    year = int(known.published_on[:4])
    named = {int(found) for found in re.findall(r"(?<!\d)((?:19|20)\d\d)年", document.text)}
    return year if named & {year, year - 1} else None


def find_moments(text: str, year: int | None, own_date: str = "") -> Iterator[Moment]:
    """Yield the dates of one paragraph in reading order.

    ``year`` is what 今年 means (None: unknown); ``own_date`` the ISO date of a document that
    is news of one day, so that a month and a day alone belong to it.
    """
    closed = [found.span() for found in _ENCLOSED.finditer(text)]
    last: int | None = None
    for found in _MOMENT.finditer(text):
        if any(start <= found.start() < end for start, end in closed):
            continue
        if _RANGE.match(text, found.end()):
            continue  # a stretch of years is no date
        resolved = _resolve(found, last, year, own_date)
        if resolved is None:
            continue
        last = resolved
        date = _iso(resolved, found["month"] or found["month2"], found["day"] or found["day2"])
        tail = _TAIL.match(text, found.end())
        if date and tail:
            explicit = found["year"] is not None
            lead = found["lead"] or found["lead2"] or ""
            part, after = tail["part"] or "", tail["after"] or ""
            yield Moment(found.start(), tail.end(), date, explicit, lead, part, after)


def _resolve(found: re.Match[str], last: int | None, year: int | None, own_date: str) -> int | None:
    """Return the year that a match means, None where nothing makes it certain."""
    if found["year"]:
        return int(found["year"].translate(HAN_DIGITS))
    if said := found["said"]:
        if said in _FOLLOWS:
            return None if last is None else last + _FOLLOWS[said]
        return None if year is None else year + _OFFSETS[said]
    if last is not None:
        return last
    return int(own_date[:4]) if len(own_date) == 10 else None


def _iso(year: int, month: str | None, day: str | None) -> str:
    """Return the date in ISO 8601, "" if the calendar has no such day."""
    numbers = [han_number(part) for part in (month, day) if part]
    if None in numbers or not 1900 <= year <= 2100:
        return ""
    filled = [number for number in numbers if number is not None]
    try:
        datetime.date(year, *[*filled, 1, 1][:2])
    except ValueError:
        return ""
    return "-".join([f"{year:04d}", *(f"{number:02d}" for number in filled)])


def in_words(date: str) -> str:
    """Return an ISO date as Chinese writes it: 2025年3月14日."""
    parts = [str(int(part)) for part in date.split("-")]
    return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
