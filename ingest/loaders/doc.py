"""Word documents of the old binary format (.doc, .wps): their text, piece by piece."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

import olefile

from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.doc_struck import struck
from ingest.loaders.tables import table_rows
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document

_MAGIC = 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_FLAGS_AT, _LENGTHS_AT, _PIECES_AT = 0x0A, 0x4C, 0x01A2
_COMPRESSED = 1 << 30
_IN_LIST = re.compile(rb"\x0b\x46[^\x00]")  # sprmPIlfo: a paragraph of a list, [MS-DOC] 2.6.2
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x15]*))?\x15")
_MARKS = re.compile("[\x01-\x06\x08\x0e-\x1d\x1f]")
_BLANK, _KEPT = "\x01", re.compile("[^\x07]")  # of deleted text the marks of cells stay
_PARAGRAPH = re.compile("[\r\n\x0b\x0c]")
_SHORT = re.compile("[^\r]{0,20}[^\r。：:；](?:\r[^\r]{0,20}[^\r。：:；])*")  # paragraphs of a cell
_UNREADABLE = (OSError, struct.error, IndexError, ValueError, UnicodeDecodeError)


class DocLoader:
    """Reads .doc and .wps files; generated numbers and what is formatted as hidden are not read."""

    suffixes = frozenset({".doc", ".wps"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of an old Word file; raise IngestError if it is not readable."""
        data = read_bytes(path, source)
        if not olefile.isOleFile(io.BytesIO(data)):
            raise IngestError(source, "not a Word document")
        try:
            with olefile.OleFileIO(io.BytesIO(data)) as container:
                if container.exists("EncryptedPackage"):  # a locked .docx
                    raise IngestError(source, "password-protected")
                if not container.exists("WordDocument"):
                    raise IngestError(source, "not a Word document (its main part is missing)")
                text, notes, boxes, listed = _text(container, source)
        except _UNREADABLE as exc:
            raise IngestError(source, f"damaged Word document ({exc}); save it as .docx") from exc
        told = (f"［注］{_MARKS.sub('', note).strip()}" for note in notes.split("\r"))
        lines = [*_lines(text), *_lines(boxes), *told]
        yield assemble(
            [RawLine(line, number, whole=True) for number, line in enumerate(lines, 1)
             if line.strip("［注］ ")],
            source=source,
            sha256=digest(data),
            warnings=["自动编号未收入，另存为 .docx 更可靠"] if listed else [],
        )  # fmt: skip


def _text(container: olefile.OleFileIO, source: str) -> tuple[str, str, str, bool]:
    """Return the text of body, footnotes and text boxes, and whether there are lists.

    [MS-DOC] 2.4.1 tells of the piece table, 2.5.5 of the lengths of the parts.
    """
    head = container.openstream("WordDocument").read()
    (magic,) = struct.unpack_from("<H", head, 0)
    (flags,) = struct.unpack_from("<H", head, _FLAGS_AT)
    if magic != _MAGIC:
        raise IngestError(source, "a Word document older than Word 97; save it as .docx")
    if flags & _ENCRYPTED:
        raise IngestError(source, "password-protected")
    lengths = struct.unpack_from("<7I", head, _LENGTHS_AT)
    body, notes = lengths[:2]
    start, length = struct.unpack_from("<2I", head, _PIECES_AT)
    table = container.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
    clx = table[start : start + length]
    text = "".join(_pieces(head, clx, sum(lengths), struck(head, table)))
    boxes = text[sum(lengths[:6]) : sum(lengths)]
    return text[:body], text[body : body + notes], boxes, _IN_LIST.search(head) is not None


def _pieces(head: bytes, clx: bytes, wanted: int, gone: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield the pieces of the text in order, up to ``wanted`` characters, ``gone`` ones blank."""
    at = 0
    while clx[at] == 1:
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    if clx[at] != 2:
        raise ValueError("no piece table")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    count = (size - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    first = at + 5 + 4 * (count + 1)
    for index, (start, end) in enumerate(pairwise(ends)):
        if start >= wanted or end < start:
            return
        (place,) = struct.unpack_from("<I", clx, first + 8 * index + 2)
        yield _piece(head, place, min(end, wanted) - start, gone)


def _piece(head: bytes, place: int, length: int, gone: Sequence[tuple[int, int]]) -> str:
    narrow = bool(place & _COMPRESSED)
    width, at = (1, (place & ~_COMPRESSED) // 2) if narrow else (2, place)
    text = head[at : at + width * length].decode("cp1252" if narrow else "utf-16-le", "replace")
    for start, end in gone:
        before, after = max(0, start - at) // width, max(0, end - at) // width
        text = text[:before] + _KEPT.sub(_BLANK, text[before:after]) + text[after:]
    return text


def _lines(text: str) -> Iterator[str]:
    """Yield paragraphs and table rows; of a field (a link, a date) only its outcome is read."""
    while (plain := _FIELD.sub(r"\1", text)) != text:
        text = plain
    *cells, rest = _MARKS.sub("", text.replace("\x1e", "-")).split("\x07")
    yield from _tables(cells)
    yield from _PARAGRAPH.split(rest)


def _tables(cells: list[str], apart: bool = False) -> Iterator[str]:
    """Yield the rows of tables and the paragraphs before them, which their first cells begin with.

    Short paragraphs after a row may belong to the first cell of the next. They are text where
    the rows around them differ in length, which ``apart`` tells.
    """
    table: list[str] = []
    for cell in cells:
        before, mark, last = cell.rpartition("\r")
        after_row = mark and table and not table[-1].strip()
        if not table or (after_row and (apart or not _SHORT.fullmatch(before))):
            yield from _table(table, apart)
            yield from _PARAGRAPH.split(before)
            table = []
            cell = last
        table.append(cell)
    yield from _table(table, apart)


def _table(cells: list[str], apart: bool) -> Iterator[str]:
    """Yield the rows of a table, each of which an empty cell ends.

    Other empty cells are told from those by the number of columns, the same in all rows; where
    it differs, cells being merged, or there is but one row, the first empty cell ends it.
    """
    tidy = [" ".join(cell.split()) for cell in cells]
    for columns in range(1, len(tidy) // 2):
        if len(tidy) % (columns + 1) == 0 and not any(tidy[columns :: columns + 1]):
            starts = range(0, len(tidy), columns + 1)
            yield from table_rows([tidy[at : at + columns] for at in starts])
            return
    if not apart:
        yield from _tables(cells, apart=True)
        return
    rows = [list(row) for full, row in groupby(tidy, bool) if full]
    yield from table_rows(rows)
