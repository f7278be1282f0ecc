"""Near misses: a question changed in one detail, so that its passage answers it no longer."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

PLACES = (
    "北京",
    "上海",
    "天津",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "合肥",
    "南京",
    "杭州",
    "苏州",
    "成都",
    "武汉",
    "西安",
    "广州",
    "深圳",
    "长沙",
    "郑州",
    "青岛",
    "厦门",
    "宁波",
    "济南",
    "沈阳",
    "大连",
    "福州",
    "昆明",
    "南昌",
    "台北",
    "高雄",
)
COUNTRIES = (
    "中国",
    "美国",
    "英国",
    "法国",
    "德国",
    "日本",
    "韩国",
    "俄罗斯",
    "意大利",
    "西班牙",
    "印度",
    "加拿大",
    "澳大利亚",
    "巴西",
    "荷兰",
    "瑞士",
    "瑞典",
    "波兰",
    "埃及",
    "墨西哥",
    "土耳其",
    "泰国",
    "越南",
    "新加坡",
    "马来西亚",
)
ROLES = (
    ("第一", "第二", "第三", "第四", "第五"),
    ("原告", "被告"),
    ("父亲", "母亲", "儿子", "女儿", "妻子", "丈夫", "哥哥", "弟弟"),
    ("最大", "最小"),
    ("最高", "最低"),
    ("最早", "最晚"),
    ("增加", "减少"),
    ("上升", "下降"),
    ("城镇", "农村"),
    ("出口", "进口"),
    ("开始", "结束"),
    ("企业", "学校", "医院", "银行"),
    ("省级", "市级", "县级", "国家级"),
    ("春季", "夏季", "秋季", "冬季"),
)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20[0-4]\d)(?=\s*年|$|\D)")
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")


def change(question: str, passage: str, names: Sequence[str], draw: random.Random) -> str | None:
    """Return the question with a year, name, place, role or number changed, or None.

    ``names[0]`` is the title of the passage's article and the others are titles to put in its
    place. What is put in does not stand in the passage, so the passage cannot answer.
    """
    ways = [_other_year, _other_name, _other_place, _other_role, _other_number]
    draw.shuffle(ways)
    for way in ways:
        pair = way(question, names, draw)
        if pair is not None and pair[1] not in passage and pair[0] != pair[1]:
            return question.replace(pair[0], pair[1], 1)
    return None


Swap = tuple[str, str] | None


def _other_year(question: str, names: Sequence[str], draw: random.Random) -> Swap:
    found = _YEAR.search(question)
    if found is None:
        return None
    return found[0], str(int(found[0]) + draw.choice((-10, -5, -3, -2, -1, 1, 2, 3, 5, 10)))


def _other_name(question: str, names: Sequence[str], draw: random.Random) -> Swap:
    name = re.sub(r"\s*[(（].*", "", names[0]) if names else ""
    others = [re.sub(r"\s*[(（].*", "", other) for other in names[1:]]
    others = [other for other in others if len(other) >= 2 and abs(len(other) - len(name)) <= 2]
    if len(name) < 2 or name not in question or not others:
        return None
    return name, draw.choice(others)


def _other_place(question: str, names: Sequence[str], draw: random.Random) -> Swap:
    for group in (PLACES, COUNTRIES):
        found = [name for name in group if name in question]
        if found:
            return draw.choice(found), draw.choice(group)
    return None


def _other_role(question: str, names: Sequence[str], draw: random.Random) -> Swap:
    for group in ROLES:
        found = [word for word in group if word in question]
        if found:
            return found[0], draw.choice([word for word in group if word != found[0]])
    return None


def _other_number(question: str, names: Sequence[str], draw: random.Random) -> Swap:
    found = _NUMBER.search(question)
    if found is None:
        return None
    return found[0], str(int(found[0]) + draw.choice((1, 2, 3, 5, 7, 11)))
