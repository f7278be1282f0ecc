"""PDF files: characters with boxes, or recognised page images, put into reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import pypdfium2

from ingest.fields.titles import own_title, stands_over_title
from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.pdf.pages import read_pages
from ingest.text.normalize import normalise
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document

_MIN_TITLE = 4
_HAN = re.compile("[\u4e00-\u9fff]")


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
            pages = read_pages(pdf, source)
        finally:
            pdf.close()
        document = assemble(
            pages.lines, source=source, sha256=digest(data), warnings=pages.warnings
        )
        title = own_title(document.text) or normalise(headline(pages.lines))
        yield replace(document, title=title)


def _why_not(data: bytes, error: str) -> str:
    """Return why a file does not open; what PDFium says may be left over from another file."""
    if b"/Encrypt" in data:
        return "encrypted: a password is needed"
    if re.search(rb"/Count\s+0\b", data) and not re.search(rb"/Type\s*/Page\b", data):
        return "no pages"
    return f"broken PDF file ({error})"


def headline(lines: Sequence[RawLine]) -> str:
    """Return the lines in the largest letters of the first page, if they stand out.

    The red head of a letter is larger than its title, and no title.
    """
    first = [line for line in lines if line.page == lines[0].page and line.size > 0]
    if len(first) < 3:
        return ""
    usual = median(line.size for line in first for _ in line.text)
    named = [
        line
        for line in first
        if len(_HAN.findall(line.text)) >= _MIN_TITLE and not stands_over_title(line.text)
    ]
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
    joined = "".join(line.text.strip() for line in title) if len(title) < 4 else ""
    return joined.replace(" | ", " ")
