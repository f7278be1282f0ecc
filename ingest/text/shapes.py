"""What the look of a single raw line tells: its reach, its ending, what it begins with.

Widths are in ems: a Han character is 1, an ASCII character 0.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.text.raw import RawLine

_TERMINAL = re.compile(r"(?:[。！？!?…：；;:]|[.](?<![0-9]\.))[”’」』）)》〉】\]\"']*$")
_INNER = re.compile(r"[，。；、！？,;](?=.)|[a-z] [a-z]+ [a-z]")
_NARROW = re.compile("[\x00-\u10ff\u2000-\u200a\uff61-\uffdc]")
_HAN_NUMBER = "〇○零一二三四五六七八九十百"
_OUTLINE = re.compile(
    rf"^(?:第[{_HAN_NUMBER}0-9]{{1,5}}[编章节条款篇部]|[{_HAN_NUMBER}]{{1,3}}、"
    rf"|[（(][{_HAN_NUMBER}0-9]{{1,3}}[)）]|附件[0-9：:]?|附录)"
)
_ITEM = re.compile(
    rf"^(?:[0-9]{{1,2}}(?:[.．](?![0-9])|[、)）])|[①-⑳●○■□◆◇▲△★☆•·▪➢►✓*+-](?=\s|[^\d\W])"
    rf"|[\[［][0-9]{{1,3}}[\]］](?=\s*[^\s。，、；：,.;)）])|其[{_HAN_NUMBER}](?=[，、是：])|[{_HAN_NUMBER}]是|第[{_HAN_NUMBER}]{{1,3}}[，,、])"
)
# What stands under a figure or over a table, and the notes at the foot of a paper's first page.
_APART = re.compile(
    r"^(?:[图表]\s?[0-9]{1,3}(?:[.-][0-9]{1,3})*(?![0-9.。-])\s?(?![年月日个项所中的和与及可是为显给列、，。）)～~至])(?=[^。；]{4})"
    r"|(?:Fig|Tab)\.?\s?[0-9]{1,3}\b"
    r"|(?:收稿日期|修回日期|基金项目|项目基金|作者简介|通[信讯]作者|引用格式|中图分类号"
    r"|文献标[识志]码|文章编号|关键词)[】\]]?\s?[:：])"
)
# The 、 of 一、 is no pause of running text.
_MARK = re.compile(rf"^(?:[{_HAN_NUMBER}]{{1,3}}|[0-9]{{1,2}})、")
# "3.1 数据来源" may open a line, and so may the rest of "增长 3.1 个百分点".
_DECIMAL = re.compile(
    r"^[0-9]{1,2}(?:\.[0-9]{1,2}){1,4}\.?(?=[\s\u4e00-\u9fff])(?!\s*[万亿千百个元倍度分家项人公平])"
)
_OWN_LINE = re.compile(
    r"^[（(](?:执笔|作者|来源|记者|本报|本版|责任编辑|责编|编辑|据|供稿|此件)[^）)]*[)）]$"
    r"|^[^，。；]{2,30}(?:课题组|编写组|调研组|评论员)$|^[^，。；]{2,60}(?:[|\t]|\.{4,}|…{2,}).*$"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the look of one line tells."""

    reach: float
    indent: float
    terminal: bool
    inner: bool
    outline: bool
    item: bool
    decimal: bool
    own: bool
    apart: bool


def shape_of(line: RawLine) -> Shape:
    """Measure one line."""
    text = line.text.rstrip()
    body = text.lstrip()
    if line.box and line.size > 0:
        indent, reach = line.box[0] / line.size, line.box[2] / line.size
    else:
        indent = _ems(text[: len(text) - len(body)])
        reach = indent + _ems(body)
    bare = re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", body)
    return Shape(
        reach=reach,
        indent=indent,
        terminal=_TERMINAL.search(bare) is not None,
        inner=_INNER.search(_MARK.sub("", bare)) is not None,
        outline=_OUTLINE.match(bare) is not None,
        item=_ITEM.match(bare) is not None,
        decimal=_DECIMAL.match(body) is not None,
        own=_OWN_LINE.match(bare) is not None,
        apart=_APART.match(bare) is not None,
    )


def _ems(text: str) -> float:
    return len(text) - 0.5 * len(_NARROW.findall(text))
