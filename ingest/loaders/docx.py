"""Word documents: paragraphs, generated numbers, tables, text boxes and footnotes in order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from ingest.layout.embedded import Pictures
from ingest.layout.grid import CELLS
from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.diagrams import diagram_lines
from ingest.loaders.docx_numbering import Numbering
from ingest.loaders.docx_text import (
    footnote_lines,
    header_lines,
    left_out,
    paragraph_lines,
    picture_blobs,
    text_boxes,
    unwrap,
)
from ingest.loaders.heads import Cell
from ingest.loaders.packed import check_packed
from ingest.loaders.tables import table_rows
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document

_HEADING_STYLE = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_TITLE_STYLES = ("title", "标题")
_MAX_COLUMNS = 63  # of a table in Word


class DocxLoader:
    """Reads .docx files."""

    suffixes = frozenset({".docx"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of a Word file; raise IngestError if it is not readable."""
        data = read_bytes(path, source)
        check_packed(data, source, "Word document", "word/document.xml")
        try:
            word = docx.Document(io.BytesIO(data))
        except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as exc:
            raise IngestError(source, f"not a readable Word document ({exc})") from exc
        unwrap(word.element.body)
        numbering = Numbering(word)
        pictures = Pictures(source)
        lines = [
            RawLine(text, number, whole=True, heading=heading)
            for number, (text, heading) in enumerate(_blocks(word, numbering, pictures), 1)
        ]
        warnings = [*left_out(word), *pictures.warnings]
        yield assemble(
            lines, source=source, sha256=digest(data), title=_title(word), warnings=warnings
        )


def _blocks(word: Any, numbering: Numbering, pictures: Pictures) -> Iterator[tuple[str, int]]:
    """Yield (text, heading level) of every line of the body, then footnotes and page headers."""
    for block in word.iter_inner_content():
        yield from _block(block, numbering)
        for blob in picture_blobs(block._element, word.part):
            yield from ((text, 0) for text in pictures.writing(blob))
        yield from ((text, 0) for text in diagram_lines(block._element, word.part))
    yield from ((text, 0) for text in footnote_lines(word.part))
    yield from ((f"页眉：{text}", 0) for text in header_lines(word.part))


def _block(block: Paragraph | Table, numbering: Numbering) -> Iterator[tuple[str, int]]:
    """Yield the lines of a paragraph or a table; what one column only frames reads as it stands."""
    if isinstance(block, Paragraph):
        yield from _paragraph(block, numbering)
    elif all(len(row._tr.tc_lst) == 1 for row in block.rows):
        for row in block.rows:
            for inside in _Cell(row._tr.tc_lst[0], block).iter_inner_content():
                yield from _block(inside, numbering)
    else:
        yield from ((text, 0) for text in _rows(block, numbering))


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> Iterator[tuple[str, int]]:
    lines = paragraph_lines(paragraph._p)
    if any(line.strip() for line in lines):
        label = numbering.label(paragraph)
        level = _level(paragraph)
        for index, line in enumerate(lines):
            yield (label + line if index == 0 else line), (level if line.strip() else 0)
    for line in text_boxes(paragraph._p):
        yield line, 0


def _rows(table: Table, numbering: Numbering) -> list[str]:
    """Return the rows of a table as text.

    A cell merged across columns is read once, one merged down in every row that it covers.
    """
    rows: list[list[Cell]] = []
    merged: dict[int, str] = {}  # column -> text of the cell that is merged down from there
    for row in table.rows:
        cells: list[Cell] = [""] * min(row.grid_cols_before, _MAX_COLUMNS)
        for tc in row._tr.tc_lst:
            column = len(cells)
            if tc.vMerge != "continue" or column not in merged:
                text = " ".join(map(str.strip, _cell_lines(_Cell(tc, table), numbering)))
            else:
                text = merged[column]
            if tc.vMerge is None:
                merged.pop(column, None)
            else:
                merged[column] = text
            cells += [text, *[None] * (min(tc.grid_span, _MAX_COLUMNS) - 1)]
        rows.append(cells)
    return table_rows(rows)


def _cell_lines(cell: _Cell, numbering: Numbering) -> Iterator[str]:
    for block in cell.iter_inner_content():
        if isinstance(block, Table):
            yield "；".join(row.replace(CELLS, "，") for row in _rows(block, numbering))
        else:
            yield numbering.label(block)  # it may be all that the cell holds
            yield from paragraph_lines(block._p)
            yield from text_boxes(block._p)


def _level(paragraph: Paragraph) -> int:
    """Return the heading level that style or outline level gives a paragraph, else 0."""
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    if found := _HEADING_STYLE.match(name):
        return int(found[1])
    outline = paragraph._p.xpath("./w:pPr/w:outlineLvl/@w:val")
    if outline and str(outline[0]).isdigit() and int(outline[0]) < 9:
        return int(outline[0]) + 1
    return 0


def _title(word: Any) -> str:
    """Return the text of the first paragraph in the Title style, if there is one."""
    for paragraph in word.paragraphs[:30]:
        style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
        if style in _TITLE_STYLES and paragraph.text.strip():
            return str(paragraph.text)
    return ""
