"""Words before a number that limit it: 不超过12个月, 约1500项, 达到80亿元."""

from __future__ import annotations

import re

_DIGIT = re.compile(r"[\d一二三四五六七八九十百千万亿两]")
_REACHED = re.compile(r"^(?:达到|高达|达)")
_AT_MOST = r"不超过|不高于|不多于|不大于|至多|最多|最高"
_AT_LEAST = r"不低于|不少于|不小于|至少|最少|最低"
_LIMIT = re.compile(
    rf"(?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST})"
    r"|超过|超|逾|突破|高于|低于|少于|多于|不足|不到|大约|(?<![签合预节条契])约|将近|接近|近)$"
)
# The other bound of a range: 5倍以下 after 1倍以上, and 1倍以上 before 5倍以下.
_OTHER_BOUND = re.compile(r"，?\d+(?:\.\d+)?[^\d，。；、]{1,4}以下")
_LOWER_BOUND = re.compile(r"\d+(?:\.\d+)?[^\d，。；、]{1,4}以上，?$")
_MOST_ASKED = re.compile(
    r"最[高多长大晚迟]|至多|上限|封顶|顶格|之内|以内|不(?:得|能|应)?(?:超过|高于|多于|大于)"
)
_MOST_STATED = re.compile(rf"{_AT_MOST}|以内|以下|限额|上限")
_LEAST_ASKED = re.compile(r"最[低少短小]|至少|起码|下限|门槛|不(?:得|能|应)?(?:低于|少于|小于)")


def value_start(question: str, text: str, start: int, end: int) -> int:
    """Return where the short answer begins whose number is the value ``text[start:end]``.

    约 and 超 belong to it, and so does 不超过 unless the question asks for the most itself:
    最长多久 is answered by 12个月. 达到 says nothing; 5倍以下 begins with its 1倍以上.
    """
    value = text[start:end]
    if value.endswith("以下") and (lower := _LOWER_BOUND.search(text[:start])):
        return lower.start()
    if reached := _REACHED.match(value):
        return start + reached.end()
    digits = _DIGIT.search(value)
    bare = start + (digits.start() if digits else 0)
    limit = _LIMIT.search(text[:bare])
    if limit is None:
        return bare
    most, least = limit["most"], limit["least"]
    asked = (most and _MOST_ASKED.search(question)) or (least and _LEAST_ASKED.search(question))
    return bare if asked else limit.start()


def value_end(text: str, end: int) -> int:
    """Return where the value that ends at ``end`` ends with its other bound: 1倍以上5倍以下."""
    if not text[:end].endswith("以上"):
        return end
    bound = _OTHER_BOUND.match(text, end)
    return bound.end() if bound else end


def asks_most(question: str) -> bool:
    """Whether a question asks how much is allowed at most: 上限多少, 最多几天."""
    return bool(_MOST_ASKED.search(question))


def states_most(text: str) -> bool:
    """Whether a text says how much is allowed at most: 不超过300万元, 80万元以内."""
    return bool(_MOST_STATED.search(text))


def limit_start(text: str, start: int, end: int) -> int:
    """Return where the limit of the value ``text[start:end]`` begins, else its start."""
    return value_start("", text, start, end)
