"""Events for the timeline: sentences in which something happened on a date that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.guide.dates import Moment, document_year, find_moments
from rag.guide.deeds import EventKind, deed_kind
from rag.guide.names import find_name
from rag.guide.quotes import Quote, quote
from rag.guide.sheets import Sentence, Sheet, clip
from rag.guide.speakers import subject
from rag.types import Document


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated; ``date`` is ISO 8601 of the precision that the source gives.

    ``what`` tells it, ``when`` holds the date (often inside ``what``), ``who`` did it (None
    where the sentence does not say), ``title`` is the 《document》 it is about.
    """

    date: str
    kind: EventKind
    what: Quote
    when: Quote
    who: Quote | None = None
    title: Quote | None = None

    @property
    def proof(self) -> tuple[Quote, ...]:
        """What bears the event out: what is told, and the date where it stands apart."""
        inside = self.what.start <= self.when.start and self.when.end <= self.what.end
        return (self.what,) if inside else (self.what, self.when)


_LONGEST = 110
_WHOLE = re.compile(r"[。；！”）)]$")
_POINTS_BACK = re.compile(r"(?:这|该|此(?!前|后|外)|其(?!中|余|他)|上述|以上)[\u4e00-\u9fff]")
_TITLE = re.compile(r"《([^《》\n]{3,80}(?:《[^《》\n]+》[^《》\n]*)?)》")


def find_events(sheet: Sheet) -> list[Event]:
    """Return the events of one document in reading order, its own signing first."""
    document = sheet.document
    year = document_year(document)
    own = document.metadata.written_on or (document.metadata.published_on if year else "")
    news = own if len(document.text) < 3000 else ""
    found = list(_signing(document))
    for sentences in sheet.paragraphs:
        if sentences[0].text.endswith(("？", "?")):
            continue
        start, end = sentences[0].paragraph
        moments = list(find_moments(document.text[start:end], year, news))
        for sentence in sentences:
            inside = [m for m in moments if sentence.start <= start + m.start < sentence.end]
            found.extend(_told(document, sentence, inside, start))
    return found


def _signing(document: Document) -> Iterator[Event]:
    """Yield the day the document was signed, where a line of its own bears it."""
    written, name = document.metadata.written_on, find_name(document)
    if not written or name is None:
        return
    start = 0
    for line in document.text.split("\n"):
        end = start + len(line)
        if len(line) <= 60 and not re.search("[。；]", line):
            for moment in find_moments(line, None):
                if moment.date == written and moment.explicit and moment.end >= len(line) - 2:
                    when = quote(document, start + moment.start, start + moment.end)
                    who = _issuer(document, name, start)
                    yield Event(written, EventKind.DOCUMENT, name, when, who, name)
                    return
        start = end + 1


def _issuer(document: Document, name: Quote, signed: int) -> Quote | None:
    """Return the issuer where the name, or the lines above the signing, have it."""
    issuer = document.metadata.issuer
    for low, high in ((name.start, name.end), (max(0, signed - 80), signed + 40)):
        at = document.text.find(issuer, low, high) if issuer else -1
        if at >= 0:
            return quote(document, at, at + len(issuer))
    return None


def _told(
    document: Document, sentence: Sentence, moments: Sequence[Moment], offset: int
) -> Iterator[Event]:
    """Yield the events of one sentence; each lasts until the next date that opens a clause."""
    text = document.text
    if _POINTS_BACK.match(sentence.text) or not _WHOLE.search(sentence.text):
        return  # nobody knows 该文件 without the sentence before, nor the rest of half a sentence
    opening = [m for m in moments if _opens(text, offset + m.start, sentence.start)]
    for number, moment in enumerate(opening):
        start = offset + moment.start
        later = [offset + m.start for m in opening[number + 1 :]]
        stop = later[0] if later else sentence.end
        if number == 0 and len(opening) == 1 and sentence.end - sentence.start <= _LONGEST:
            start = sentence.start
        start, stop = clip(text, start, stop, _LONGEST)
        told = text[offset + moment.end : stop]
        kind = deed_kind(moment, told, document)
        if kind is None or len(told) < 6:
            continue
        when = quote(document, offset + moment.start, offset + moment.end)
        title = _TITLE.search(text, offset + moment.start, stop)
        yield Event(
            moment.date,
            kind,
            _trimmed(document, start, stop),
            when,
            subject(document, offset + moment.end, stop),
            quote(document, title.start(1), title.end(1)) if title else None,
        )


def _opens(text: str, at: int, sentence_start: int) -> bool:
    """Whether a date opens a clause; one inside a clause only describes a noun."""
    return at == sentence_start or text[at - 1] in "，；：,;:。”）) 　"


def _trimmed(document: Document, start: int, end: int) -> Quote:
    while end > start and document.text[end - 1] in "，；、,;：:":
        end -= 1
    return quote(document, start, end)
