"""Numbers with units and limits, dates, document numbers, titles, quotes, contacts."""

from __future__ import annotations

import re
from itertools import pairwise

from rag.checks.alignment import Case
from rag.language.sentences import comparable
from rag.language.values import Value, ValueKind, canonical, find_limit, find_values, years

_CHECKED = (
    ValueKind.NUMBER,
    ValueKind.DATE,
    ValueKind.CODE,
    ValueKind.TITLE,
    ValueKind.QUOTE,
    ValueKind.CONTACT,
)
_SIZES = (
    (
        ">",
        r"不低于|不少于|不小于|不短于|至少|最少|最低|最短|(?<!不)(?:超|高于|大于)|逾|突破|以上|(?<![最至不])多|余",
    ),
    (
        "<",
        r"不超过|不高于|不多于|不大于|至多|最多|最高|最长|不足|不到|低于|少于|小于|以下|以内|之内",
    ),
    ("≈", r"大约|约|将近|接近|近|左右|上下"),
)
_BEFORE = re.compile(
    r"(?:不低于|不少于|不小于|不短于|不超过|不高于|不多于|不大于|至少|最少|至多|最多|最高|超过|超|逾|突破|高于|多于|大于|不足|不到|"
    r"低于|少于|小于|大约|约|将近|接近|近|达到|高达|达)$"
)
_AFTER = re.compile(r"^(?:以上|以下|以内|之内|左右|上下)")
_EDGES = re.compile(
    r"^(?:不低于|不少于|不超过|至少|最多|大约|约|将近|接近|近|超过|超|逾|突破|达到|高达|达|不足)|"
    r"(?:以上|以下|以内|左右)$"
)
_LIMITS = {
    "": "没有这样限定",
    ">": "是下限",
    "<": "是上限",
    "≈": "是约数",
    "[": "只是范围的一端",
    "]": "只是范围的一端",
}
_TO = re.compile(r"岁?(?:至|到|[-－−—~～]+)")
_AND_BELOW = re.compile(r"(?:岁以上)?[、，,]?")
_UNTIL = re.compile(r"起|止|截|前|开始|结束")
_STEP = re.compile(
    r"(?:增长|增加?|上升|升|提[高升]|下降|降低?|减少?|缩[短减小]|压[缩减降]|扩大|回落)(至|到|为)?了?$"
)
_COMPARED = re.compile(r"同比|环比|比上年|较上年|比去年")
_BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|[-—~～至到/.]|$)")


def other_value(case: Case) -> str:
    """Name a value of the statement that its source lacks."""
    return missing_value(case.text, case.source)


def other_limit(case: Case) -> str:
    """Say so where a number is limited otherwise than in the source."""
    return changed_limit(case.text, case.source)


def other_step(case: Case) -> str:
    """Say so where something rises or falls by what it rises or falls to, or to what by."""
    theirs: dict[str, set[str]] = {}
    for value in find_values(case.source, ValueKind.NUMBER):
        theirs.setdefault(bare(value.text), set()).add(_step(case.source, value))
    for value in find_values(case.text, ValueKind.NUMBER):
        mine, known = _step(case.text, value), theirs.get(bare(value.text))
        if mine and known and not known & {mine, ""}:
            was = "变化的量，不是变化后的数" if mine == "to" else "变化后的数，不是变化的量"
            return f"“{value.text}”在引文中是{was}"
    return ""


def _step(text: str, value: Value) -> str:
    """Return "to" or "by" for a number right after a verb of change; else ""."""
    verb = _STEP.search(text[max(0, value.start - 6) : value.start])
    return "" if verb is None else "to" if verb[1] else "by"


def missing_value(text: str, source: str) -> str:
    """Name the first value of a text that its source lacks, "" where it has all."""
    numbers = {bare(v.text) for v in find_values(source, ValueKind.NUMBER, ValueKind.DATE)}
    plain = comparable(canonical(source))
    for value in find_values(text, *_CHECKED):
        form = bare(value.text)
        if value.kind is ValueKind.NUMBER:
            if form not in numbers:
                return f"引文中没有“{value.text}”"
        elif not (_stands(form, canonical(source)) or _in_words(form, plain)):
            return f"引文中没有“{value.text}”"
    missing = years(text) - years(source) - frozenset(_BARE_YEAR.findall(source))
    if missing:
        return f"引文中没有{sorted(missing)[0]}年"
    said = _COMPARED.search(text)
    if said and not _COMPARED.search(source):
        return f"引文中没有“{said.group()}”"
    if said and said.group() == "环比" and "环比" not in source:
        return "引文说的不是环比"
    if said and said.group() == "同比" and "环比" in source and "同比" not in source:
        return "引文说的是环比"
    return ""


def _stands(form: str, source: str) -> bool:
    """Whether a value stands in a text, not as part of a longer number: 3月 in 13月."""
    return bool(re.search(rf"(?<!\d){re.escape(form)}", source))


def _in_words(form: str, plain: str) -> bool:
    """Whether a title or quote stands in a text but for punctuation."""
    return not form[:1].isdigit() and comparable(form) in plain


def changed_limit(text: str, source: str) -> str:
    """Say so where a number is at least, at most or about what it is not in the source.

    Nor may one end of a range pass for the whole: 500元 for 500元至800元.
    """
    theirs: dict[str, set[str]] = {}
    for value, sign in _limited(source):
        theirs.setdefault(bare(value.text), set()).add(sign)
    for value, mine in _limited(text):
        known = theirs.get(bare(value.text))
        if known and mine not in known:
            if not mine and "≈" in known:
                continue
            return f"“{value.text}”在引文中{_LIMITS[min(known)]}"
    return ""


def _limited(text: str) -> list[tuple[Value, str]]:
    """Return the numbers and dates of a text, each with its limit or its place in a range.

    A date has no limit, and one that something begins or ends on (3月1日起) may stand alone.
    """
    values = find_values(text, ValueKind.NUMBER, ValueKind.DATE)
    ends = {
        value.start: side
        for left, right in pairwise(values)
        if _is_range(text, left, right)
        for value, side in ((left, "["), (right, "]"))
    }
    found = []
    for value in values:
        if value.start in ends:
            found.append((value, ends[value.start]))
        elif value.kind is ValueKind.NUMBER:
            found.append((value, limit(text, value)))
        elif text[: value.start][-1:] not in tuple("自从至到于") and not _UNTIL.match(
            text, value.end
        ):
            found.append((value, ""))
    return found


def _is_range(text: str, left: Value, right: Value) -> bool:
    """Whether two values are the ends of one range: 5%—10%, 1万元以上、10万元以下."""
    between = text[left.end : right.start]
    unit, other = (re.sub(r"^\D*[\d.]+|以[上下内]$", "", canonical(v.text)) for v in (left, right))
    if unit and unit[-1] != other[-1:]:
        return False
    if left.text.endswith("以上") or between.startswith("岁以上"):
        below = re.match(r"岁?以[下内]", text[right.end :]) or right.text.endswith("以下")
        return bool(_AND_BELOW.fullmatch(between) and below)
    return bool(_TO.fullmatch(between))


def limit(text: str, value: Value) -> str:
    """Return ">", "<" or "≈" for a number that is at least, at most or about so many; else ""."""
    before = _BEFORE.search(text[max(0, value.start - 4) : value.start])
    after = _AFTER.search(text[value.end : value.end + 2])
    words = (before.group() if before else "") + value.text + (after.group() if after else "")
    far = find_limit(text, value.start)
    return _size(words) or (_size(far[1]) if far else "")


def _size(words: str) -> str:
    return next((sign for sign, words_of in _SIZES if re.search(words_of, words)), "")


def bare(text: str) -> str:
    """Return a value in canonical form without 约, 超, 左右 and the like."""
    return _EDGES.sub("", canonical(text))
