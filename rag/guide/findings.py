"""What one document gives to a guide; found once, kept as long as the document stays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.guide.case import Case
from rag.guide.cases import find_cases
from rag.guide.events import Event, find_events
from rag.guide.figure import Figure
from rag.guide.figures import find_figures
from rag.guide.glossary import Definition, find_definitions
from rag.guide.lists import PointList, find_lists
from rag.guide.names import find_name
from rag.guide.quotes import Quote, quote
from rag.guide.sheets import Sheet, clip, read_sheet
from rag.guide.voices import Voice, find_voices
from rag.types import Document

_TITLE = re.compile(r"《([^《》\n]{4,80})》")
_PURPOSE = re.compile(
    r"制[定订]本|提出(?:以下|如下)|现(?:就|将|提出)|旨在|印发给你们|为(?:深入|全面|进一步|加快|认真)?(?:贯彻|落实|推动|促进|加快|规范|加强)"
)
_OUTLINE_LEVELS, _LONGEST_INTRO = 3, 140


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document's outline; level 0 is an article, deeper ones lie below."""

    level: int
    words: Quote


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in one document.

    ``name`` is what the document calls itself (None where it does not), ``title`` what the
    library calls it; ``intro`` the sentence that says what it is for; ``titles`` the first
    mention of every other document; ``date`` is ISO 8601 or "".
    """

    doc_id: str
    title: str
    kind: str
    date: str
    chars: int
    name: Quote | None
    intro: Quote | None
    outline: tuple[Heading, ...]
    titles: tuple[Quote, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    definitions: tuple[Definition, ...]
    voices: tuple[Voice, ...]
    cases: tuple[Case, ...]
    lists: tuple[PointList, ...]

    @property
    def label(self) -> str:
        """What the document is called on the page."""
        return self.name.text.replace("\n", "") if self.name else self.title


def find_all(document: Document) -> Findings:
    """Return everything that a guide takes from one document."""
    sheet = read_sheet(document)
    known = document.metadata
    return Findings(
        document.doc_id,
        document.title,
        known.kind,
        known.written_on or known.published_on,
        len(document.text),
        find_name(document),
        _intro(sheet),
        _outline(document),
        _titles(document),
        tuple(find_events(sheet)),
        tuple(find_figures(sheet)),
        tuple(find_definitions(sheet)),
        tuple(find_voices(sheet)),
        tuple(find_cases(sheet)),
        tuple(find_lists(document)),
    )


def _intro(sheet: Sheet) -> Quote | None:
    """Return the sentence among the first that says what the document is for."""
    first = [s for s in sheet.sentences[:14] if len(s.text) >= 20 and s.text[-1] in "。；"]
    chosen = next((s for s in first if _PURPOSE.search(s.text)), first[0] if first else None)
    if chosen is None:
        return None
    return quote(
        sheet.document, *clip(sheet.document.text, chosen.start, chosen.end, _LONGEST_INTRO)
    )


def _outline(document: Document) -> tuple[Heading, ...]:
    found = []
    for section in document.sections:
        at = document.text.find(section.heading, section.start, section.end)
        plain = section.heading and ".." not in section.heading
        if plain and at >= 0 and section.level < _OUTLINE_LEVELS:
            heading = quote(document, at, at + len(section.heading))
            found.append(Heading(section.level, heading))
    return tuple(found)


def _titles(document: Document) -> tuple[Quote, ...]:
    """Return the first mention of every 《title》."""
    found: dict[str, Quote] = {}
    for match in _TITLE.finditer(document.text):
        found.setdefault(match[1], quote(document, match.start(1), match.end(1)))
    return tuple(found.values())
