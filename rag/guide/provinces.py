"""Names of places in running text, and where each province stands on a schematic map."""

from __future__ import annotations

import re

from rag.language.places import PROVINCES

# Names that are words of their own count as places only with 市, 省 or the like after them.
_WORDS = "朝阳 大兴 中山 海东 山南 文山 安康 红河 大理 黄山 白山 保山 吉安 中卫 阿里 北海 通化"

# Column and row of each province on a grid that keeps neighbours near each other.
TILES = {
    "新疆": (0, 1), "西藏": (1, 4), "青海": (2, 3), "甘肃": (3, 2), "宁夏": (4, 2),
    "内蒙古": (5, 1), "黑龙江": (9, 0), "吉林": (9, 1), "辽宁": (8, 1), "北京": (7, 1),
    "天津": (8, 2), "河北": (7, 2), "山西": (6, 2), "山东": (8, 3), "陕西": (5, 3), "河南": (7, 3),
    "四川": (4, 4), "重庆": (5, 4), "湖北": (6, 4), "安徽": (7, 4), "江苏": (8, 4), "上海": (9, 4),
    "云南": (4, 6), "贵州": (5, 5), "湖南": (6, 5), "江西": (7, 5), "浙江": (8, 5), "福建": (8, 6),
    "广西": (5, 6), "广东": (6, 6), "海南": (6, 7), "台湾": (9, 6), "香港": (7, 7), "澳门": (7, 6),
}  # fmt: skip
_NAMES = sorted(PROVINCES, key=len, reverse=True)
_SUFFIX = r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|特别行政区|省|市|新区|区|县|州)"
PLACE = re.compile(
    rf"(?P<outer>(?:{'|'.join(name for name in _NAMES)})){_SUFFIX}?"
    rf"(?P<inner>[\u4e00-\u9fff]{{2,4}}?(?:市|区|县|新区|开发区|高新区|街道|镇))?"
)


def province_of(place: str) -> str:
    """Return the province that a place lies in, "" where its name does not tell."""
    return next((PROVINCES[name] for name in _NAMES if place.startswith(name)), "")


def is_word(place: str) -> bool:
    """Whether a name is also an ordinary word, so that it needs 市 or the like to be a place."""
    return place in _WORDS.split()
