"""What a document is called, as it says so itself."""

from __future__ import annotations

import re

from rag.guide.quotes import Quote, quote
from rag.types import Document

_HAN = re.compile(r"[\u4e00-\u9fff]")
_KIND = (
    r"(?:规划|计划|意见|指南|指引|纲要|办法|规定|细则|方案|条例|通知|通告|公告|决定|措施|规范|倡议|报告|"
    r"清单|要点|标准|预案|批复|复函|答复|章程|导则|原则|体系|白皮书|政策|案例集|目录|名单)"
)
_EDITION = r"(?:[（(][^（）()\n]{1,20}[）)])*"
_SENT = re.compile(
    r"(?:现将|现印发|将)(?P<title>《[^《》\n]{4,80}(?:《[^《》\n]+》[^《》\n]*)?》)[^。\n]{0,30}(?:印发|予以|发给|公布|请)"
    r"|^(?P<passed>《[^《》\n]{4,80}》)已经"
)
_LINE = re.compile(rf"^[^。；，：:\n|]{{4,60}}{_KIND}{_EDITION}$")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|第.{1,3}[章节条])"
)
_BROKEN = re.compile(r"[。；，：:]|[\d一二三四五六七八九十]日?$|号[）)]?$")
# A line 目录 by itself heads the contents; it does not end the title above it.
_TAIL = re.compile(rf"^(?!目录$)(?:建设|实施|发展|工作|管理)?{_KIND}{_EDITION}$")
_NO_PART = re.compile(r"^(?:文件|[（(].{2,12}[）)])$")
_HEAD_LINES, _SHORT, _LONGEST = 8, 40, 90


def find_name(document: Document) -> Quote | None:
    """Return the name of a document where its text has it, None where it has none.

    Found are the title itself, the 《title》 of what is sent with a letter, and a title line
    (or two) among the first lines that ends in a kind of document.
    """
    text, title = document.text, document.title.strip()
    if title and _HAN.search(title) and (at := text.find(title)) >= 0:
        return quote(document, at, at + len(title))
    if sent := _SENT.search(text[:1500]):
        group = "title" if sent["title"] else "passed"
        return quote(document, sent.start(group) + 1, sent.end(group) - 1)
    return _title_line(document)


def _title_line(document: Document) -> Quote | None:
    """Return the first line that reads like a title, with the short lines that lead to it."""
    start, first = 0, 0
    lines = document.text.split("\n")[: _HEAD_LINES + 1]
    for number, line in enumerate(lines[:_HEAD_LINES]):
        end = start + len(line)
        if _NUMBERED.match(line):
            return None
        if _LINE.match(line.strip()) and end - first <= _LONGEST:
            after = "".join(lines[number + 1 : number + 2])
            return quote(document, first, end + 1 + len(after) if _TAIL.match(after) else end)
        if not 0 < len(line) <= _SHORT or _BROKEN.search(line) or _NO_PART.match(line):
            first = end + 1
        start = end + 1
    return None
