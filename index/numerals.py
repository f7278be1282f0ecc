"""Chinese numerals as digits, so that 二〇二五年 and 2025年 share a search term."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
_SHORTENED = {**_UNITS, **_GROUPS, "十": 10}
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
# 二三十 is twenty or thirty, and 一二三四…九十 is a list: neither is one number.
_ROUGH = re.compile("[一二两三四五六七八九]{2}")
# One numeral alone is too common a character (一些, 万一) to count as a number, unless
# something that counts stands beside it.
_RUN = re.compile(
    rf"(?<=第)[{_NUMERAL}]{{1,20}}|[{_NUMERAL}]{{2,20}}"
    rf"|[{_NUMERAL}](?=[年月日号条章节款项届])|[二两三四五六七八九](?=[个批])"
)


def digit_forms(text: str) -> list[str]:
    """Return the numbers that ``text`` writes in Chinese numerals, as ASCII digits, in order.

    >>> digit_forms("二〇二五年第三十条")
    ['2025', '30']
    """
    forms = (_as_digits(match.group()) for match in _RUN.finditer(text))
    return [form for form in forms if form]


def _as_digits(run: str) -> str:
    if all(char in _DIGITS for char in run):
        return "".join(str(_DIGITS[char]) for char in run)
    if _ROUGH.search(run) or (run[0] not in _DIGITS and run[0] != "十"):
        return ""
    return str(_value(run))


def _value(run: str) -> int:
    """Read 三千二百万 by the usual grammar; 一万二 is 12000, 一亿三千万 is 130000000."""
    total = section = digit = 0
    for char in run:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            # 十五 means 15: a unit without a digit before it counts once.
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char == "亿":
            total = (total + section + digit) * _GROUPS[char]
            section = digit = 0
        else:
            total += (section + digit) * _GROUPS[char]
            section = digit = 0
    if digit and len(run) > 1 and run[-2] in _SHORTENED:
        digit *= _SHORTENED[run[-2]] // 10
    return total + section + digit
