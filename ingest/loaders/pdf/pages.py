"""Reads the pages of a PDF one by one: by their text layer, else by recognition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2

from ingest.layout.blocks import Rect
from ingest.layout.gutters import Fragment
from ingest.layout.order import lines_in_order
from ingest.layout.recognition import Recognised, recognise
from ingest.loaders.pdf.broken_tables import unbroken
from ingest.loaders.pdf.characters import PageText, fragments_of
from ingest.loaders.pdf.drawing import frames_of
from ingest.loaders.pdf.jumps import rejoined
from ingest.loaders.pdf.visibility import has_unread_picture, image_share
from ingest.text.raw import RawLine
from rag.errors import IngestError

_MAX_PAGES = 5000
_MAX_UNMAPPED = 0.3
_FEW_CHARACTERS = 60
_IMAGE_SHARE = 0.02
_GAIN = 1.5
_DOTS_PER_INCH = 200
_MAX_PIXELS = 25_000_000
_LISTED = 20
_LOW = 0.85


@dataclass(slots=True)
class Pages:
    """The lines of all pages, and what about them a person should know.

    ``scanned`` maps the recognised pages to their confidence in [0, 1].
    """

    lines: list[RawLine] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    scanned: dict[int, float] = field(default_factory=dict)
    hidden: int = 0
    pictured: list[int] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        """What to tell about the pages, in Chinese, as it is shown beside the document."""
        told = []
        if self.scanned:
            told.append(scan_note(self.scanned))
        if self.empty:
            told.append(f"没有文字的页：{_some(self.empty)}")
        if self.broken:
            told.append(f"损坏未读的页：{_some(self.broken)}")
        if self.pictured:
            told.append(f"有图片未识别的页（图中如有文字未收入）：{_some(self.pictured)}")
        if self.hidden:
            told.append(f"隐藏文字{self.hidden}字未收入（白字、极小字或不显示的字）")
        return told


def read_pages(pdf: pypdfium2.PdfDocument, source: str) -> Pages:
    """Read every page; raise IngestError where there is nothing to read.

    A page that is only an image, or whose text layer has no names for its characters, is
    recognised from its image.
    """
    if len(pdf) == 0:
        raise IngestError(source, "no pages")
    if len(pdf) > _MAX_PAGES:
        raise IngestError(source, f"{len(pdf)} pages, the limit is {_MAX_PAGES}")
    pages = Pages()
    for number in range(1, len(pdf) + 1):
        try:
            page = pdf[number - 1]
            try:
                fragments, rules = _read(page, number, pages, source)
                frames, size = [*frames_of(page), *rules], page.get_size()
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            pages.broken.append(number)
            continue
        if not fragments:
            pages.empty.append(number)
        pages.lines += raw_lines(fragments, number, frames, size)
    if len(pages.broken) == len(pdf):
        raise IngestError(source, "broken PDF file: no page can be read")
    pages.lines = unbroken(rejoined(pages.lines))
    if not pages.lines:
        raise IngestError(source, "no text: the pages are blank, or images without writing")
    return pages


def raw_lines(
    fragments: Sequence[Fragment],
    page: int,
    frames: Sequence[Rect] = (),
    size: tuple[float, float] = (0.0, 0.0),
) -> list[RawLine]:
    """Return the lines of one page in reading order, numbered from 1."""
    return [
        RawLine(
            line.text,
            number,
            page,
            line.box,
            whole=line.cells,
            size=line.size,
            column=line.column,
            article=line.article,
        )
        for number, line in enumerate(lines_in_order(fragments, frames, size), 1)
    ]


def _read(
    page: pypdfium2.PdfPage, number: int, pages: Pages, source: str
) -> tuple[list[Fragment], list[Rect]]:
    """Return what is written on a page, and the rules seen on it where it was recognised."""
    read = fragments_of(page)
    pages.hidden += read.hidden
    if not _is_scan(page, read):
        if has_unread_picture(page, [(it.x0, it.y0, it.x1, it.y1) for it in read.fragments]):
            pages.pictured.append(number)
        return read.fragments, []
    seen = _recognised(page, source)
    if sum(len(item.text) for item in seen.fragments) <= _GAIN * (read.characters - read.unmapped):
        return read.fragments, []
    pages.scanned[number] = seen.confidence
    return seen.fragments, seen.rules


def _is_scan(page: pypdfium2.PdfPage, read: PageText) -> bool:
    """Tell whether the text layer misses what can be read on the page."""
    if not read.characters:
        return next(page.get_objects(max_depth=2), None) is not None
    if read.unmapped > _MAX_UNMAPPED * read.characters:
        return True
    return read.characters < _FEW_CHARACTERS and image_share(page) >= _IMAGE_SHARE


def _recognised(page: pypdfium2.PdfPage, source: str) -> Recognised:
    width, height = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    image = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False).to_numpy()
    return recognise(image, 1 / scale, source)


def scan_note(scanned: dict[int, float]) -> str:
    """Return which pages were recognised and how sure that is."""
    shown = [
        f"第{page}页由扫描识别，置信度 {min(sure, 0.99):.2f}" for page, sure in scanned.items()
    ]
    note = "；".join(shown[:_LISTED]) + (f"；共{len(shown)}页" if len(shown) > _LISTED else "")
    low = [page for page, sure in scanned.items() if sure < _LOW]
    return note + (f"；识别不清，请核对原件：{_some(low)}" if low else "")


def _some(pages: Sequence[int]) -> str:
    shown = "、".join(f"第{page}页" for page in pages[:_LISTED])
    return shown + (f"等{len(pages)}页" if len(pages) > _LISTED else "")
