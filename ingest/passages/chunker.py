"""Cuts a document into passages: by its structure first, by length second.

Sentences, table rows and (where they fit) enumerations stay whole; a heading goes with the
text under it; no passage holds text of two articles. Where to cut is chosen over a whole
article at once: every place between two sentences has a price for cutting and a price for
not cutting, every passage one for its length, and the cheapest set of cuts is taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from ingest.passages.packing import pack
from ingest.passages.units import priced_units
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
        open_: list[Section] = []
        below = iter([*inside[1:], None])
        coming = next(below)
        for start, end in pack(units, target_chars, max_chars):
            while coming is not None and coming.start <= start:
                open_.append(coming)
                coming = next(below)
            # A section that ends inside this passage holds no later one either.
            open_ = [section for section in open_ if section.end >= end]
            path = [_label(document, inside[0]), *(section.heading for section in open_)]
            passages.append(_passage(document, path, start, end))
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


def _label(document: Document, article: Section) -> str:
    """Return the headline of an article, on a page of several with its author.

    So a passage from the middle of an article can be found by who wrote it.
    """
    several = article.start > 0 or article.end < len(document.text)
    if several and article.byline and article.heading not in ("", document.title):
        return f"{article.heading}（{article.byline}）"
    return article.heading


def _passage(document: Document, path: Sequence[str], start: int, end: int) -> Passage:
    text = document.text[start:end]
    key = f"{document.doc_id}\0{start}\0{end}\0{text}"
    return Passage(
        passage_id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        doc_id=document.doc_id,
        start=start,
        end=end,
        text=text,
        title=document.title,
        heading_path=tuple(dict.fromkeys(heading for heading in path if heading)),
        page=document.page_at(start),
    )
