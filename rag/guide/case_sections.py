"""Cases under headings: a section names the place, 做法 and 成效 stand below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.guide.case import MOST_OUTCOMES, Case, clipped
from rag.guide.provinces import province_of
from rag.guide.quotes import quote
from rag.guide.sheets import Sentence, Sheet
from rag.types import Section

_PLACE_HEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.、．])?\s*(?P<place>[\u4e00-\u9fff]{2,10}?(?:市|省|自治区|新区|区|县|州))(?=[：:—]|[\u4e00-\u9fff])"
)
_DONE_HEAD = re.compile(r"做法|举措|措施|实践|经验|场景")
_OUTCOME_HEAD = re.compile(r"成效|效果|成果|结果|收获")


def headed_cases(sheet: Sheet) -> Iterator[Case]:
    """Yield the cases whose section names the place, with 做法 and 成效 below it."""
    document = sheet.document
    for section in document.sections:
        at = document.text.find(section.heading, section.start, section.end)
        found = _PLACE_HEAD.match(section.heading)
        if at < 0 or found is None:
            continue
        done = _below(sheet, section, _DONE_HEAD)
        came = _below(sheet, section, _OUTCOME_HEAD)
        if done and came:
            place = quote(document, at + found.start("place"), at + found.end("place"))
            outcomes = tuple(clipped(document, sentence) for sentence in came[:MOST_OUTCOMES])
            yield Case(place, province_of(place.text), clipped(document, done[0]), outcomes)


def _below(sheet: Sheet, section: Section, heading: re.Pattern[str]) -> list[Sentence]:
    """Return the sentences that follow a line such as 做法 inside a section."""
    found: list[Sentence] = []
    inside = False
    for sentence in sheet.sentences:
        if not section.start < sentence.start < section.end:
            continue
        alone = len(sentence.text) <= 8 and (sentence.start, sentence.end) == sentence.paragraph
        if alone:
            inside = bool(heading.search(sentence.text)) and not found
        elif inside:
            found.append(sentence)
    return found
