"""One form for each character and each gap, made once, before offsets exist.

Letters and digits become half-width, Chinese punctuation stays Chinese, invisible characters
go, and the spaces that typesetting leaves between Chinese characters go too.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.text.plausibility import CONTROL

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_MARKS = (
    "\u2014\u2018\u2019\u201c\u201d\u2026\u00b7\u3001-\u3003\u3008-\u301b\ufe30-\ufe4f"
    "！（），：；？～￥"
)
_CJK = f"{HAN}{_MARKS}"

# Full-width forms that are Chinese punctuation; the other full-width ASCII becomes half-width.
_KEPT_WIDE = frozenset("！（），：；？［］｛｝～")
_SPACES = (
    "\t\x0b\x0c\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u202f\u205f\u2800\u3000\u3164\uffa0"
)
_INVISIBLE = re.compile(
    f"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    f"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\U000e0000-\U000e0fff]|{CONTROL.pattern}"
)
# Radicals that PDF fonts put in the place of characters; NFKC leaves these alone.
_RADICALS = dict(
    zip(
        "⺜⺝⺟⺠⺼⻁⻄⻅⻆⻉⻋⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "日月母民肉虎西见角贝车长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)


def _single_characters() -> dict[int, str]:
    table: dict[int, str] = {ord(space): " " for space in _SPACES}
    for code in range(0xFF01, 0xFF5F):
        if chr(code) not in _KEPT_WIDE:
            table[code] = chr(code - 0xFEE0)
    for first, last in ((0xFB00, 0xFB06), (0x2F00, 0x2FD5), (0xFFE0, 0xFFE6)):
        for code in range(first, last + 1):
            if chr(code) != "￥":
                table[code] = unicodedata.normalize("NFKC", chr(code))
    # Symbol fonts keep their bullets here; whichever shape it was, it marks an item.
    table.update((code, "•") for code in range(0xF020, 0xF100))
    table.update((ord(radical), char) for radical, char in _RADICALS.items())
    return table


_TABLE = _single_characters()
_VISIBLE = re.compile("[!-~\u4e00-\u9fff]")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_SENTENCE_MARK = re.compile(r"[，。；！？]")
_ANY_GAP = re.compile(r" {2,}")
_DIGIT_GAPS = (
    re.compile(f"(?<=[{_CJK}]) +(?=[0-9])"),
    re.compile(f"(?:(?<=[0-9%℃])|(?<=[0-9][A-Za-z])) +(?=[{_CJK}])"),
)
_SPREAD_YEAR = re.compile(r"(?<![0-9])(?<![0-9] )[12] [09] [0-9] [0-9](?= *年)")
# "3.1 数据来源" keeps the gap after its number, "3.93 万亿元" at a line's start does not.
_NUMBERED = re.compile(
    f"([0-9]{{1,2}}(?:\\.[0-9]{{1,2}}){{0,3}}) +"
    f"(?![年月日时分秒号期版卷页届次个项家名人位种类条件万亿千百余多元吨米公平倍岁周天])(?=[{HAN}])"
)
_LABELLED = re.compile(
    f"(第 *[〇○零一二三四五六七八九十百0-9]{{1,5}} *[编章节条款篇部]) +(?=[{HAN}《“])"
)
_MARK_GAPS = (
    re.compile(" *([，。；：！？、]) *"),
    re.compile("([（《〈【〔「『]) +"),
    re.compile(" +([）》〉】〕」』])"),
    re.compile("([）》〉】〕」』]) +(?=[^ A-Za-z])"),
    re.compile(f"(?<=[{_MARKS}]) +(?=[{_CJK}])"),
    re.compile(f"(?<=[{_CJK}]) +(?=[{_MARKS}])"),
)
# A dash is two or more strokes of whatever length the keyboard or the font had.
_DASH = re.compile(f"(?:^|(?<=[{HAN}”》）])) ?[-\u2010-\u2015\u2500]{{2,}} ?(?=[{HAN}“《（])")
_PROSE_GAP = re.compile(f"(?<=[{HAN}]) +(?=[{HAN}])")
_SPREAD = re.compile(f"(?<![{HAN}])[{HAN}](?: +[{HAN}](?![{HAN}]))+")


def hidden_characters(text: str) -> int:
    """Return how many invisible or control characters :func:`normalise` drops from ``text``."""
    return len(_INVISIBLE.findall(text)) if not text.isascii() or CONTROL.search(text) else 0


def is_blank(text: str) -> bool:
    """Tell whether nothing of ``text`` is left by :func:`normalise`."""
    return _VISIBLE.search(text) is None and not normalise(text)


def normalise(text: str, *, prose: bool | None = None) -> str:
    """Return one line of text in its normal form.

    A space between two Chinese words may separate fields (第一章 总则, 张三 李四). It goes
    when the line is ``prose``, which without a word from the caller is a line that holds a
    sentence mark; spaces between single characters (发 展 趋 势) always go.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _INVISIBLE.sub("", text.replace("\r", " ").replace("\n", " ").translate(_TABLE))
    text = _DASH.sub("——", unicodedata.normalize("NFC", text).strip(" "))
    if " " not in text or text.isascii():
        return _ANY_GAP.sub(" ", text)
    text = _SPREAD_YEAR.sub(lambda year: year.group().replace(" ", ""), text)
    if prose is None:
        prose = _SENTENCE_MARK.search(text) is not None
    numbered = _LABELLED.match(text) or (None if prose else _NUMBERED.match(text))
    if numbered:
        head, text = numbered[1].replace(" ", "") + " ", text[numbered.end() :]
    else:
        head = ""
    for gap in (*_DIGIT_GAPS, *_MARK_GAPS):
        text = gap.sub(r"\1" if gap.groups else "", text)
    text = _PROSE_GAP.sub("", text) if prose else _SPREAD.sub(_close_up, text)
    return head + _ANY_GAP.sub(" ", text)


def _close_up(found: re.Match[str]) -> str:
    """Join single characters spread over a line; a gap wider than the least one stays."""
    gaps = re.findall(" +", found.group())
    least = min(map(len, gaps))
    return re.sub(" +", lambda gap: "" if len(gap.group()) <= least else " ", found.group())
