"""Negation, plans told as facts, more told as less, A and B of 从A到B in the wrong places."""

from __future__ import annotations

import re

from rag.checks.alignment import Alignment, Case, content
from rag.language.sentences import comparable

NEGATION = re.compile(
    r"不(?!断|懈|移(?![交送动])|仅|但|同|久|论|管|妨|少|过|足|等|难|低于|超过|高于|多于|大于|小于|短于|到位)|未(?!来)|"
    r"无(?!人|线|锡|论|缝|疑|障碍|偿)|没有|没(?!收)|并非|非(?!常|洲|凡|遗|物质|公有|公经|标)|禁止|严禁|取消|拒绝|停止|暂停|停用|撤销|"
    r"废止|尚(?=待|需)|免(?=于|征|除)|反对|避免|防止|杜绝|缺乏|除外|以外|莫|勿"
)
# What is told as an exception: 除1例外.
_EXCEPTION = re.compile(r"(?<![消清排解删拆免扣去根废铲])除(?![尘湿冰雪夕法此草])")
_EXCEPTED = "引文说的是例外（除）"
_JUST_BEFORE = re.compile(r"(?:不|未|无|没|非|免|暂缓)$")
# What is left out (before the bar) narrows what follows: 规模以上工业, 进出口, 前三季度.
_NARROWED = re.compile(
    r"(规模以上|规上|限额以上|城镇|农村|民间|国有|私营|外资|小微|中小微?|部分|个别|少数|多数|进(?=\|出口)|"
    r"[前第每](?=\|[\d一二三四五六七八九十])|第[一二三](?=\|产业))\|(?=\w)"
)
_TAKEN_BACK = re.compile(
    r",?([^,;:。!?]{0,12}除外)|(的(?:说法|传言|情[形况])[^,;:。!?]{0,8})|(?<!是)(的)(?=,)"
)
_AIM = r"力争|争取|(?<![虚模草])拟(?!定|合|人)|预计|预期|有望|打算|原则上"
_PLAN = re.compile(rf"{_AIM}|计划(?!单列|生育|经济)|规划(?!局|纲要)|希望|建议|试图|或将|可能")
# A plan that goes on from the head of a clause to its end: 力争到2027年建成, not 本计划由.
_AHEAD = re.compile(rf"{_AIM}|(?:(?<![本该动])计划|希望|建议|试图|或将|可能)(?=$|[到在于用\d])")
_CLAUSE_END = re.compile(r"[,;:。!?\n]")
_PART = re.compile(r"部分|个别|少数|多数|大部分|绝大多数|一些|有的|初步|基本")
_SIDES = (
    (
        r"增长|增加|提高|上升|提升|扩大|攀升|增至|上涨|升至|翻番|新增|延长",
        r"下降|减少|降低|缩短|下滑|回落|压缩|降至|缩减|下跌|缩小",
    ),
    (r"支持|鼓励|允许|准许|可以|同意", r"限制|禁止|反对|不得|不准|不予|严禁"),
    (r"高于|超过|大于|多于|领先|优于", r"低于|不足|小于|少于|落后|逊于|不超过"),
    (r"最高|最大|最多|至多|最早|首", r"最低|最小|最少|至少|最晚|末"),
    (r"成立|设立|启动|开放|建立|新建|开通|恢复", r"撤销|关闭|停止|暂停|取消|终止|解散|废止"),
    (r"必须|应当|强制|务必", r"可以|自愿|无需|不必|免于|可选"),
    (r"成功|完成|达标|通过|合格|实现", r"失败|未完成|未达|落选|驳回|不合格"),
    (r"之前|以前|前期|此前", r"之后|以后|后期|此后"),
    (r"全部|所有|全国|全体|一律|唯一|仅|只|首个|首次|第一", r"部分|个别|少数|大部分|多数|之一"),
)
_REVERSAL = re.compile(
    r"(?:从|由)([^，。；,;]{1,16}?)(?:[^，。；,;到至]{0,6})[到至为成]([^，。；,;]{1,16})"
)
_BY = re.compile(r"以([^，。；,;以]{2,16}?)为([\u4e00-\u9fff]{2})")
_SCOPE = 3  # own words after a negation or plan that make it tell


def denied(case: Case) -> str:
    """Say so where a negation or exception of the source is left out, or a negation put in."""
    for edit in case.aligned.edits:
        if NEGATION.search(edit.said) and not NEGATION.search(edit.was):
            return "引文没有否定"
    lost = _lost(NEGATION, case.aligned, 1)
    if lost:
        return f"引文是否定的（{lost}）"
    if NEGATION.search(case.text) and not NEGATION.search(case.source):
        return "引文没有否定"
    if _lost(_EXCEPTION, case.aligned, 1):
        return _EXCEPTED
    said, before, _ = _head(case.aligned)
    return "" if NEGATION.search(said) else cut_off(before)


def _head(aligned: Alignment) -> tuple[str, str, str]:
    """Return what a statement says before the first words it keeps, and where they part.

    That is what the source has before these words, and the source from there on.
    """
    if not aligned.kept:
        return "", "", ""
    start, end = aligned.kept[0]
    while start < end and not aligned.source[start].isalnum():
        start += 1
    first = aligned.edits[0] if aligned.edits else None
    said = first.said if first and not first.at else ""
    return said, aligned.source[:start], aligned.source[start:]


def cut_off(before: str) -> str:
    """Name the negation or 除 that stands in the clause that the words quoted go on with."""
    clause = _CLAUSE_END.split(before)[-1]
    governing = (m for m in NEGATION.finditer(clause) if _governs(m.group(), clause[m.end() :]))
    if found := next(governing, None) or _JUST_BEFORE.search(clause):
        return f"引文是否定的（{found.group()}）"
    return _EXCEPTED if re.search(rf"{_EXCEPTION.pattern}$", clause) else ""


def _governs(negation: str, rest: str) -> bool:
    """Whether a negation goes on to the end of a clause's head: not 无收入的, 需求不清."""
    if len(negation) > 1 or rest[:1] in "得能准予会再应要许宜":
        return True
    return not re.search('^[清明良畅实力当便善]|[的"]', rest)


def cut_short(before: str, kept: str) -> str:
    """Name the plan or narrower sort of thing that the words quoted are cut off from."""
    clause = _CLAUSE_END.split(before)[-1]
    if plan := _AHEAD.search(clause):
        return f"引文说的是打算，不是事实（{plan.group()}）"
    narrowed = _NARROWED.search(f"{clause}|{kept[:2]}")
    return f"漏了限定词“{narrowed[1]}”" if narrowed else ""


def taken_back(said: str, after: str) -> str:
    """Name what right after the words quoted takes them back: 除外, 的说法不实, a condition."""
    found = _TAKEN_BACK.match(after)
    if not found or (found[3] and "是" in _CLAUSE_END.split(said)[-1]):
        return ""
    return f"漏了后面的“{found[1] or found[2] or found[3]}”"


def planned(case: Case) -> str:
    """Say so where a plan is told as a fact, or a part as the whole."""
    if lost := _lost(_PLAN, case.aligned, _SCOPE):
        return f"引文说的是打算，不是事实（{lost}）"
    if lost := _lost(_PART, case.aligned, _SCOPE):
        return f"漏了限定词“{lost}”"
    source = case.aligned.source
    for edit in case.aligned.omissions:
        narrower = _NARROWED.search(f"{edit.was}|{source[edit.end :][:2]}")
        if narrower and not edit.said:
            return f"漏了限定词“{narrower[1]}”"
    said, before, kept = _head(case.aligned)
    if not _PLAN.search(said) and (problem := cut_short(before, kept)):
        return problem
    last = case.aligned.kept[-1][1] if case.aligned.kept else len(source)
    return "" if "除" in case.text else taken_back(source[:last], source[last:])


def _lost(words: re.Pattern[str], aligned: Alignment, scope: int) -> str:
    """Return the first such word left out of a clause of which more is kept after it."""
    for edit in aligned.omissions:
        for match in words.finditer(edit.was):
            if words.search(edit.said):
                continue
            rest = aligned.kept_after(edit.start + match.end())
            if len(content(rest)) >= scope:
                return match.group()
    return ""


def other_side(case: Case) -> str:
    """Name the word of one side (增长) where the source speaks only of the other."""
    for pair in _SIDES:
        for side in pair:
            said = re.search(side, case.text)
            if said and not re.search(side, case.source):
                return f"引文中没有“{said.group()}”"
    return ""


def turned_round(case: Case) -> str:
    """Say so where 从A到B of the text stands as 从B到A in the source, or 是A的B as 以A为B."""
    said, told = comparable(case.text), comparable(case.source)
    for match in _BY.finditer(case.source):
        by, role = (comparable(part) for part in match.groups())
        if (owned := f"{by}的{role}") in said and owned not in told:
            return f"引文说的是“{match.group()}”"
    for match in _REVERSAL.finditer(case.text):
        start, end = (comparable(part) for part in match.groups())
        for other in _REVERSAL.finditer(case.source):
            was, became = (comparable(part) for part in other.groups())
            if not (start and end and was and became) or was.startswith(start):
                continue
            if start in became and (was in end or end in was):
                return f"引文的方向相反：{other.group()}"
    return ""
