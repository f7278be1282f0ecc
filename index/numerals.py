"""Chinese numerals as digits, so that 二〇二五年 and 2025年 share a search term."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
# One numeral alone is too common a character (一些, 万一) to count as a number, unless
# something that counts stands beside it.
_RUN = re.compile(
    rf"(?<=第)[{_NUMERAL}]{{1,20}}|[{_NUMERAL}]{{2,20}}|[{_NUMERAL}](?=[年月日号条章节款项届批个])"
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
    return _value(run)


def _value(run: str) -> str:
    """Read 三千二百万 by the usual grammar; "" where the run is no number (万亿级 is one)."""
    total = section = digit = 0
    seen_digit = False
    for char in run:
        if char in _DIGITS:
            digit, seen_digit = _DIGITS[char], True
        elif char in _UNITS:
            # 十五 means 15: a unit without a digit before it counts once.
            section += (digit or 1) * _UNITS[char]
            digit, seen_digit = 0, True
        elif not seen_digit:
            return ""
        else:
            total = (total + section + digit) * _GROUPS[char]
            section = digit = 0
    return str(total + section + digit)
