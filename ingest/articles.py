"""Splits the text of a newspaper page into the articles it holds.

Two things start an article in the middle of a text: a headline with an author line under it,
and a paragraph that opens as an item of its own, because it names author and journal
(张三在《某刊》2026年第1期…一文中指出) or carries a dateline (新华社北京3月5日电). One thing ends
an article: a closing author note such as （执笔：张三）. Headlines of items may stand before or
after their text, and may be glued to the text that follows or to the end of the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.lines import Span, is_body, looks_like_heading, text_lines
from ingest.names import END_MARK, NAME, names_end_mark, read_byline, split_names, trailing_name

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


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its span with everything that belongs to it, headline and author."""

    start: int
    end: int
    heading: str = ""
    byline: str = ""


@dataclass(slots=True)
class _Item:
    """A line of the text after glued headlines were cut off."""

    span: Span
    opens: bool = False
    who: str = ""
    paper: str = ""
    headline: bool = field(init=False)

    def __post_init__(self) -> None:
        self.headline = not self.opens and looks_like_heading(self.span.text)


def split_articles(text: str) -> list[Article]:
    """Return the articles of ``text`` in order; they tile it. At least one is returned."""
    items = _items(text)
    starts = {0: Article(0, 0)}
    starts.update(_openers(items))
    for index in _author_starts(items) + _starts_after_end_marks(items):
        starts.setdefault(index, Article(0, 0))
    cuts = sorted(starts)
    articles = []
    for number, first in enumerate(cuts):
        last = cuts[number + 1] if number + 1 < len(cuts) else len(items)
        begin = items[first].span.start if number else 0
        end = items[last].span.start if last < len(items) else len(text)
        known = starts[first]
        heading, byline = (
            (known.heading, known.byline)
            if known.heading or known.byline
            else _head(items[first:last])
        )
        articles.append(Article(begin, end, heading, byline))
    return articles


def _items(text: str) -> list[_Item]:
    """Cut headlines that are glued to a neighbour off into lines of their own."""
    items: list[_Item] = []
    for span in text_lines(text):
        opening = _opening(span.text)
        if opening is None:
            items.append(_Item(span))
            continue
        offset, who, paper = opening
        for part in _glued_parts(span, offset):
            items.append(_Item(part))
        rest = Span(span.start + offset, span.end, span.text[offset:])
        items.append(_Item(rest, opens=True, who=who, paper=paper))
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


def _free_tails(items: list[_Item]) -> list[_Item]:
    """Cut a headline off the end of an item's body when the next item opens right after it."""
    freed: list[_Item] = []
    in_group = False
    for number, item in enumerate(items):
        in_group = in_group or item.opens
        last = number + 1 == len(items) or items[number + 1].opens
        line = item.span.text
        cut = max(line.rfind(mark) for mark in "。！？") + 1
        while 0 < cut < len(line) and line[cut] in "”’）":
            cut += 1
        tail = line[cut:].strip()
        if in_group and last and 0 < cut and len(tail) >= 6 and looks_like_heading(tail):
            at = item.span.start + line.index(tail, cut)
            body = Span(item.span.start, item.span.start + len(line[:cut]), line[:cut])
            freed.append(_Item(body, item.opens, item.who, item.paper))
            freed.append(_Item(Span(at, item.span.end, tail)))
        else:
            freed.append(item)
    return freed


def _openers(items: Sequence[_Item]) -> dict[int, Article]:
    """Return the first item index of every self-opening article, with headline and author."""
    opens = [index for index, item in enumerate(items) if item.opens]
    if not opens:
        return {}
    before = [_headlines_before(items, index) for index in opens]
    after_last = _headlines_after(items, opens[-1])
    follows = [*before[1:], after_last]
    bodies = [_body(items, index, opens) for index in opens]
    backward = sum(map(_fit, _texts(items, follows), bodies))
    forward = sum(map(_fit, _texts(items, before), bodies))
    chosen = follows if backward > forward else before
    alone = all(index + 1 in opens or index == len(items) - 1 for index in opens)
    if sum(map(bool, chosen)) * 2 < len(opens) and not (alone and len(opens) > 1):
        return {}
    starts = {}
    for index, lines in zip(opens, chosen, strict=True):
        heading = _join([items[line].span.text for line in lines]) or items[index].paper
        first = min([index, *lines])
        starts[first] = Article(0, 0, heading, _who(items[index].who))
    if after := (chosen is follows and after_last):
        following = max(after) + 1
        if following < len(items):
            starts.setdefault(following, Article(0, 0))
    return starts


def _headlines_before(items: Sequence[_Item], index: int) -> list[int]:
    lines: list[int] = []
    while index - 1 - len(lines) >= 0 and len(lines) < 3 and items[index - 1 - len(lines)].headline:
        lines.insert(0, index - 1 - len(lines))
    return lines


def _headlines_after(items: Sequence[_Item], index: int) -> list[int]:
    """Return the headline after the body that opens at ``index``, unless it heads another."""
    for line in range(index + 1, min(index + 6, len(items))):
        if items[line].headline:
            heads_next = line + 1 < len(items) and (
                is_body(items[line + 1].span.text) or read_byline(items[line + 1].span.text)
            )
            return [] if heads_next else [line]
    return []


def _body(items: Sequence[_Item], index: int, opens: Sequence[int]) -> str:
    end = next((other for other in opens if other > index), len(items))
    return "".join(item.span.text for item in items[index:end] if not item.headline)


def _texts(items: Sequence[_Item], slots: Sequence[Sequence[int]]) -> list[str]:
    return ["".join(items[line].span.text for line in lines) for lines in slots]


def _fit(headline: str, body: str) -> float:
    """Score how well a headline fits a body: that there is one, and shared bigrams."""
    pairs = {headline[i : i + 2] for i in range(len(headline) - 1)}
    return 0.5 + sum(pair in body for pair in pairs) / len(pairs) if pairs else 0.0


def _author_starts(items: Sequence[_Item]) -> list[int]:
    """Return the headline lines of articles that are told by the author line under them."""
    starts = []
    for index, item in enumerate(items):
        byline = None if item.opens else read_byline(item.span.text)
        if index == 0 or byline is None or not byline.sure or index + 1 >= len(items):
            continue
        heads = _headlines_before(items, index)
        body_below = any(is_body(below.span.text) for below in items[index + 1 : index + 4])
        if heads and body_below:
            starts.append(heads[0])
    return starts


def _starts_after_end_marks(items: Sequence[_Item]) -> list[int]:
    """Return the items that follow a closing author note, where another body follows."""
    starts = []
    for index, item in enumerate(items[:-1]):
        found = END_MARK.search(item.span.text)
        if found is None or item.opens and not item.span.text[: found.start()]:
            continue
        before = item.span.text[: found.start()].rstrip()
        if before and before[-1] not in "。！？”…":
            continue
        if not any(is_body(below.span.text) for below in items[index + 1 :]):
            continue
        if names_end_mark(found) or items[index + 1].headline:
            starts.append(index + 1)
    return starts


def _head(items: Sequence[_Item]) -> tuple[str, str]:
    """Read headline and author off the first lines and the closing note of an article."""
    lines = []
    for item in items[:4]:
        if not item.headline or (lines and read_byline(item.span.text)):
            break
        lines.append(item.span.text)
    who = ""
    if lines and len(lines) < len(items) and not items[len(lines)].opens:
        byline = read_byline(items[len(lines)].span.text)
        who = byline.who if byline else ""
    if lines and not who:
        # Without an author line only the first line is safely the headline: the next
        # short line may be the first subhead.
        lines = lines[: 2 if len(lines) > 1 and lines[1].startswith(("——", "—", "--")) else 1]
    closing = [END_MARK.search(item.span.text) for item in items[-3:]]
    notes = [found.group().strip("（）() ") for found in closing if found and names_end_mark(found)]
    return _join(lines), "；".join(dict.fromkeys(part for part in (who, *notes) if part))


def _who(who: str) -> str:
    names = split_names(who)
    return "、".join(names) + ("等" if re.search("等人?$", who) else "") if len(names) > 1 else who


def _join(lines: Sequence[str]) -> str:
    return " ".join(lines).replace(" ——", "——")
