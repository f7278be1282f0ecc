"""Cuts a document into passages: by its structure first, by length second.

Sentences, table rows and (where they fit) enumerations stay whole; a heading goes with the
text under it; no passage holds text of two articles. Where to cut is chosen over a whole
article at once: every place between two sentences has a price for cutting and a price for
not cutting, every passage one for its length, and the cheapest set of cuts is taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from ingest.packing import pack
from ingest.units import priced_units
from rag.types import Document, Passage, Section

VERSION = "1"  # raise when the same text would be cut in other places than before


def cut(document: Document, target_chars: int, max_chars: int) -> list[Passage]:
    """Return the passages of a document in order: exact slices of at most ``max_chars``.

    They do not overlap and together hold every non-blank character; most are about
    ``target_chars`` long.
    """
    if max_chars < 1 or target_chars > max_chars:
        raise ValueError(f"target {target_chars} and maximum {max_chars} do not fit")
    passages = []
    for inside in _articles(document):
        units = priced_units(document.text, inside, max_chars)
        for start, end in pack(units, target_chars, max_chars):
            passages.append(_passage(document, inside, start, end))
    return passages


def _articles(document: Document) -> Iterator[list[Section]]:
    """Yield the sections of each article, the article itself first; the rest of the text too."""
    at = 0
    group: list[Section] = []
    for section in document.sections:
        if section.level == 0:
            if group:
                yield group
            if section.start > at:
                yield [Section("", 0, at, section.start)]
            group, at = [section], section.end
        else:
            group.append(section)
    if group and group[0].level == 0:
        yield group
    elif group:
        yield [Section("", 0, 0, len(document.text)), *group]
        return
    if at < len(document.text):
        yield [Section("", 0, at, len(document.text))]


def _passage(document: Document, inside: Sequence[Section], start: int, end: int) -> Passage:
    text = document.text[start:end]
    key = f"{document.doc_id}\0{start}\0{end}\0{text}"
    return Passage(
        passage_id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        doc_id=document.doc_id,
        start=start,
        end=end,
        text=text,
        title=document.title,
        heading_path=_path(document, inside, start, end),
        page=document.page_at(start),
    )


def _path(document: Document, inside: Sequence[Section], start: int, end: int) -> tuple[str, ...]:
    """Return the headings of all sections that hold the whole passage.

    On a page of several articles the author goes with the headline, so that a passage from
    the middle of an article can be found by who wrote it.
    """
    article = inside[0]
    label = article.heading
    several = article.start > 0 or article.end < len(document.text)
    if several and article.byline and label and label != document.title:
        label = f"{label}（{article.byline}）"
    below = [
        section.heading for section in inside[1:] if section.start <= start and end <= section.end
    ]
    return tuple(dict.fromkeys(part for part in (label, *below) if part))
