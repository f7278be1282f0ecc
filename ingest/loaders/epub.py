"""Electronic books: the chapters in the order of the spine."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from ingest.fields.dates import read_date
from ingest.layout.embedded import Pictures
from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.html import parse_page
from ingest.loaders.html_content import drop_hidden
from ingest.loaders.html_lines import content_lines
from ingest.loaders.html_pictures import put_writing
from ingest.loaders.packed import check_packed
from ingest.text.decoding import decode
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document, Metadata

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_MAX_CHAPTERS = 5000
_UNREADABLE = (
    KeyError, StopIteration, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, RuntimeError,
    NotImplementedError, OSError, ValueError,
)  # fmt: skip


class EpubLoader:
    """Reads .epub files."""

    suffixes = frozenset({".epub"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of a book; raise IngestError if it is not readable."""
        data = read_bytes(path, source)
        check_packed(data, source, "e-book", _CONTAINER)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                pictures = Pictures(source)
                lines, hidden, title, metadata = _read(archive, source, pictures)
        except _UNREADABLE as exc:
            told = " ".join(str(exc).split())
            raise IngestError(source, f"not a readable e-book ({told})") from exc
        yield assemble(
            lines,
            source=source,
            sha256=digest(data),
            title=title,
            metadata=metadata,
            warnings=[*([f"隐藏文字{hidden}字未收入"] if hidden else []), *pictures.warnings],
        )


def _read(
    archive: zipfile.ZipFile, source: str, pictures: Pictures
) -> tuple[list[RawLine], int, str, Metadata]:
    """Return the lines of all chapters, how many characters they hide, the title, the metadata."""
    container = _xml(archive.read(_CONTAINER))
    package = next(container.iter("{*}rootfile")).get("full-path", "")
    book = _xml(archive.read(package))
    items = {item.get("id"): item for item in book.iter("{*}item")}
    chapters = [items[entry.get("idref")] for entry in book.iter("{*}itemref")][:_MAX_CHAPTERS]
    locked = _locked(archive)
    lines: list[RawLine] = []
    hidden = 0
    for chapter in chapters:
        name = _beside(package, chapter.get("href", ""))
        if name in locked:
            raise IngestError(source, "protected e-book (DRM): it cannot be read")
        if chapter.get("media-type", "").endswith(("xhtml+xml", "html")):
            root = parse_page(decode(archive.read(name), source), source)
            body = root.find("body")
            body = root if body is None else body
            hidden += sum(count for _, count in drop_hidden(body))
            put_writing(body, pictures, partial(_picture, archive, name))
            lines += [
                RawLine(line.text, len(lines) + index, whole=True, heading=line.heading)
                for index, line in enumerate(content_lines(body, False), 1)
            ]
    said = {name: _said(book, name) for name in ("title", "creator", "date")}
    authors = tuple(part for part in said["creator"] if part)
    published = read_date(said["date"][0]) if said["date"] else ""
    title = said["title"][0] if said["title"] else ""
    return lines, hidden, title, Metadata(authors=authors, published_on=published)


def _beside(name: str, address: str) -> str:
    """Return the name of the part that a part refers to."""
    address = unquote(address.split("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def _picture(archive: zipfile.ZipFile, chapter: str, address: str) -> bytes | None:
    """Return the picture that a chapter shows, None where it does not lie in the book."""
    name = _beside(chapter, address)
    return archive.read(name) if name in archive.namelist() else None


def _said(book: etree._Element, name: str) -> list[str]:
    return [" ".join((item.text or "").split()) for item in book.iter(f"{{*}}{name}")]


def _locked(archive: zipfile.ZipFile) -> set[str]:
    """Return the names of the parts that are encrypted."""
    if _ENCRYPTION not in archive.namelist():
        return set()
    found = _xml(archive.read(_ENCRYPTION))
    return {unquote(item.get("URI", "")) for item in found.iter("{*}CipherReference")}


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)
