"""Finds where an item of a newspaper page opens: author and journal, or a dateline.

Headlines glued to such an opening, or to the end of the text before it, are cut off into
lines of their own, so that what follows can reason about lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.fields.names import NAME, trailing_name
from ingest.outline.numbering import numbered_style
from ingest.text.lines import Span, looks_like_heading, text_lines

_JOURNAL = re.compile(
    r"(?:近日|日前|最近)?(?:撰文)?(?:发表)?(?:在|于)(?:\d{4}年[^《，。]{0,10})?《"
)
_CLAIM = re.compile(
    r"[^。！？]{0,160}?(?:一文|论文|文章|撰文|刊文|刊发|研究报告)?[^。！？《》]{0,14}?"
    r"(?:指出|认为|提出|表示|强调|主张|建议|发现|分析|论述|探讨|阐述)"
)
_PUBLISHED = re.compile(r"\d{4}年|第\d+期|一文|撰文|刊文|文章|论文")
_JOURNAL_FIRST = re.compile(
    rf"^《[^》]{{2,30}}》(?:杂志)?(?:\d{{4}}年)?[^《》，。]{{0,12}}(?:刊发|刊登|发表|刊载)了?"
    rf"[^《》，。]{{0,24}}?(?P<who>{NAME}(?:[、和与]{NAME}){{0,7}}(?:等人?)?)(?:撰写)?的"
)
_AFFILIATION = re.compile(
    r"(?:大学|学院|研究院|研究所|研究中心|委员会|社科院|科学院|党校|教授|研究员|博士|院长|所长|主任|学者)$"
)
_DATELINE = re.compile(
    r"(?:本报|本刊|新华社|人民网|新华网|央视网|中新社|中新网|[\u4e00-\u9fff]{2,4}(?:日报|晚报|早报|时报))"
    r"(?:[\u4e00-\u9fff]{2,10}(?:\d{1,2}月)?\d{1,2}日[电讯]|讯)(?:[ （(:：]|$)"
)
_REPORTER = re.compile(
    rf"[（(](?:本报|见习|实习)?(?:记者|通讯员)[ :：]?(?P<who>{NAME}[^）)]{{0,30}})[）)]"
)


@dataclass(slots=True)
class Item:
    """A line of the text after glued headlines were cut off."""

    span: Span
    opens: bool = False
    who: str = ""
    paper: str = ""
    headline: bool = field(init=False)

    def __post_init__(self) -> None:
        text = self.span.text
        self.headline = not self.opens and looks_like_heading(text) and numbered_style(text) is None


def read_items(text: str) -> list[Item]:
    """Cut headlines that are glued to a neighbour off into lines of their own."""
    items: list[Item] = []
    for span in text_lines(text):
        opening = _opening(span.text)
        if opening is None:
            items.append(Item(span))
            continue
        offset, who, paper = opening
        for part in _glued_parts(span, offset):
            items.append(Item(part))
        rest = Span(span.start + offset, span.end, span.text[offset:])
        items.append(Item(rest, opens=True, who=who, paper=paper))
    return _free_tails(items)


def _opening(line: str) -> tuple[int, str, str] | None:
    """Find where a line opens an item: (offset, author, title of the paper), or None."""
    if found := _JOURNAL_FIRST.match(line):
        return 0, found["who"], _paper(line[found.end() :])
    for found in _JOURNAL.finditer(line[:120]):
        sentence = line[found.start() : found.start() + 220].split("。")[0]
        if not (_CLAIM.match(sentence) and _PUBLISHED.search(sentence)):
            continue
        start = _authors_start(line[: found.start()])
        if start >= 0 and _may_open(line[:start]):
            who = line[start : found.start()]
            if _AFFILIATION.search(line[:start]):
                start, who = 0, line[: found.start()]
            return start, who.strip(), _paper(sentence)
    if (found := _DATELINE.search(line[:60])) and _may_open(line[: found.start()]):
        reporter = _REPORTER.search(line[found.start() : found.start() + 80])
        return found.start(), reporter["who"].strip() if reporter else "", ""
    return None


def _authors_start(before: str) -> int:
    """Return where the list of names that ends ``before`` starts, or -1.

    The first name of the list may be glued to a headline, so it is read from its end.
    """
    body = re.sub(r"(?:等(?:人|学者)?)? ?$", "", before)
    start = trailing_name(body)
    while start > 0 and body[start - 1] in "、和与 ":
        earlier = trailing_name(body[: start - 1].rstrip())
        if earlier < 0:
            break
        start = earlier
    return start


def _may_open(head: str) -> bool:
    """Tell whether what stands before an opening on its line can be a headline or nothing."""
    if not head or (len(head) <= 30 and _AFFILIATION.search(head)):
        return True
    tail = re.split(r"[。！？”]", head)[-1]
    return looks_like_heading(tail.strip())


def _paper(sentence: str) -> str:
    titles = re.findall(r"《((?:[^《》]|《[^》]*》)+)》", sentence)
    return titles[-1] if titles else ""


def _glued_parts(span: Span, offset: int) -> list[Span]:
    """Return the end of the body before and the headline, where both stand on this line."""
    head = span.text[:offset]
    cut = max(head.rfind(mark) for mark in "。！？”") + 1
    parts = []
    for start, end in ((0, cut), (cut, offset)):
        piece = head[start:end].strip()
        if piece:
            begin = span.start + head.index(piece, start)
            parts.append(Span(begin, begin + len(piece), piece))
    return parts


def _free_tails(items: list[Item]) -> list[Item]:
    """Cut a headline off the end of an item's body when the next item opens right after it."""
    freed: list[Item] = []
    in_group = False
    for number, item in enumerate(items):
        in_group = in_group or item.opens
        last = number + 1 == len(items) or items[number + 1].opens
        line = item.span.text
        cut = max(line.rfind(mark) for mark in "。！？") + 1
        while 0 < cut < len(line) and line[cut] in "”’）":
            cut += 1
        tail = line[cut:].strip()
        if in_group and last and cut > 0 and len(tail) >= 6 and looks_like_heading(tail):
            at = item.span.start + line.index(tail, cut)
            body = Span(item.span.start, item.span.start + len(line[:cut]), line[:cut])
            freed.append(Item(body, item.opens, item.who, item.paper))
            freed.append(Item(Span(at, item.span.end, tail)))
        else:
            freed.append(item)
    return freed
