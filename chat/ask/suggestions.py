"""Questions to offer: read off what the guide finds in a document, each with what bears it out."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rag.guide.deeds import EventKind
from rag.guide.figure import Figure
from rag.guide.findings import Findings, find_all
from rag.guide.quotes import Quote
from rag.language.sentences import Span
from rag.types import Answer, Document, Status

MAX_TITLE_CHARS = 36
MAX_HEADING_CHARS = 30
# So much of the text below a heading that asks may hold its answer.
_BELOW_CHARS = 600
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十百]+[、．.章节条 ]"
    r"|[（(][一二三四五六七八九十\d]+[）)]|\d+[、．.])\s*"
)
# What a speech asks itself (……呢？) is no question of a reader.
_ASKS = re.compile(r"[^呢吗][？?]$")
_AMOUNT = re.compile(
    r"(?:规模|收入|产值|营收|占比|比重|比例|率|投入|增加值|产量|数量|总量|[零销]售额|交易额|总额|强度)$"
)
_COUNTED = re.compile(r"[项个家座处架辆台款种所户]$")
# A figure means something by itself only where it says whose it is.
_WHOSE = re.compile(r"全[国球省市区县]|我国|中国|[\u4e00-\u9fff]{2,3}[省市县]|产业|经济|行业|市场")
_DEICTIC = re.compile(r"其|该|这|那|此|本(?!地)|上述|有关|各|并|已|再|就|我们|他们|你")
# Everyday words of two characters and phrases are defined for lawyers, not asked about.
_TERM = re.compile(r"(?!.*[的和或及])(?=.*[\u4e00-\u9fff]).{3,10}")
_SENT = re.compile("印发《([^《》]+)》的通知$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, the document it was read off, and all the places that answer it together."""

    question: str
    doc_id: str
    places: tuple[Span, ...]

    def distance(self, answer: Answer) -> int:
        """Return how many characters lie between its place and the nearest that is cited."""
        gaps = (
            max(0, cited.start - end, start - cited.end)
            for cited in answer.citations
            for start, end in self.places
            if cited.doc_id == self.doc_id
        )
        return min(gaps, default=sys.maxsize)

    def answered_by(self, answer: Answer) -> bool:
        """Whether an answer cites every place that the question was read off."""
        own = [cited for cited in answer.citations if cited.doc_id == self.doc_id]
        return answer.status is Status.ANSWERED and all(
            any(cited.start < end and start < cited.end for cited in own)
            for start, end in self.places
        )


def suggest(documents: Sequence[Document], limit: int) -> list[Suggestion]:
    """Return up to ``limit`` questions, taken in turn from each document; deterministic."""
    queues = [_questions(document, number) for number, document in enumerate(documents)]
    unique: dict[str, Suggestion] = {}
    for found in (found for round_ in zip_longest(*queues) for found in round_ if found):
        unique.setdefault(found.question, found)
        if len(unique) >= limit:
            break
    return list(unique.values())


def _questions(document: Document, first: int) -> Iterator[Suggestion]:
    """Yield the questions of one document, one of each kind in turn from the ``first`` kind on."""
    found = find_all(document)
    kinds = [_asked(found, document), _terms(found), _lists(found), _figures(found), _papers(found)]
    turn = first % len(kinds)
    for round_ in zip_longest(*kinds[turn:], *kinds[:turn]):
        yield from (one for one in round_ if one is not None)


def _asked(found: Findings, document: Document) -> Iterator[Suggestion]:
    """Yield the headings that are questions already, as in a question and answer sheet."""
    for heading in found.outline:
        words = _NUMBERING.sub("", heading.words.text).strip()
        if _ASKS.search(words) and 5 < len(words) <= MAX_HEADING_CHARS:
            below = min(heading.words.end + _BELOW_CHARS, len(document.text))
            place = (heading.words.end, below)
            yield Suggestion(words.rstrip("?？") + "？", found.doc_id, (place,))


def _terms(found: Findings) -> Iterator[Suggestion]:
    """Yield a question for every term that the text says the meaning of."""
    for one in found.definitions:
        if one.sure and _TERM.fullmatch(one.name) and not _DEICTIC.match(one.name):
            yield _read_off(f"什么是{one.name}？", one.sentence)


def _lists(found: Findings) -> Iterator[Suggestion]:
    """Yield a question for every list that its heading names."""
    sent = _SENT.search(found.label)
    title = sent[1] if sent else found.label.strip("《》")
    if found.name is None or not 4 < len(title) <= MAX_TITLE_CHARS:
        return
    for one in found.lists:
        places = tuple((point.start, point.end) for point in one.points)
        yield Suggestion(f"《{title}》的{one.asked.text}有哪些？", found.doc_id, places)


def _figures(found: Findings) -> Iterator[Suggestion]:
    """Yield a question for every measure that says whose it is, of its latest year."""
    latest: dict[str, Figure] = {}
    for figure in found.figures:
        if not figure.target and figure.of is None and _figure(figure):
            held = latest.get(figure.key)
            if held is None or held.date < figure.date:
                latest[figure.key] = figure
    for figure in latest.values():
        yield _read_off(_figure(figure), figure.told)


def _figure(figure: Figure) -> str:
    measure = figure.measure.text
    when = re.sub(r"^(?:到|至|在|于|从)", "", figure.when.text)
    if not _WHOSE.search(measure) or _DEICTIC.match(measure) or not when[:1].isdigit():
        return ""
    if _AMOUNT.search(measure):
        return f"{when}{measure}是多少？"
    counted = _COUNTED.search(figure.unit)
    return f"{when}{measure}有多少{counted[0]}？" if counted else ""


def _papers(found: Findings) -> Iterator[Suggestion]:
    """Yield who issued a document that an event tells of."""
    for event in found.events:
        if event.kind is EventKind.DOCUMENT and event.title and event.who:
            title = event.title.text.replace("\n", "")
            if 8 <= len(title) <= MAX_TITLE_CHARS and event.who.text not in title:
                yield _read_off(f"《{title}》是由谁印发的？", event.what)


def _read_off(question: str, place: Quote) -> Suggestion:
    return Suggestion(question, place.doc_id, ((place.start, place.end),))
