"""PDF files with a text layer: characters with boxes, put into reading order page by page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

import pypdfium2

from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.pdf.characters import fragments_of
from ingest.loaders.pdf.layout import lines_in_order
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document

_MAX_PAGES = 5000
_MIN_TITLE = 4
_HAN = re.compile("[\u4e00-\u9fff]")
_MAX_UNMAPPED = 0.3


class PdfLoader:
    """Reads .pdf files; pages are numbered from 1, boxes are in points from the top left."""

    suffixes = frozenset({".pdf"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of a PDF; raise IngestError if it has no text to read."""
        data = read_bytes(path, source)
        if b"%PDF-" not in data[:1024]:
            raise IngestError(source, "not a PDF file: the %PDF- mark is missing")
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as exc:
            raise IngestError(source, _why_not(data, str(exc))) from exc
        try:
            lines, warnings = _read(pdf, source)
        finally:
            pdf.close()
        yield assemble(
            lines, source=source, sha256=digest(data), title=headline(lines), warnings=warnings
        )


def _why_not(data: bytes, error: str) -> str:
    """Return why a file does not open; what PDFium says may be left over from another file."""
    if b"/Encrypt" in data:
        return "encrypted: a password is needed"
    if re.search(rb"/Count\s+0\b", data) and not re.search(rb"/Type\s*/Page\b", data):
        return "no pages"
    return f"broken PDF file ({error})"


def _read(pdf: pypdfium2.PdfDocument, source: str) -> tuple[list[RawLine], list[str]]:
    """Return the lines of all pages and what could not be read."""
    if len(pdf) == 0:
        raise IngestError(source, "no pages")
    if len(pdf) > _MAX_PAGES:
        raise IngestError(source, f"{len(pdf)} pages, the limit is {_MAX_PAGES}")
    lines: list[RawLine] = []
    empty: list[int] = []
    broken: list[int] = []
    unmapped = characters = tiny = 0
    for index in range(len(pdf)):
        try:
            page = pdf[index]
            read = fragments_of(page)
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            continue
        page.close()
        characters += read.characters
        unmapped += read.unmapped
        tiny += read.tiny
        if not read.fragments:
            empty.append(index + 1)
        for number, line in enumerate(lines_in_order(read.fragments), 1):
            lines.append(
                RawLine(line.text, number, index + 1, line.box, line.cells, line.size, line.column)
            )
    if len(broken) == len(pdf):
        raise IngestError(source, "broken PDF file: no page can be read")
    if not lines:
        raise IngestError(source, "page images only, no text layer; OCR is not available yet")
    if unmapped > _MAX_UNMAPPED * characters:
        raise IngestError(source, "the text layer has no character map; OCR is not available yet")
    return lines, _warnings(empty, broken, tiny)


def headline(lines: Sequence[RawLine]) -> str:
    """Return the lines in the largest letters of the first page, if they stand out."""
    first = [line for line in lines if line.page == lines[0].page and line.size > 0]
    if len(first) < 3:
        return ""
    usual = median(line.size for line in first for _ in line.text)
    named = [line for line in first if len(_HAN.findall(line.text)) >= _MIN_TITLE]
    largest = max((line.size for line in named), default=0.0)
    if largest < 1.25 * usual:
        return ""
    start = next(
        index for index, line in enumerate(first) if line in named and line.size == largest
    )
    title = [first[start]]
    for line in first[start + 1 : start + 3]:
        if abs(line.size - largest) > 0.06 * largest:
            break
        title.append(line)
    return "".join(line.text.strip() for line in title) if len(title) < 4 else ""


def _warnings(empty: list[int], broken: list[int], tiny: int) -> list[str]:
    found = []
    if empty:
        found.append(f"pages without text, not read: {_some(empty)}")
    if broken:
        found.append(f"broken pages, not read: {_some(broken)}")
    if tiny:
        found.append(f"hidden text not read: {tiny} characters too small to see")
    return found


def _some(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:20]))
    return shown + (f" and {len(pages) - 20} more" if len(pages) > 20 else "")
