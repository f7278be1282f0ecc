"""Changes of one word or number that make the text of an answer false, one function a kind."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Mutator = Callable[[str, random.Random], str | None]
_UNITS = dict(
    pair.split("/")
    for pair in """
    万/亿 亿/万 个/家 家/个 项/家 %/个百分点 天/个月 元/美元
    公里/米 人/户 次/年 小时/天 年/个月 分钟/小时
""".split()  # noqa: SIM905
)
_PLACES = ("北京", "上海", "成都", "武汉", "厦门", "青岛", "昆明")
_LIMITS = dict(
    pair.split("/")
    for pair in """
    不低于/不超过 不超过/不低于 不少于/不多于 以上/以下 以内/以上
    超过/不足 最高/最低 至少/至多 约/超过
""".split()  # noqa: SIM905
)
_TURNS = dict(
    pair.split("/")
    for pair in """
    增长/下降 提高/降低 减少/增加 缩短/延长 扩大/缩小
    鼓励/限制 支持/禁止 降低/提高 上升/下降 同比/环比
""".split()  # noqa: SIM905
)
_VERBS = re.compile(
    r"(?<![不未])(建立|建成|建设|实施|收取|支持|推动|完善|开展|实现|设立|鼓励|提供|达到|完成|提高|属于|适用|开放|发布|加强|推进)"
)
_NEGATED = re.compile(
    r"不得|不再|不予|没有|尚未|不(?=收取|需要|承担|适用|属于|统一)|未(?=达|能|经|建|完成)"
)
_INSTITUTION = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:委员会|研究院|大学|集团|公司|中心|办公室|局|厅|部门|协会|政府)"
)
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,3}(?=(?:认为|指出|表示|介绍|教授|研究员|主任|院士))")


def _swap_digit(text: str, rng: random.Random) -> str | None:
    places = [m.start() for m in re.finditer(r"\d", text) if not _in_marker(text, m.start())]
    if not places:
        return None
    at = rng.choice(places)
    other = rng.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + other + text[at + 1 :]


def _in_marker(text: str, at: int) -> bool:
    return bool(re.match(r"\d*\]", text[at:])) or bool(re.match(r"\d*\.\s", text[at:]))


def _is_empty_row(text: str, at: int) -> bool:
    """Whether a place lies in a row of a table that cites nothing: it claims nothing."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return line.startswith("|") and not re.search(r"\[\d", line)


def _drop_point(text: str, rng: random.Random) -> str | None:
    return replaced(text, re.compile(r"(?<=\d)\.(?=\d)"), lambda m: "", rng)


def _swap_unit(text: str, rng: random.Random) -> str | None:
    units = "|".join(_UNITS)
    pattern = re.compile(rf"(?<=\d)(?:{units})(?!\d)(?![月底末])")
    return replaced(text, pattern, lambda m: _UNITS[m.group()], rng)


def _swap_year(text: str, rng: random.Random) -> str | None:
    shift = rng.choice((-3, -2, -1, 1, 2))
    return replaced(
        text, re.compile(r"(?:19|20)\d\d(?=年)"), lambda m: str(int(m.group()) + shift), rng
    )


def _swap_month(text: str, rng: random.Random) -> str | None:
    return replaced(text, re.compile(r"\d{1,2}(?=月)"), lambda m: str(int(m.group()) % 12 + 1), rng)


def _negate(text: str, rng: random.Random) -> str | None:
    word = rng.choice(("未", "不", "没有"))
    return replaced(text, _VERBS, lambda m: word + m.group(), rng)


def _affirm(text: str, rng: random.Random) -> str | None:
    return replaced(text, _NEGATED, lambda m: "", rng)


def _swap_place(text: str, rng: random.Random) -> str | None:
    names = re.compile(
        r"[\u4e00-\u9fff]{2}(?=市|省|县)|"
        + "|".join(_PLACES)
        + "|杭州|合肥|宁波|深圳|浙江|广东|江苏"
    )
    return replaced(text, names, lambda m: rng.choice([p for p in _PLACES if p != m.group()]), rng)


def _swap_name(text: str, rng: random.Random) -> str | None:
    def other(match: re.Match[str]) -> str:
        name = match.group()
        return rng.choice(("华远", "中科", "东方", "金陵")) + name[2:]

    return replaced(text, _INSTITUTION, other, rng)


def _swap_person(text: str, rng: random.Random) -> str | None:
    return replaced(text, _PERSON, lambda m: rng.choice(("张伟", "李国强", "王芳")), rng)


def _swap_title(text: str, rng: random.Random) -> str | None:
    def other(match: re.Match[str]) -> str:
        name = match.group(1)
        word = rng.choice(("管理", "促进", "试点", "专项"))
        return f"《{name[: len(name) // 2]}{word}{name[len(name) // 2 :]}》"

    return replaced(text, re.compile(r"《([^》]{3,})》"), other, rng)


def _swap_number(text: str, rng: random.Random) -> str | None:
    return replaced(
        text,
        re.compile(r"(?<=〔)\d{4}(?=〕)|(?<=〕)\d+(?=号)"),
        lambda m: str(int(m.group()) + 1),
        rng,
    )


def _swap_limit(text: str, rng: random.Random) -> str | None:
    pairs = _LIMITS
    pattern = re.compile(r"(?:" + "|".join(pairs) + r")(?=\d)|(?<=[\d%个项家元年])(?:以上|以内)")
    return replaced(text, pattern, lambda m: pairs[m.group()], rng)


def _turn(text: str, rng: random.Random) -> str | None:
    pairs = _TURNS
    return replaced(text, re.compile("|".join(pairs)), lambda m: pairs[m.group()], rng)


def _reverse(text: str, rng: random.Random) -> str | None:
    pattern = re.compile(
        r"[从由](\d[\d.]*[^，。；到至\d]{0,4}?)((?:缩短|提高|提升|下降|降低|增加|减少|压缩|降|增)?[到至])(\d[\d.]*[万亿]?[^，。；\d]{0,3})"
    )
    return replaced(text, pattern, lambda m: f"从{m.group(3)}{m.group(2)}{m.group(1)}", rng)


def _swap_values(text: str, rng: random.Random) -> str | None:
    match = re.search(
        r"(?<![\d.〔])(\d+(?:\.\d+)?)(?=[个项家万亿%座名人])([^。\n]*?)(?<![\d.〔])(\d+(?:\.\d+)?)(?=[个项家万亿%座名人])",
        text,
    )
    if match is None or match.group(1) == match.group(3):
        return None
    return (
        text[: match.start()]
        + match.group(3)
        + match.group(2)
        + match.group(1)
        + text[match.end() :]
    )


def _drop_item(text: str, rng: random.Random) -> str | None:
    return replaced(text, re.compile(r"(?<=、)[^、，。；：\[\n]{2,14}、"), lambda m: "", rng)


def _by_to(text: str, rng: random.Random) -> str | None:
    """Tell what something changes by as what it changes to, and the other way round."""
    pattern = re.compile(
        r"(增长|增加|提高|上升|提升|下降|降低|减少|缩短|压缩|压减)([至到]?)了?(?=[约近超]?\d)"
    )
    return replaced(text, pattern, lambda m: m[1] + ("" if m[2] else "到"), rng)


def _other_script(text: str, rng: random.Random) -> str | None:
    """Write another number in Chinese digits: 5年 as 四年."""
    pattern = re.compile(r"(?<![\d.])[2-9](?=[个项家批年月天次类条种级])")
    return replaced(text, pattern, lambda m: "零一二三四五六七八九"[int(m.group()) - 1], rng)


def replaced(
    text: str, pattern: re.Pattern[str], other: Callable[[re.Match[str]], str], rng: random.Random
) -> str | None:
    """Return a text with one match of a pattern replaced, None where there is none."""
    matches = [
        m
        for m in pattern.finditer(text)
        if not _in_marker(text, m.start()) and not _is_empty_row(text, m.start())
    ]
    if not matches:
        return None
    match = rng.choice(matches)
    changed = text[: match.start()] + other(match) + text[match.end() :]
    return changed if changed != text else None


MUTATORS: dict[str, Mutator] = {
    "digit": _swap_digit,
    "decimal point": _drop_point,
    "unit": _swap_unit,
    "year": _swap_year,
    "month": _swap_month,
    "negation added": _negate,
    "negation removed": _affirm,
    "place": _swap_place,
    "institution": _swap_name,
    "person": _swap_person,
    "title": _swap_title,
    "document number": _swap_number,
    "limit": _swap_limit,
    "direction": _turn,
    "from-to": _reverse,
    "values swapped": _swap_values,
    "series item": _drop_item,
    "by for to": _by_to,
    "number in Chinese": _other_script,
}
