"""Words of a statement that its source does not have, and words that changed places."""

from __future__ import annotations

import re

from rag.checks.alignment import Alignment, Case, Edit, content, flat
from rag.language.sentences import bigrams, comparable
from rag.language.values import LIMITING, ValueKind, canonical, find_values

_COVERED = 0.5  # share of a statement's words below which it speaks of something else
_GENERIC = re.compile(
    r"全市|全省|全国|我国|该市|该省|本市|当地|已经|正式|明确|规定|要求|提出|方面|情况|工作|通过|进行|相关|有关|显示|介绍|"
    r"问题|措施|内容|做法|如下|例如|比如|可以|应当|需要|能够|包括|属于|来自|位于|对于|关于|根据|按照|以及|目标|数量|总数|"
    r"分为|方式|之一|其|时|中|里|内|上|下|年|月|日|个|项|也|还|又|都|就|才|即|则|而|但|使|让|给|向|从|到|至|用|"
    r"达到|达|可|能|会|要|须|应|做|用于|名为|称为|叫做|叫"
)
_DEFINED = re.compile(
    r"(?:^|[。；\n，）)])\s*(?:[^，。；：]{0,8}所称|所谓)?[“\"]?([^，。；：、“”\"]{2,20}?)[”\"]?，?(?:是指|指的是)"
)
_STATED = re.compile(r"(?:^|[。；;\n])\s*([^，。；：、]{2,20}?)(?<![也都还就而])是(?![否非])")
_LINKS = re.compile(r"[、,;和及与或]")


def invented(case: Case) -> str:
    """Name what the statement says in other words than its source, "" where it may.

    No word may stand in the place of another; words added may only be those that say nothing
    new, or stand above. 最高 may move to before its verb: other checks hold it to its number.
    """
    higher, aligned = comparable(flat(case.above)), case.aligned
    for edit in aligned.edits:
        said, was = content(edit.said), content(edit.was)
        if not said or (comparable(said) in higher and _may_be_added(edit)):
            continue
        if was and not _shortened(edit) and _in_place(aligned, edit):
            return f"引文中是“{_shown(edit.was)}”，不是“{_shown(edit.said)}”"
        own = content(_GENERIC.sub("", edit.said))
        if own and not (re.fullmatch(LIMITING, own) and own in aligned.source):
            return f"引文中没有“{_shown(own)}”"
    return ""


def _may_be_added(edit: Edit) -> bool:
    """Whether words that stand above may be said here: more than one, in nothing's place.

    A single character is there by chance, and what stands in the place of the source's own
    words is another row's or sentence's. Words that only point back (该市) have no place.
    """
    return len(comparable(edit.said)) > 1 and not content(_GENERIC.sub("", edit.was))


def _shortened(edit: Edit) -> bool:
    """Whether a change only leaves words of one clause out: 要 for 要进一步."""
    ends = edit.was.startswith(edit.said) or edit.was.endswith(edit.said)
    return ends and not re.search(r"[,;:。]", edit.was)


def _shown(text: str) -> str:
    return text.strip(",;:。、\"'") or text


def _in_place(aligned: Alignment, edit: Edit) -> bool:
    """Whether one thing stands in the place of another, the words around being kept."""
    before = any(end == edit.start for _, end in aligned.kept) or edit.start == 0
    after = any(start == edit.end for start, _ in aligned.kept) or edit.end == len(aligned.source)
    return (before or edit.at == 0) and (
        after or edit.at + len(edit.said) == len(aligned.statement)
    )


def far(case: Case) -> str:
    """Say so where too little of the statement stands in one place of the source."""
    return "" if case.aligned.share >= _COVERED else "表述与引文相差较大"


def dropped_item(case: Case) -> str:
    """Name an item that is left out from between two items that are kept."""
    for edit in case.aligned.omissions:
        if content(edit.said):
            continue
        was = _rotated(case.aligned.source, edit)
        marked = bool(re.search(r"[一二三四五六七八九十]是|其[二三四五]|第[二三四五]", was))
        open_, close = was[:1] in "、和及与或", was[-1:] in "、和及与或"
        if content(was) and (open_ or close or marked) and _within_series(case.aligned, edit):
            return f"列举不全，漏了“{_LINKS.sub('', was)[:20]}”"
    return ""


def _rotated(source: str, edit: Edit) -> str:
    """Return what is left out, slid back to where an item begins or ends if it can be.

    Left out of 新技术、新工艺、新产品 may be 工艺、新 as well as 新工艺、: the same change.
    """
    for step in (-1, 1):
        start, end = edit.start, edit.end
        for _ in range(len(edit.was)):
            if source[start] in "、和及与或" or source[end - 1] in "、和及与或":
                return source[start:end]
            inside, outside = (end - 1, start - 1) if step < 0 else (start, end)
            if not 0 <= outside < len(source) or source[inside] != source[outside]:
                break
            start, end = start + step, end + step
    return edit.was


def _within_series(aligned: Alignment, edit: Edit) -> bool:
    """Whether more than one item of the series is kept, so that it passes for the whole."""
    stops = [m.end() for m in re.finditer(r"[,;:。]", aligned.source[: edit.start])]
    links = re.findall(r"[、和及与或]", aligned.kept_after(stops[-1] if stops else 0))
    return bool(links) or bool(re.search(r"[一二三]是|其[一二三]|第[一二三]", aligned.source))


def narrower(case: Case) -> str:
    """Say so where what the source says of one sort of thing is told of all of them.

    行业场景是指 says nothing of 场景; 场景清单是 says nothing of 场景, the head being gone.
    """
    for pattern in (_DEFINED, _STATED):
        mine = pattern.search(case.text)
        said = comparable(mine[1]) if mine else ""
        theirs = [match[1] for match in pattern.finditer(case.source)] if said else []
        for name in theirs if said not in map(comparable, theirs) else ():
            was = comparable(name)
            if said in was if pattern is _DEFINED else was.startswith(said):
                return f"引文说的是“{name}”，不是“{said}”"
    return ""


def spliced(case: Case) -> str:
    """Say so where the middle of one clause is joined to the middle of another."""
    source = case.aligned.source
    for edit in case.aligned.omissions:
        clauses = re.split(r"[,;:。!?]", edit.was)
        if not edit.said and len(clauses) > 1 and content(clauses[0]) and content(clauses[-1]):
            joined = source[max(0, edit.start - 4) : edit.start], source[edit.end : edit.end + 4]
            return f"“{joined[0]}”和“{joined[1]}”在引文中不相连"
    return ""


def moved(case: Case) -> str:
    """Say so where a number stands by other words than in the source."""
    statement, source = case.text, case.source
    theirs = [
        (_digits(value.text), _around(source, value.start, value.end))
        for value in find_values(source, ValueKind.NUMBER)
    ]
    for value in find_values(statement, ValueKind.NUMBER) if len(theirs) > 1 else ():
        mine = _around(statement, value.start, value.end)
        own = [c for digits, c in theirs if digits == _digits(value.text)]
        rest = [c for digits, c in theirs if digits != _digits(value.text)]
        if len(mine) < 2:
            continue
        best_own = max((len(mine & c) / len(mine) for c in own), default=1.0)
        best_rest = max((len(mine & c) / len(mine) for c in rest), default=0.0)
        if best_own + 0.15 < best_rest:
            return f"“{value.text}”在引文中说的是别的"
    return ""


def _digits(value: str) -> str:
    return re.sub(r"\D", "", canonical(value))


def _around(text: str, start: int, end: int) -> frozenset[str]:
    """Return the bigrams of the words just before a value, back to the next stop or value."""
    before = re.split(r"[，。；、：,;]|\d", text[max(0, start - 16) : start])[-1]
    after = re.split(r"[，。；、：,;]|\d", text[end : end + 8])[0]
    return bigrams(comparable(before)) | bigrams(comparable(after))
