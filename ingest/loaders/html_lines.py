"""Turns an element of a page into lines: one for each heading, paragraph, item and row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from ingest.loaders.heads import Cell
from ingest.loaders.tables import table_rows
from ingest.text.raw import RawLine

_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th",
    "thead", "tr", "ul",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# A word of the site alone or before a mark, and never a sentence: paragraphs begin with it too.
_FURNITURE = re.compile(
    r"^(?!.*[。；]$)(?:打印(?:本页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|上一页)?|"
    r"分享(?:到|至)?(?:(?:[:：】 ]|微信|微博|朋友圈|QQ).{0,12})?|"
    r"扫一扫.{0,30}|【?字体(?:[:：].{0,30}|[ \[【]?大.{0,12})?|大 ?中 ?小|收藏|下载(?:文件)?|"
    r"[上下]一篇(?:[:： ].{0,60}|没有.{0,6})?|"
    r"责任编辑[:：]?|您?当前(?:的)?位置[:：].*|首页 ?[>＞].*|微信|微博|QQ|Qzone|评论|点赞|更多|"
    r"主 ?题 ?词[:：]|版权所有(?:[^者人权的，][^，]*)?|"
    r"copyright\W*(?:(?:\d|c\b|all|by\b|reserved).*)?|"
    r".{0,30}ICP备(?:案号?[:：]| ?\d).{0,40}|(?:回到?)?顶部|首页 ?[/>＞»].*)$",
    re.I,
)
_MAX_CELL = 300
_MAX_SPAN = 100
_HAN = "[\u4e00-\u9fff]"
# Narrow cells break words (北京\n市); figures below each other are several.
_BROKEN_WORD = re.compile(rf"(?<={_HAN})\n+(?={_HAN})")
_SPREAD_LABEL = re.compile(rf"(?<={_HAN})\s+(?={_HAN}\s|{_HAN}[:：])")


def content_lines(content: html.HtmlElement, numbered: bool) -> list[RawLine]:
    """Return the lines of ``content``, in order, none of them to be joined to another.

    ``numbered`` tells whether line numbers of the source mean anything; a page written in one
    long line gets the number of the block instead.
    """
    lines: list[RawLine] = []
    for block, element in _blocks(content):
        number = element.sourceline if numbered and element.sourceline else len(lines) + 1
        number = max(number, lines[-1].number if lines else 1)
        typed = element.tag == "pre"  # its lines end where the source's do
        for text in block.split("\n") if typed else (block,):
            shown = " ".join(text.split())
            if shown and not _FURNITURE.match(shown):
                lines.append(RawLine(text, number, whole=not typed, heading=_level(element)))
    return lines


def _level(element: html.HtmlElement) -> int:
    return _HEADINGS.get(element.tag, 0) if isinstance(element.tag, str) else 0


def _blocks(element: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    """Yield (text, element) of every line; a <br> or the edge of a block ends one."""
    buffer: list[str] = []
    if element.text:
        buffer.append(element.text)
    for child in element:
        if not isinstance(child.tag, str):
            pass
        elif child.tag == "br":
            yield "".join(buffer), element
            buffer = []
        elif child.tag == "table" and _is_data(child):
            yield "".join(buffer), element
            buffer = []
            yield from _rows(child)
        elif child.tag in _BLOCKS or _holds_block(child):
            yield "".join(buffer), element
            buffer = []
            yield from _blocks(child)
        else:
            yield from _inline(child, buffer, element)
        if child.tail:
            buffer.append(child.tail)
    yield "".join(buffer), element


def _inline(
    child: html.HtmlElement, buffer: list[str], block: html.HtmlElement
) -> Iterator[tuple[str, html.HtmlElement]]:
    """Add the text of an inline element to ``buffer``; a <br> inside still ends the line."""
    if child.text:
        buffer.append(child.text)
    for inner in child:
        if isinstance(inner.tag, str):
            if inner.tag == "br":
                yield "".join(buffer), block
                buffer.clear()
            else:
                yield from _inline(inner, buffer, block)
        if inner.tail:
            buffer.append(inner.tail)


def _holds_block(element: html.HtmlElement) -> bool:
    return any(isinstance(inner.tag, str) and inner.tag in _BLOCKS for inner in element.iter())


def _is_data(table: html.HtmlElement) -> bool:
    """Tell a table of data from one that only lays out the page."""
    rows = list(table.iter("tr"))
    if table.find(".//table") is not None or not rows:
        return False
    cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
    wide = sum(len([cell for cell in row if cell.tag in ("td", "th")]) > 1 for row in rows)
    longest = max((len(cell.text_content()) for cell in cells), default=0)
    return wide >= max(1, len(rows) // 2) and longest <= _MAX_CELL


def _rows(table: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    rows = list(table.iter("tr"))
    headed = table.find(".//th") is not None
    for caption in table.iter("caption"):
        yield from _blocks(caption)
    yield from zip(table_rows(_grid(rows), headed), rows, strict=True)


def _grid(rows: list[html.HtmlElement]) -> list[list[Cell]]:
    """Return the cells of each row; a cell that spans rows is read in every one of them."""
    grid: list[list[Cell]] = []
    hanging: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        cells: list[Cell] = []
        for cell in (cell for cell in row if cell.tag in ("td", "th")):
            _hang(cells, hanging)
            lines = "\n".join(" ".join(line.split()) for line, _ in _blocks(cell))
            text = _SPREAD_LABEL.sub("", _BROKEN_WORD.sub("", lines)).strip()
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if down > 1:
                for column in range(len(cells), len(cells) + across):
                    hanging[column] = (down - 1, text if column == len(cells) else None)
            cells += [text, *[None] * (across - 1)]
        _hang(cells, hanging)
        grid.append(cells)
    return grid


def _hang(cells: list[Cell], hanging: dict[int, tuple[int, Cell]]) -> None:
    """Fill in the cells that hang down from rows above at the place reached."""
    while len(cells) in hanging:
        rows, text = hanging.pop(len(cells))
        if rows > 1:
            hanging[len(cells)] = (rows - 1, text)
            cells.append(text)
            continue
        cells.append(text)


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() else 1
