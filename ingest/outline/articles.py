"""Splits the text of a newspaper page into the articles it holds.

Three things start an article in the middle of a text: a headline with an author line under it,
another letter (``letters``), and a paragraph that opens as an item of its own, because it names
author and journal (张三在《某刊》2026年第1期…一文中指出) or carries a dateline (新华社北京电). One
thing ends an article: a closing author note such as （执笔：张三）. Headlines of items may stand
before or after their text, and may be glued to what follows or to the end of the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.fields.names import END_MARK, names_end_mark, read_byline, split_names
from ingest.fields.titles import join_title, title_lines
from ingest.outline.letters import letter_starts
from ingest.outline.openings import Item, read_items
from ingest.text.lines import is_body, text_lines


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its span with everything that belongs to it, headline and author."""

    start: int
    end: int
    heading: str = ""
    byline: str = ""


def split_articles(text: str) -> list[Article]:
    """Return the articles of ``text`` in order; they tile it. At least one is returned."""
    items = read_items(text)
    starts = {0: Article(0, 0)}
    starts.update(_openers(items))
    letters = letter_starts([item.span for item in items])
    starts.update({index: Article(0, 0, title) for index, title in letters.items()})
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
            else _head(items[first:last], first == 0)
        )
        articles.append(Article(begin, end, heading, byline))
    return articles


def laid_articles(text: str, starts: Sequence[tuple[int, str]]) -> list[Article]:
    """Return the articles that begin at ``starts``, (offset, headline) pairs; they tile ``text``.

    What stands before the first of them belongs to it; authors are read from the first lines
    and the closing note of each.
    """
    begins = [0, *(start for start, _ in starts[1:])]
    ends = [*begins[1:], len(text)]
    return [
        Article(begin, end, headline, _author(text[begin:end]))
        for begin, end, (_, headline) in zip(begins, ends, starts, strict=True)
    ]


def _author(article: str) -> str:
    lines = text_lines(article)
    bylines = [read_byline(line.text) for line in lines[1:6]]
    closing = [END_MARK.search(line.text) for line in lines[-2:]]
    notes = [found.group().strip("（）() ") for found in closing if found and names_end_mark(found)]
    who = next((byline.who for byline in bylines if byline and byline.sure), "")
    return "；".join(dict.fromkeys(part for part in (who, *notes) if part))


def _openers(items: Sequence[Item]) -> dict[int, Article]:
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


def _headlines_before(items: Sequence[Item], index: int) -> list[int]:
    lines: list[int] = []
    while index - 1 - len(lines) >= 0 and len(lines) < 3 and items[index - 1 - len(lines)].headline:
        lines.insert(0, index - 1 - len(lines))
    return lines


def _headlines_after(items: Sequence[Item], index: int) -> list[int]:
    """Return the headline after the body that opens at ``index``, unless it heads another."""
    for line in range(index + 1, min(index + 6, len(items))):
        if items[line].headline:
            heads_next = line + 1 < len(items) and (
                is_body(items[line + 1].span.text) or read_byline(items[line + 1].span.text)
            )
            return [] if heads_next else [line]
    return []


def _body(items: Sequence[Item], index: int, opens: Sequence[int]) -> str:
    end = next((other for other in opens if other > index), len(items))
    return "".join(item.span.text for item in items[index:end] if not item.headline)


def _texts(items: Sequence[Item], slots: Sequence[Sequence[int]]) -> list[str]:
    return ["".join(items[line].span.text for line in lines) for lines in slots]


def _fit(headline: str, body: str) -> float:
    """Score how well a headline fits a body: that there is one, and shared bigrams."""
    pairs = {headline[i : i + 2] for i in range(len(headline) - 1)}
    return 0.5 + sum(pair in body for pair in pairs) / len(pairs) if pairs else 0.0


def _author_starts(items: Sequence[Item]) -> list[int]:
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


def _starts_after_end_marks(items: Sequence[Item]) -> list[int]:
    """Return the items that follow a closing author note, where another body follows."""
    starts = []
    last_body = max((i for i, item in enumerate(items) if is_body(item.span.text)), default=-1)
    for index, item in enumerate(items[:last_body]):
        found = END_MARK.search(item.span.text)
        if found is None or (item.opens and not item.span.text[: found.start()]):
            continue
        before = item.span.text[: found.start()].rstrip()
        if before and before[-1] not in "。！？”…":
            continue
        if names_end_mark(found) or items[index + 1].headline:
            starts.append(index + 1)
    return starts


def _head(items: Sequence[Item], first: bool) -> tuple[str, str]:
    """Read headline and author off the first lines and the closing note of an article.

    The ``first`` article's headline may be an official title, over several lines.
    """
    lines: list[str] = []
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
    if first and not who:
        spans = [item.span for item in items[:24]]
        lines = [join_title([spans[index].text for index in title_lines(spans)])]
    closing = [END_MARK.search(item.span.text) for item in items[-3:]]
    notes = [found.group().strip("（）() ") for found in closing if found and names_end_mark(found)]
    return _join(lines), "；".join(dict.fromkeys(part for part in (who, *notes) if part))


def _who(who: str) -> str:
    names = split_names(who)
    return "、".join(names) + ("等" if re.search("等人?$", who) else "") if len(names) > 1 else who


def _join(lines: Sequence[str]) -> str:
    return " ".join(lines).replace(" ——", "——")
