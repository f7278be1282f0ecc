"""Recognises the headings of an outline, line by line.

A mark is a heading with the style it is written in (一、 or （一） or 1. or an unnumbered short
line). How styles nest is not decided here: that depends on the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.fields.titles import join_title, title_lines
from ingest.outline.listings import contents_lines, listed_annexes
from ingest.outline.numbering import CN, SPOKEN, number, numbered_style
from ingest.outline.run_in import run_in_parts
from ingest.text.lines import Span, ends_sentence, is_body, looks_like_heading

_QUESTION = re.compile(
    r"^(?:\d{1,3}[.．、] ?)?(?:问|提问|记者问?|主持人|Q)\d{0,3} ?[:：.] ?(?P<what>.+)"
)
_ANNEX = re.compile(rf"^附(?:件|录|表)(?P<n>\d{{0,2}}|{CN}{{0,2}})(?P<rest>[:： ].{{2,60}})?$")
# A framed text beside the plan: 专栏3 示范工厂建设行动.
_FRAMED = re.compile(rf"^专栏 ?(?P<n>\d{{1,2}}|{CN}{{1,2}})(?![\d页版])[^。；，]{{3,40}}$")
# Table rows, notes with addresses, tails of references: 77.]. DOI: 10.1; (01),66-69.
_NO_ITEM = re.compile(
    r" \| |^[①-⑳].*https?://|[\u4e00-\u9fff] ?\d{6}[)）]$"
    r"|^[（(]?\d{1,3}[.．）)]+[\]）)】.,，:：;；]"
)
_BARE_NUMBER = re.compile(r"^(?P<n>\d{1,2}) ?[\u4e00-\u9fff][^，。；：]{1,24}$")
# A first sentence or clause; the marks inside a title or an address (https://) end neither.
_SENTENCE = re.compile(r"(?:《[^《》]{1,80}》|:(?=//)|[^。：！？:])*")
_CLAUSE = re.compile(r"(?:《[^《》]{1,80}》|:(?=//)|[^，,；;：。:])*")
_LONGEST_HEADING, _SHORTEST_CUT, _LONGEST_NAME = 42, 6, 40


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
    lines, opening = run_in_parts(lines)
    listed = listed_annexes(lines) | contents_lines(lines)
    chapters = _chapters(lines)
    marks: list[Mark] = []
    for index, line in enumerate(lines):
        if index in listed:
            continue
        mark = (
            _numbered(line)
            or chapters.get(index)
            or _question(line)
            or _annex(lines, index)
            or _framed(line)
            or _plain(lines, index)
        )
        if mark is None and index in opening:
            mark = Mark(line.start, opening[index], "opening", 0, line.end)
        if mark is not None:
            marks.append(mark)
            if mark.style == "附件":
                listed.update(_titled(mark, lines, index))
    return _counted(marks)


def _titled(annex: Mark, lines: Sequence[Span], index: int) -> list[int]:
    """Return the lines under 附件1 that are the title which its heading already holds."""
    title, under = annex.heading[len(lines[index].text) :].strip(), index + 1
    while title and under < len(lines) and title.startswith(lines[under].text):
        title = title[len(lines[under].text) :].lstrip()
        under += 1
    return list(range(index + 1, under))


def _counted(marks: Sequence[Mark]) -> list[Mark]:
    """Leave out 三是 and its like where no 一是 heads a paragraph before: they are running text."""
    dropped: set[int] = set()
    for style in SPOKEN:
        series: list[int] = []
        for index, mark in [*enumerate(marks), (-1, Mark(0, "", style, 1))]:
            if mark.style != style:
                continue
            if series and mark.ordinal == marks[series[-1]].ordinal + 1:
                series.append(index)
                continue
            if len(series) == 1:
                dropped.update(series)
            series = [index] if mark.ordinal == 1 else []
            dropped.update({index} - set(series))
    return [mark for index, mark in enumerate(marks) if index not in dropped]


def _numbered(line: Span) -> Mark | None:
    found = numbered_style(line.text)
    if found is None or found[2] == len(line.text) or _NO_ITEM.search(line.text):
        return None
    style, ordinal, length = found
    is_sentence = len(line.text) > _LONGEST_HEADING or re.search("[，。；]", line.text)
    if style == "1.1" and is_sentence:
        return None  # 3.93 亿元 opens a sentence
    if style == "1.1.1" and is_sentence:
        return Mark(line.start, line.text[:length].rstrip(" ."), style, ordinal)
    if style == "条":
        whole = len(line.text) <= 24 and not ends_sentence(line.text)
        return Mark(line.start, line.text if whole else line.text[:length], style, ordinal)
    heading = _heading(line.text, length)
    # A reference like （10）。 names nothing.
    return Mark(line.start, heading, style, ordinal) if len(heading) > length else None


def _heading(text: str, length: int) -> str:
    """Return the heading of a numbered line: all of it, its first sentence or first clause."""
    rest = text[length:]
    if len(text) <= _LONGEST_HEADING and not re.search("[。；]", text[:-1]):
        return text.rstrip("。：:；;")
    sentence, longest = _opening(_SENTENCE, rest), _LONGEST_HEADING - length
    if len(sentence) > longest:
        sentence = _cut(_opening(_CLAUSE, rest), longest)
    return (text[:length] + sentence).rstrip("，、：: ")


def _opening(piece: re.Pattern[str], text: str) -> str:
    found = piece.match(text)
    return found.group() if found else ""


def _cut(clause: str, longest: int) -> str:
    """Shorten a clause where an item or brackets begin, rather than in the middle of a word.

    It is longer where it would end in the name of a document: 符合…关于 says nothing without.
    """
    cut = clause[:longest]
    whole = clause.find("》", longest) + 1
    if cut.rfind("《") > cut.rfind("》") and 0 < whole <= longest + _LONGEST_NAME:
        return clause[:whole]
    for opened, closed in ("（）", "《》", "“”"):
        if cut.count(opened) > cut.count(closed) and cut.rindex(opened) >= _SHORTEST_CUT:
            return cut[: cut.rindex(opened)]
    item = cut.rfind("、")
    return cut[:item] if len(clause) > longest and item >= longest // 2 else cut


def _chapters(lines: Sequence[Span]) -> dict[int, Mark]:
    """Return the marks of 1 总则, 2 职责: numbers that count on, one of them with 2.1 below."""
    chapters: dict[int, Mark] = {}
    run: dict[int, Mark] = {}
    expected, parted = 1, False
    for index, line in enumerate(lines):
        found = _BARE_NUMBER.match(line.text)
        if found is None or int(found["n"]) not in (1, expected):
            continue
        if (ordinal := int(found["n"])) == 1:
            chapters |= run if parted else {}
            run, parted = {}, False
        expected = ordinal + 1
        run[index] = Mark(line.start, line.text, "1", ordinal)
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        parted = parted or below.startswith(f"{ordinal}.1")
    return chapters | (run if parted else {})


def _question(line: Span) -> Mark | None:
    found = _QUESTION.match(line.text)
    if found is None:
        return None
    what = found["what"]
    return Mark(line.start, what if len(what) <= 80 else what[:80], "问")


def _framed(line: Span) -> Mark | None:
    found = _FRAMED.match(line.text)
    return Mark(line.start, line.text, "专栏", number(found["n"])) if found else None


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
        below = lines[index + 1 : index + 5]
        title = title_lines(below)
        whole = title if title[:1] == [0] else [0]
        heading = f"{heading} {join_title([below[line].text for line in whole])}"
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
