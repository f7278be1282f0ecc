"""Recognises the headings of an outline, line by line.

A mark is a heading with the style it is written in (一、 or （一） or 1. or an unnumbered short
line). How styles nest is not decided here: that depends on the whole document.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Span, ends_sentence, is_body, looks_like_heading

_CN = "[一二三四五六七八九十百零〇]"
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"〇": 0}
# style, pattern of the mark at the start of a line, conventional depth
STYLES: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("编", re.compile(rf"第(?P<n>{_CN}+|\d+)[编篇](?![辑制写幅])"), 0),
    ("章", re.compile(rf"第(?P<n>{_CN}+|\d+)章"), 1),
    ("节", re.compile(rf"第(?P<n>{_CN}+|\d+)节"), 2),
    ("条", re.compile(rf"第(?P<n>{_CN}+|\d+)条(?:之{_CN})?(?![规款和、至]|例)"), 3),
    ("一、", re.compile(rf"(?P<n>{_CN}+)[、．.](?!\d)"), 4),
    ("（一）", re.compile(rf"[（(](?P<n>{_CN}+)[）)]"), 5),
    ("其一", re.compile(r"其(?P<n>[一二三四五六七八九十])[，,、：:]?"), 5),
    ("第一", re.compile(r"第(?P<n>[一二三四五六七八九十])[，,、：:]"), 5),
    ("一是", re.compile(r"(?P<n>[一二三四五六七八九十])[是要](?!否|因|求|素)"), 5),
    ("1.", re.compile(r"(?P<n>\d{1,3})(?:[．、]|\.(?!\d)) ?"), 6),
    ("（1）", re.compile(r"[（(](?P<n>\d{1,3})[）)]"), 7),
    ("1）", re.compile(r"(?P<n>\d{1,2})[）)]"), 7),
    ("①", re.compile(r"(?P<n>[①-⑳])"), 8),
)
RANK = {style: rank for style, _, rank in STYLES}
_QUESTION = re.compile(
    r"^(?:\d{1,3}[.．、] ?)?(?:问|提问|记者问?|主持人|Q)\d{0,3} ?[:：.] ?(?P<what>.+)"
)
_ANNEX = re.compile(rf"^附(?:件|录|表)(?P<n>\d{{0,2}}|{_CN}{{0,2}})(?P<rest>[:： ].{{2,60}})?$")
_FIRST_SENTENCE = re.compile(r"^(?P<head>[^。！？，,；;：:“”《》]{4,26})。(?=.{30,})")
_INLINE = re.compile(
    rf"(?:(?<=[。；：;:！？”）) \u3000])(?:{_CN}{{1,3}}、|第{_CN}{{1,4}}[章节条](?=[ \u3000])"
    rf"|\d{{1,2}}(?:[．、]|\.(?!\d)))|(?<=\S)[（(]{_CN}{{1,3}}[）)]"
    r"|(?<=[\u4e00-\u9fff])\d{1,2}[.．](?=[\u4e00-\u9fff]))"
)
_LONGEST_HEADING = 42


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading found: where it starts, its style and number in that style (0 if none).

    ``closes`` is where the section ends at the latest; None leaves that to what follows.
    """

    start: int
    heading: str
    style: str
    ordinal: int = 0
    closes: int | None = None


def find_marks(lines: Sequence[Span]) -> list[Mark]:
    """Return the headings among ``lines`` (of one article), in order of their start."""
    lines = [part for line in lines for part in _inline_parts(line)]
    opening = _opening_sentences(lines)
    marks = []
    for index, line in enumerate(lines):
        mark = _numbered(line) or _question(line) or _annex(lines, index) or _plain(lines, index)
        if mark is None and index in opening:
            mark = Mark(line.start, opening[index], "opening", 0, line.end)
        if mark is not None:
            marks.append(mark)
    return marks


def number(mark: str) -> int:
    """Return the value of 十二, 12 or ⑫."""
    if mark.isdigit() and mark.isascii():
        return int(mark)
    if "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    total, digit = 0, 0
    for char in mark:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(char, 0)
    return total + digit


def numbered_style(text: str) -> tuple[str, int, int] | None:
    """Return (style, ordinal, length of the mark) of an outline mark that opens ``text``."""
    for style, pattern, _ in STYLES:
        if found := pattern.match(text):
            return style, number(found["n"]), found.end()
    return None


def _numbered(line: Span) -> Mark | None:
    found = numbered_style(line.text)
    if found is None or found[2] == len(line.text) or line.text.count(" | "):
        return None
    style, ordinal, length = found
    if style == "条":
        whole = len(line.text) <= 24 and not ends_sentence(line.text)
        return Mark(line.start, line.text if whole else line.text[:length], style, ordinal)
    return Mark(line.start, _heading(line.text, length), style, ordinal)


def _heading(text: str, length: int) -> str:
    """Return the heading of a numbered line: all of it, its first sentence or first clause."""
    rest = text[length:]
    if len(text) <= _LONGEST_HEADING and not re.search("[。；]", text[:-1]):
        return text.rstrip("。：:；;")
    sentence = re.split("[。：:！？]", rest)[0]
    if len(sentence) > _LONGEST_HEADING - length:
        sentence = re.split("[，,；;：:。]", rest)[0][: _LONGEST_HEADING - length]
    return (text[:length] + sentence).rstrip("，、：: ")


def _question(line: Span) -> Mark | None:
    found = _QUESTION.match(line.text)
    if found is None:
        return None
    what = found["what"]
    return Mark(line.start, what if len(what) <= 80 else what[:80], "问")


def _annex(lines: Sequence[Span], index: int) -> Mark | None:
    """Return the mark of an annex; a list of annexes at the foot of a letter is none."""
    found = _ANNEX.match(lines[index].text)
    if found is None or index + 1 >= len(lines):
        return None
    following = lines[index + 1].text
    heading = lines[index].text
    if found["rest"]:
        if not (is_body(following) or looks_like_heading(following) or numbered_style(following)):
            return None
        if numbered_style(following) and found["rest"][0] in ":：" and found["n"] == "":
            return None
    elif looks_like_heading(following, longest=60):
        heading = f"{heading} {following}"
    return Mark(lines[index].start, heading, "附件", number(found["n"] or "0"))


def _plain(lines: Sequence[Span], index: int) -> Mark | None:
    """Return an unnumbered heading: a short open line with running text under it."""
    line = lines[index]
    if index + 1 >= len(lines) or not looks_like_heading(line.text, longest=36):
        return None
    below = lines[index + 1].text
    if not (is_body(below) or numbered_style(below) or _QUESTION.match(below)):
        return None
    if index and not ends_sentence(lines[index - 1].text) and _is_list_line(lines, index - 1):
        return None
    return Mark(line.start, line.text, "plain")


def _is_list_line(lines: Sequence[Span], index: int) -> bool:
    """Tell whether a short open line stands among others of its kind: a table or a list."""
    above = lines[index - 1].text if index else ""
    return bool(above) and looks_like_heading(above) and looks_like_heading(lines[index].text)


def _opening_sentences(lines: Sequence[Span]) -> dict[int, str]:
    """Return headings that are the first sentence of their paragraph (构建开放体系。要…).

    One short first sentence is only a sentence; two or more paragraphs in a row that open
    this way are items under run-in headings.
    """
    heads = {
        index: found["head"]
        for index, line in enumerate(lines)
        if (found := _FIRST_SENTENCE.match(line.text)) and numbered_style(line.text) is None
    }
    return {
        index: head for index, head in heads.items() if index - 1 in heads or index + 1 in heads
    }


def _inline_parts(line: Span) -> list[Span]:
    """Cut a long line at outline marks inside it, where they count 1, 2, … in their style.

    Texts that lost their line ends (one line for a whole notice) keep their outline so.
    """
    if len(line.text) < 150:
        return [line]
    runs: dict[str, list[int]] = {}
    for found in _INLINE.finditer(line.text):
        style, ordinal, _ = numbered_style(found.group()) or ("", 0, 0)
        if ordinal == 1 or (style in runs and ordinal == len(runs[style]) + 1):
            runs.setdefault(style, []).append(found.start())
            if ordinal == 1 and len(runs[style]) > 1:
                runs[f"{style}{found.start()}"] = runs[style][:-1]
                runs[style] = [found.start()]
    cuts = {at for starts in runs.values() if len(starts) > 1 for at in starts}
    first = numbered_style(line.text)
    if first and first[0] in runs and not cuts:
        cuts = set(runs[first[0]])
    edges = [0, *sorted(cuts - {0}), len(line.text)]
    parts = []
    for start, end in itertools.pairwise(edges):
        piece = line.text[start:end]
        left = len(piece) - len(piece.lstrip())
        if piece.strip():
            begin = line.start + start + left
            parts.append(Span(begin, begin + len(piece.strip()), piece.strip()))
    return parts
