"""From a file to Documents: one loader for each format, chosen by the suffix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path

from ingest.fields.metadata import read_metadata
from ingest.fields.titles import find_title
from ingest.loaders.docx import DocxLoader
from ingest.loaders.html import HtmlLoader
from ingest.loaders.image import ImageLoader
from ingest.loaders.jsonl import JsonLinesLoader
from ingest.loaders.markdown import MarkdownLoader
from ingest.loaders.pdf import PdfLoader
from ingest.loaders.text import TextLoader
from ingest.outline.structure import find_sections
from rag.errors import IngestError
from rag.protocols import Loader
from rag.types import Document, Metadata

_LOADERS: tuple[Loader, ...] = (
    TextLoader(), MarkdownLoader(), HtmlLoader(), DocxLoader(), PdfLoader(), JsonLinesLoader(),
    ImageLoader(),
)  # fmt: skip
REGISTRY: dict[str, Loader] = {
    suffix: loader for loader in _LOADERS for suffix in sorted(loader.suffixes)
}
SUFFIXES = frozenset(REGISTRY)
_CONVERT = {".doc": "save it as .docx", ".wps": "save it as .docx", ".rtf": "save it as .docx"}
MAX_FILE_BYTES = 200 * 1024 * 1024


def load(path: Path, source: str, max_bytes: int = MAX_FILE_BYTES) -> Iterable[Document]:
    """Yield the documents of one file with their outline and metadata.

    Raises IngestError, in one line, for a file that is missing, no file, larger than
    ``max_bytes``, of an unknown format or not readable as what its suffix says.
    """
    loader = REGISTRY.get(path.suffix.lower())
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
    for document in loader.load(path, source):
        yield enrich(document)


def enrich(document: Document) -> Document:
    """Return the document with title, outline and metadata filled in.

    What the format itself says wins over what is read from the text.
    """
    title = document.title or find_title(document.text, document.source)
    known = [(section.start, section.end, section.level) for section in document.sections]
    found = read_metadata(document.text, title, document.source)
    return replace(
        document,
        title=title,
        sections=find_sections(document.text, known),
        metadata=_merged(document.metadata, found),
    )


def _merged(said: Metadata, found: Metadata) -> Metadata:
    return replace(
        found,
        **{field.name: value for field in fields(Metadata) if (value := getattr(said, field.name))},
    )
