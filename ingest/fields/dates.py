"""Dates as policy documents write them, turned into ISO 8601."""

from __future__ import annotations

import re

_CN_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
    "Ｏ": "0",
    "0": "0",
}
_CN_YEAR = "[〇○零OＯ0一二三四五六七八九]{4}"
_CN_COUNT = "(?:[一二三四五六七八九十]{1,3}|[〇零]?[一二三四五六七八九])"
DATE = (
    rf"(?:(?P<y>(?:19|20)\d{{2}}|{_CN_YEAR}) ?年 ?(?P<m>\d{{1,2}}|{_CN_COUNT}) ?月"
    rf"(?: ?(?P<d>\d{{1,2}}|{_CN_COUNT}) ?[日号])?"
    r"|(?P<y2>(?:19|20)\d{2}) ?[-/.] ?(?P<m2>\d{1,2}) ?[-/.] ?(?P<d2>\d{1,2})(?!\d))"
)
_DATE = re.compile(DATE)


def read_date(text: str) -> str:
    """Return the first valid date in ``text`` as YYYY-MM-DD or YYYY-MM, "" if there is none."""
    for found in _DATE.finditer(text):
        if iso := iso_date(found):
            return iso
    return ""


def iso_date(found: re.Match[str]) -> str:
    """Return a match of ``DATE`` in ISO form, "" if it is no date of the calendar."""
    year = _year(found["y"] or found["y2"])
    month = _count(found["m"] or found["m2"])
    day = _count(found["d"] or found["d2"] or "0")
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 0 <= day <= 31):
        return ""
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")


def _year(text: str) -> int:
    return int("".join(_CN_DIGITS.get(char, char) for char in text))


def _count(text: str) -> int:
    """Return the value of 7, 07, 七, 十一, 二十一 or 〇七."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        return int(_CN_DIGITS.get(tens, "1")) * 10 + int(_CN_DIGITS.get(ones, "0"))
    return int("".join(_CN_DIGITS[char] for char in text))
