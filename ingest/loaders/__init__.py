"""From a file to Documents: one loader for each format, chosen by the suffix."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path, PurePosixPath

from ingest.fields.metadata import read_metadata
from ingest.fields.titles import settle_title
from ingest.fields.validity import find_validity
from ingest.loaders.archive import MAX_FILE_BYTES, ArchiveLoader
from ingest.loaders.csv_table import CsvLoader
from ingest.loaders.doc import DocLoader
from ingest.loaders.docx import DocxLoader
from ingest.loaders.epub import EpubLoader
from ingest.loaders.html import HtmlLoader
from ingest.loaders.image import ImageLoader
from ingest.loaders.jsonl import JsonLinesLoader
from ingest.loaders.markdown import MarkdownLoader
from ingest.loaders.pdf import PdfLoader
from ingest.loaders.pptx import PptxLoader
from ingest.loaders.text import TextLoader
from ingest.loaders.xlsx import XlsxLoader
from ingest.outline.letters import letter_starts
from ingest.outline.structure import find_sections
from ingest.text.addressed import order_note
from ingest.text.lines import text_lines
from rag.errors import IngestError
from rag.protocols import Loader
from rag.types import Document, Metadata

VERSION = "11"  # raise when the same bytes would give another text than before
_BINDING = ("policy", "law", "")  # kinds of documents that say of themselves when they hold
_CONVERT = {
    ".rtf": "save it as .docx", ".odt": "save it as .docx", ".xls": "save it as .xlsx",
    ".et": "save it as .xlsx", ".ods": "save it as .xlsx", ".ppt": "save it as .pptx",
    ".dps": "save it as .pptx", ".ofd": "save it as .pdf", ".caj": "save it as .pdf",
    ".mht": "save it as .html", ".eml": "save it as .html", ".msg": "save it as .html",
    ".rar": "pack it as .zip", ".7z": "pack it as .zip",
}  # fmt: skip
_OFFICE = frozenset({".doc", ".docx", ".wps", ".xls", ".xlsx"})
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", re.IGNORECASE)


def load(path: Path, source: str, max_bytes: int = MAX_FILE_BYTES) -> Iterable[Document]:
    """Yield the documents of one file with their outline and metadata.

    Raises IngestError, in one line, for a file that is missing, no file, larger than
    ``max_bytes``, of an unknown format or not readable as what its suffix says.
    """
    for document in _bare(path, source, max_bytes):
        yield enrich(document)


def _bare(path: Path, source: str, max_bytes: int) -> Iterable[Document]:
    """Yield what the loader of one file makes of it; no member of an archive may be larger."""
    loader = loader_of(path, source, max_bytes)
    if isinstance(loader, ArchiveLoader):
        yield from loader.load(path, source, max_bytes)
    else:
        yield from loader.load(path, source)


def loader_of(path: Path, source: str, max_bytes: int) -> Loader:
    """Return the loader of a file that may be read; raises IngestError as `load` does."""
    loader = REGISTRY.get(_true_suffix(path))
    if loader is None:
        way_out = _CONVERT.get(path.suffix.lower()) or f"known: {' '.join(sorted(SUFFIXES))}"
        raise IngestError(source, f"unknown format {path.suffix or '(no suffix)'}; {way_out}")
    try:
        size = path.stat().st_size
    except OSError as exc:
        raise IngestError(source, f"cannot be read: {exc.strerror or exc}") from exc
    if not path.is_file():
        raise IngestError(source, "not a regular file")
    if size > max_bytes:
        raise IngestError(source, f"too large: {size:,} bytes, the limit is {max_bytes:,}")
    if size == 0:
        raise IngestError(source, "empty file")
    return loader


def _true_suffix(path: Path) -> str:
    """Return the suffix that fits a file: office systems name web pages .doc, and .docx .doc."""
    suffix = path.suffix.lower()
    if suffix not in _OFFICE or not path.is_file():
        return suffix
    try:
        with path.open("rb") as file:
            head = file.read(200)
    except OSError:  # loader_of says why
        return suffix
    if _PAGE.match(head):
        return ".html"
    if head.startswith(b"PK\x03\x04"):
        return ".xlsx" if suffix.startswith(".xls") else ".docx"
    return ".doc" if suffix == ".docx" and head.startswith(b"\xd0\xcf\x11\xe0") else suffix


_LOADERS: tuple[Loader, ...] = (
    TextLoader(), MarkdownLoader(), HtmlLoader(), DocxLoader(), DocLoader(), PptxLoader(),
    XlsxLoader(), CsvLoader(), PdfLoader(), ImageLoader(), EpubLoader(), JsonLinesLoader(),
    ArchiveLoader(_bare, lambda name: PurePosixPath(name).suffix.lower() in LISTED),
)  # fmt: skip
REGISTRY: dict[str, Loader] = {
    suffix: loader for loader in _LOADERS for suffix in sorted(loader.suffixes)
}
SUFFIXES = frozenset(REGISTRY)
LISTED: frozenset[str] = SUFFIXES | _CONVERT.keys()  # read, or refused with a way out


def enrich(document: Document) -> Document:
    """Return the document with title, outline and metadata filled in.

    What the format itself says wins over what is read from the text.
    """
    given = document.title
    title = settle_title(given, document.text, document.source)
    known = [(found.start, found.end, found.level) for found in document.sections if found.level]
    articles = [(found.start, found.heading) for found in document.sections if not found.level]
    letters = list(letter_starts(lines := text_lines(document.text)))
    first = document.text[: lines[letters[0]].start] if letters else document.text
    about = _merged(document.metadata, read_metadata(first, title, document.source))
    if about.kind in _BINDING:
        held = find_validity(first, title, about.written_on or about.published_on)
        about = replace(
            about, effective_on=held.effective_on, expires_on=held.expires_on, term=held.quote
        )
    bound = f"文件中有{1 + len(letters)}份公文，文号、日期等只取第一份的"
    notes = [bound] if letters else []
    notes += [note] if (note := order_note(document.text)) else []
    return replace(
        document,
        title=title,
        sections=find_sections(document.text, known, articles, given and title),
        metadata=about,
        warnings=(*document.warnings, *notes),
    )


def _merged(said: Metadata, found: Metadata) -> Metadata:
    return replace(
        found,
        **{field.name: value for field in fields(Metadata) if (value := getattr(said, field.name))},
    )
