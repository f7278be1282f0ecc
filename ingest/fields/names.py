"""Chinese personal names and author lines as newspapers and journals print them."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Commonest first: where a run of characters can be cut into names in two ways, the way with
# the commoner surnames wins. Surnames that are everyday words (于 方 向 高 时 …) stay in,
# because names are only looked for where the surrounding pattern already calls for one.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋"
    "杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶"
    "贺顾毛郝龚邵万钱严覃武戚莫孔汤赖洪温季关常裴倪康翁章施樊欧殷聂齐鲁岳俞梅辛管祝左涂谷牛"
    "舒耿詹霍蒙尚简卜阮祁项柳娄冉柴甄连宁路毕庄甘申焦卓边褚卞景喻鲍包靳代单解党宫葛费苗"
    "游初屈兰冀车成符隋艾房佟骆鄢蓝仇易"
)
COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "令狐", "公孙", "夏侯", "司徒")
_RANK = {surname: rank for rank, surname in reversed(list(enumerate(SURNAMES)))}

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
NAME = rf"(?:{'|'.join(COMPOUND_SURNAMES)}|[{SURNAMES}]){_HAN}{{1,2}}"

_ORG_AUTHOR = (
    r"(?:课题组|编写组|调研组|写作组|评论员|编辑部|本报编辑部|研究中心|研究院|研究所|研究室)"
)
_ROLE = (
    r"(?:本报|本刊|本网|新华社|人民日报|经济日报|光明日报|科技日报)?(?:首席|特约|见习|驻站)?"
    r"(?:记者|通讯员|评论员|撰稿人?|实习生)"
)
_LABELLED = re.compile(
    r"^(?:[□■○●◎◇◆△▲☐] ?)?(?:作者|撰文|撰稿|文|图文|采写|整理|执笔)(?:[:：/丨|／]) ?"
    rf"(?P<who>{_HAN}[^。；！？]{{1,38}})$"
)
_BULLETED = re.compile(rf"^[□■○●◎◇◆△▲☐] ?(?P<who>{NAME}(?:[、 （][^。；！？：]{{0,30}})?)$")
_ROLE_LINE = re.compile(rf"^(?P<who>{_ROLE}[ :：]*[{SURNAMES}] ?{_HAN}[^。；！？]{{0,30}})$")
_ORG_LINE = re.compile(rf"^(?P<who>[^，。；：！？]{{2,40}}{_ORG_AUTHOR})$")
_NAMES_LINE = re.compile(rf"^(?P<who>{NAME}(?:[、 ]{NAME}){{0,5}})$")
_NAME_WITH_POST = re.compile(rf"^(?P<who>{NAME}(?:[、 ]{NAME}){{0,3}} ?（[^）]{{2,40}}）)$")

END_MARK = re.compile(
    r"[（(](?P<label>执笔(?:人)?|作者(?:单位)?|作者系|作者为|撰稿(?:人)?|采写|本报记者|记者|"
    r"本版编辑|责任编辑|责编|编辑|据新华社|据[^）)]{2,12}报道|来源)"
    r"(?:[:：]| ?)(?P<who>[^（）()。；]{0,60})[）)]\s*$"
)
_LONGEST_CELL = 8
_AUTHOR_LABELS = ("执笔", "作者", "撰稿", "采写", "记者", "本报记者")


@dataclass(frozen=True, slots=True)
class Byline:
    """An author line; ``sure`` is False where only its position makes it one."""

    who: str
    sure: bool


def read_byline(line: str) -> Byline | None:
    """Return the author line that ``line`` is, or None."""
    cells = line.split(" | ")
    if len(cells) > 2 and all(len(cell) <= _LONGEST_CELL for cell in cells):
        return None  # 代码 | 品名 | 单位 heads a table
    line = cells[0]  # what stands beside it is text of the next column
    if len(line) > 50:
        return None
    for pattern in (_LABELLED, _BULLETED, _ROLE_LINE):
        if found := pattern.match(line):
            return Byline(found["who"].strip(), sure=True)
    if found := _ORG_LINE.match(line):
        return Byline(
            found["who"], sure=line.endswith(("课题组", "编写组", "调研组", "写作组", "评论员"))
        )
    for pattern in (_NAME_WITH_POST, _NAMES_LINE):
        if found := pattern.match(line):
            return Byline(found["who"].strip(), sure=False)
    return None


def names_end_mark(found: re.Match[str]) -> bool:
    """Tell whether an end mark names who wrote the text (and not who edited it)."""
    return found["label"].startswith(_AUTHOR_LABELS)


def split_names(text: str) -> tuple[str, ...]:
    """Cut a list of names at its separators, and a run of names by their surnames.

    A two-character name is often printed with a space inside (吴 滨) to match the width of
    its neighbours, so single characters are joined before anything is cut.
    """
    text = re.sub(rf"(?<!{_HAN})({_HAN}) +({_HAN})(?!{_HAN})", r"\1\2", text.strip())
    parts = [
        part
        for part in re.split(r"[、，,；;和与\s]+", re.sub(r"等(?:人|学者)?$", "", text))
        if part
    ]
    names: list[str] = []
    for part in parts:
        if not re.fullmatch(rf"{_HAN}{{2,12}}", part):
            continue
        names.extend(_cut_run(part) if len(part) > 4 or not _is_name(part) else [part])
    return tuple(dict.fromkeys(names))


def _is_name(text: str) -> bool:
    return re.fullmatch(NAME, text) is not None


def _cut_run(run: str) -> list[str]:
    """Return the cut of ``run`` into names with the commonest surnames; [] if none."""
    best: dict[int, tuple[int, list[str]]] = {0: (0, [])}
    for end in range(2, len(run) + 1):
        for size in (2, 3, 4):
            start = end - size
            if start in best and _is_name(run[start:end]):
                rank = _RANK.get(run[start], 60)
                candidate = (best[start][0] + rank, [*best[start][1], run[start:end]])
                if end not in best or candidate[0] < best[end][0]:
                    best[end] = candidate
    return best.get(len(run), (0, []))[1]


def trailing_name(text: str) -> int:
    """Return where a single name at the very end of ``text`` starts, or -1.

    Three characters are tried before two, because a headline glued to a name ends in a
    common word far more often than in a surname.
    """
    for size in (4, 3, 2):
        tail = text[-size:]
        if len(tail) == size and _is_name(tail) and (size < 4 or tail[:2] in COMPOUND_SURNAMES):
            return len(text) - size
    return -1
