"""Words left out of the text of an answer so that the rest is false, one function a kind."""

from __future__ import annotations

import random
import re

from benchmarks.mutators import Mutator, replaced

_HEAD = re.compile(
    r"(?<=[，。；：\n])[^，。；：\n\[\]|]{0,8}?(?:不得|不予|不再|严禁|禁止|无需|免于|未|力争|规模以上|城镇|民间|非)"
    r"([^，。；：\n\[\]|]{5,})"
)


def _lose_sign(text: str, rng: random.Random) -> str | None:
    """Leave the sign of a negative number out."""
    return replaced(
        text, re.compile(r"(?:(?<=[为达至到比])[-−]|(?<!正)负|零下)(?=\d)"), lambda m: "", rng
    )


def _cut_head(text: str, rng: random.Random) -> str | None:
    """Begin a sentence behind the negation, plan or narrower sort in it."""
    return replaced(text, _HEAD, lambda m: m[1], rng)


def _cut_tail(text: str, rng: random.Random) -> str | None:
    """End a sentence before the exception to it."""
    return replaced(text, re.compile(r"，(?:但|不过)?[^，。；\n]{2,12}除外"), lambda m: "", rng)


def _halve_range(text: str, rng: random.Random) -> str | None:
    """Leave one end of a range."""
    pattern = re.compile(r"(\d[\d.]*(%|[万亿]?[元个项家年月日天]|))(?:至|到|[-—~～]+)(\d[\d.]*\2)")
    return replaced(text, pattern, lambda m: rng.choice((m[1], m[3])), rng)


def _lose_far_limit(text: str, rng: random.Random) -> str | None:
    """Leave a limit out that does not touch its number."""
    words = "不低于|不少于|至少|不超过|不高于|至多|最高|最多|最长"
    pattern = re.compile(rf"(?:{words})(?=[\u4e00-\u9fff]{{1,6}}\d)")
    return replaced(text, pattern, lambda m: "", rng)


OMISSIONS: dict[str, Mutator] = {
    "head cut off": _cut_head,
    "tail cut off": _cut_tail,
    "half a range": _halve_range,
    "sign": _lose_sign,
    "limit at a distance": _lose_far_limit,
}
