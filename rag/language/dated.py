"""The years a text speaks of when it says 今年, 去年 or 过去一年, and the months it names."""

from __future__ import annotations

import re

from rag.language.sentences import sentence_spans
from rag.language.values import years

_THIS = re.compile(r"今年|本年(?!度)")
_LABEL_LINE = re.compile(r"[^。；，\n]{1,20}：")  # 二、春节：
# 比去年 and 去年同期 only compare with the last year.
_LAST = re.compile(r"(?<!比)(?<!较)(?:去年|过去一年|过去的一年|上一年|一年来)(?!同期)")


def told_years(text: str, title: str) -> frozenset[str]:
    """Return the years a text names, and those it means by 今年 and 去年.

    A title that names one year (2025年政府工作报告) dates the text under it.
    """
    named, dated = years(text), years(title)
    if len(dated) != 1:
        return named
    year = int(next(iter(dated)))
    this = {str(year)} if _THIS.search(text) else set()
    last = {str(year - 1)} if _LAST.search(text) else set()
    return named | this | last


def inherited_years(before: str) -> frozenset[str]:
    """Return the years told last in the text before a sentence; its first line is the title.

    A label of its own line (二、春节：) ends what was told above it: there the title counts.
    """
    title = before.partition("\n")[0]
    for start, end in reversed(sentence_spans(before)):
        if _LABEL_LINE.fullmatch(before, start, end):
            return told_years(before[start:end], title) or years(title)
        if found := told_years(before[start:end], title):
            return found
    return frozenset()


_MONTHS = re.compile(
    r"(?<![\d第])(?P<first>1[0-2]|0?[1-9])(?:月(?:\d{1,2}日)?)?[—－~～至到-]+"
    r"(?P<last>1[0-2]|0?[1-9])月(?!薪)|(?<![\d.])(?P<one>1[0-2]|0?[1-9])月(?!薪)"
    r"|(?P<quarter>[一二三四])季度|(?P<half>[上下])半年|(?P<end>年[底末])"
)


def told_months(text: str) -> frozenset[int]:
    """Return the months a text names, those of 一季度, 3月至5月 and 年底 included."""
    found: set[int] = set()
    for match in _MONTHS.finditer(text):
        if match["quarter"]:
            first = 3 * "一二三四".index(match["quarter"]) + 1
            found |= {first, first + 1, first + 2}
        elif match["half"]:
            found |= set(range(1, 7) if match["half"] == "上" else range(7, 13))
        elif match["end"]:
            found.add(12)
        elif match["one"]:
            found.add(int(match["one"]))
        else:
            found |= set(range(int(match["first"]), int(match["last"]) + 1))
    return frozenset(found)


def inherited_months(before: str) -> frozenset[int]:
    """Return the months told last in the line before a sentence."""
    line = before.rpartition("\n")[2]
    for start, end in reversed(sentence_spans(line)):
        if found := told_months(line[start:end]):
            return found
    return frozenset()
