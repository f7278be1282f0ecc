"""Citations: [key] markers in an answer, and whether a statement holds what it cites says."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.language.sentences import bigrams, comparable
from rag.language.values import ValueKind, canonical, find_values, years
from rag.types import Verdict

_MARKER = re.compile(r"[\[【](\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)[\]】]")
_NEGATION = re.compile(
    r"不(?!断|仅|但|同|久|过|少于|低于|超过|足|等|论|管|妨|难)|未(?!来)|无(?!人|线|锡|论|缝|疑)|没有|并非|取消|禁止|拒绝"
)
_REVERSAL = re.compile(r"从([^，。；]{1,16}?)(?:[^，。；到至]{0,4})[到至]([^，。；]{1,16})")
_MEANS = 0.35  # share of a statement's bigrams that its citations must hold to be on topic
_CHECKED = (
    ValueKind.NUMBER,
    ValueKind.DATE,
    ValueKind.CODE,
    ValueKind.TITLE,
    ValueKind.QUOTE,
    ValueKind.CONTACT,
)
_SIZE = re.compile(
    r"^(?:大约|约|将近|接近|近|超过|超|逾|突破|达到|高达|达)|(?:以上|以下|以内|左右)$"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A [key] marker at ``start:end`` of an answer text; ``known`` if the key is evidence."""

    key: str
    start: int
    end: int
    known: bool


def find_markers(text: str, known_keys: Collection[str]) -> list[Marker]:
    """Return every key cited in a text, in order; unknown keys are reported, not dropped.

    Understood are [1], 【1】 and [1, 2]; [2025] and other bracketed words are not markers
    unless such a key exists.
    """
    return [
        Marker(key, match.start(), match.end(), key in known_keys)
        for match in _MARKER.finditer(text)
        for key in re.split(r"\s*[,，、]\s*", match.group(1))
    ]


def unknown_keys(text: str, known_keys: Collection[str]) -> list[str]:
    """Return the keys a text cites that are not evidence, in order, each once."""
    return list(dict.fromkeys(m.key for m in find_markers(text, known_keys) if not m.known))


def strip_markers(text: str) -> str:
    """Return the text without its markers."""
    return _MARKER.sub("", text)


def verify(statement: str, quotes: Sequence[str]) -> tuple[Verdict, str]:
    """Check a statement against the quotes it cites; return the verdict and the reason.

    Numbers with units, dates, years, document numbers, 《titles》, “quotes” and negations of
    the statement must occur in what it cites; A and B of 从A到B must not change places. The
    reason is "" when supported. PARTLY: the values are there, the wording is far off.
    """
    text = strip_markers(statement)
    plain = comparable(text)
    cited = [comparable(quote) for quote in quotes]
    if not quotes:
        return Verdict.UNSUPPORTED, "没有引用"
    if plain and any(plain in quote for quote in cited):
        return Verdict.SUPPORTED, ""
    source = "\n".join(quotes)
    for problem in (_missing_value(text, source), _negation(text, source), _reversed(text, source)):
        if problem:
            return Verdict.UNSUPPORTED, problem
    mine, theirs = bigrams(plain), bigrams("".join(cited))
    if mine and len(mine & theirs) / len(mine) < _MEANS:
        return Verdict.PARTLY, "表述与引文相差较大"
    return Verdict.SUPPORTED, ""


def _missing_value(text: str, source: str) -> str:
    """Name the first value of the text that its source lacks."""
    plain_source = comparable(canonical(source))
    source_numbers = {
        _bare(value.text) for value in find_values(source, ValueKind.NUMBER, ValueKind.DATE)
    }
    for value in find_values(text, *_CHECKED):
        form = _bare(value.text)
        if value.kind is ValueKind.NUMBER:
            if form not in source_numbers:
                return f"引文中没有“{value.text}”"
        elif comparable(form) not in plain_source:
            return f"引文中没有“{value.text}”"
    missing = years(text) - years(source)
    return f"引文中没有{sorted(missing)[0]}年" if missing else ""


def _bare(text: str) -> str:
    """Return a value in canonical form without 约, 超, 左右 and the like."""
    return _SIZE.sub("", canonical(text))


def _negation(text: str, source: str) -> str:
    """Say so where the text negates and the source does not, or the other way round.

    The other way round counts only where the source is about as long as the text: a longer
    one may negate something else.
    """
    mine, theirs = bool(_NEGATION.search(text)), bool(_NEGATION.search(source))
    if mine and not theirs:
        return "引文没有否定"
    if theirs and not mine and len(comparable(source)) <= 1.3 * len(comparable(text)) + 4:
        return "引文是否定的"
    return ""


def _reversed(text: str, source: str) -> str:
    """Say so where 从A到B of the text stands as 从B到A in the source."""
    for match in _REVERSAL.finditer(text):
        start, end = (comparable(part) for part in match.groups())
        for other in _REVERSAL.finditer(source):
            was, became = (comparable(part) for part in other.groups())
            if start and end and start in became and was and (was in end or end in was):
                return f"引文的方向相反：{other.group()}"
    return ""
