"""The numbers that open headings and items: 第一章, 一、, （一）, 1., ①, 其一, 一是."""

from __future__ import annotations

import re

CN = "[一二三四五六七八九十百零〇]"
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"〇": 0}
_SECTION = r"\d{1,2}\.\d{1,2}\.(?P<n>\d{1,2})(?:\.(?!\d)| |(?=[\u4e00-\u9fff]))(?=[^\d ])"
# style, pattern of the mark at the start of a line, conventional depth
STYLES: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("编", re.compile(rf"第(?P<n>{CN}+|\d+)[编篇](?![辑制写幅])"), 0),
    ("章", re.compile(rf"第(?P<n>{CN}+|\d+)章"), 1),
    ("节", re.compile(rf"第(?P<n>{CN}+|\d+)节"), 2),
    ("条", re.compile(rf"第(?P<n>{CN}+|\d+)条(?:之{CN})?(?!规定|[款项和、至例的])"), 3),
    ("一、", re.compile(rf"(?P<n>{CN}+)(?:、|[．.](?!\d))"), 4),
    ("（一）", re.compile(rf"[（(](?P<n>{CN}+)[）)]"), 5),
    ("其一", re.compile(r"其(?P<n>[一二三四五六七八九十])[，,、：:]?"), 5),
    ("第一", re.compile(r"第(?P<n>[一二三四五六七八九十])[，,、：:]"), 5),
    ("一是", re.compile(r"(?P<n>[一二三四五六七八九十])[是要](?!否|因|求|素)"), 5),
    ("1.1.1", re.compile(_SECTION), 7),
    ("1.1", re.compile(r"\d{1,2}\.(?P<n>\d{1,2})(?:\.(?!\d)| )(?=[^\d])"), 7),
    ("1.", re.compile(r"(?P<n>\d{1,3})(?:[．、]|\.(?!\d)) ?"), 6),
    ("（1）", re.compile(r"[（(](?P<n>\d{1,3})[）)]"), 7),
    ("1）", re.compile(r"(?P<n>\d{1,2})[）)]"), 7),
    ("①", re.compile(r"(?P<n>[①-⑳])"), 8),
)
RANK = {style: rank for style, _, rank in STYLES} | {"1": 6}  # 3 with 3.1 below it
SPOKEN = ("其一", "第一", "一是")  # styles of running speech as much as of headings


def number(mark: str) -> int:
    """Return the value of 十二, 12 or ⑫."""
    if mark.isdigit() and mark.isascii():
        return int(mark)
    if "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    total, digit = 0, 0
    for char in mark:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(char, 0)
    return total + digit


def numbered_style(text: str) -> tuple[str, int, int] | None:
    """Return (style, ordinal, length of the mark) of an outline mark that opens ``text``."""
    for style, pattern, _ in STYLES:
        if found := pattern.match(text):
            return style, number(found["n"]), found.end()
    return None
