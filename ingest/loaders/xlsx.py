"""Excel workbooks: a line for each row, with the values that were stored; nothing is computed."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path, PurePath
from typing import Any

from lxml import etree

from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.heads import Cell
from ingest.loaders.packed import check_packed
from ingest.loaders.sheets import sheet_lines
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document

_MAX_CELLS = 5_000_000
_MAX_COLUMNS = 512
_MERGES_UP_TO = 8_000_000  # bytes; a larger workbook is read as a stream, which knows no merges
_UNREADABLE = (
    KeyError, ValueError, TypeError, AttributeError, IndexError,
    etree.XMLSyntaxError, zipfile.BadZipFile, SyntaxError,
)  # fmt: skip


# What is told of, the files inside a workbook that hold it, and what stands there for each.
_PARTS = {
    "{}个公式没有存下结果，未收入；用表格软件打开并保存一次即可": (
        re.compile(r"xl/worksheets/[^/]+\.xml$"),
        re.compile(rb"(?:</f>|<f[^<>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"),
    ),
    "批注{}条未收入": (  # threaded ones have a twin here
        re.compile(r"xl/(?:comments/)?comments?\d*\.xml$"),
        re.compile(rb"<(?:\w+:)?comment[\s>]"),
    ),
    "图片、图表或文本框{}个未收入": (
        re.compile(r"xl/drawings/drawing\d*\.xml$"),
        re.compile(rb"<(?:\w+:)?(?:twoCell|oneCell|absolute)Anchor[\s>]"),
    ),
}
# Names that spreadsheet programs give by themselves.
_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)


class XlsxLoader:
    """Reads .xlsx and .xlsm files; a sheet is a page, a line's number is its row."""

    suffixes = frozenset({".xlsx", ".xlsm"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of a workbook; raise IngestError if it is not readable."""
        data = read_bytes(path, source)
        check_packed(data, source, "Excel workbook", "xl/workbook.xml")
        import openpyxl  # takes a fifth of a second: only those pay who read workbooks

        try:
            book = openpyxl.load_workbook(
                io.BytesIO(data),
                read_only=len(data) > _MERGES_UP_TO,
                data_only=True,
                keep_links=False,
            )
            sheets = book.worksheets
            hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
            shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
            lines = [line for page, sheet in enumerate(shown, 1) for line in _sheet(sheet, page)]
            book.close()
        except _UNREADABLE as exc:
            told = " ".join(str(exc).split())
            raise IngestError(source, f"not a readable Excel workbook ({told})") from exc
        yield assemble(
            lines,
            source=source,
            sha256=digest(data),
            title=_title(lines, source),
            warnings=[
                *([f"隐藏的工作表未收入：{'、'.join(hidden)}"] if hidden else []),
                *_left_out(data),
            ],
        )


def _title(lines: list[RawLine], source: str) -> str:
    """Return the file's name where the first sheet has none and begins with column names."""
    named = lines and not _UNNAMED.fullmatch(lines[0].text)
    return "" if named or (lines[1:] and " | " not in lines[1].text) else PurePath(source).stem


def _left_out(data: bytes) -> list[str]:
    """Tell of what is no part of the text: formulas without a stored result, remarks, pictures."""
    counts: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            for told, (place, what) in _PARTS.items():
                if place.match(name):
                    counts[told] += len(what.findall(packed.read(name)))
    return [told.format(count) for told in _PARTS if (count := counts[told])]


def _sheet(sheet: Any, page: int) -> Iterator[RawLine]:
    """Yield a heading with the sheet's name, then its rows."""
    body = [RawLine(text, number, page, whole=True) for number, text in sheet_lines(_rows(sheet))]
    if body:
        yield RawLine(sheet.title, 1, page, whole=True, heading=1)
        yield from body


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    """Yield (row number, cells); what is merged down is read in every row it covers.

    A row that holds nothing but what is merged into it from above is blank.
    """
    areas = getattr(getattr(sheet, "merged_cells", None), "ranges", ())
    ahead = sorted(areas, key=lambda area: area.min_row, reverse=True)
    merged: list[tuple[Any, str]] = []  # areas that reach into the row, and what they show
    width = min(_MAX_COLUMNS, sheet.max_column or _MAX_COLUMNS)
    left = _MAX_CELLS
    for number, row in enumerate(sheet.iter_rows(max_col=width), 1):
        left -= len(row)
        if left < 0:
            raise ValueError(f"more than {_MAX_CELLS:,} cells; save the sheet as several")
        cells: list[Cell] = [_shown(cell) for cell in row]
        merged = [(area, text) for area, text in merged if area.max_row >= number]
        blank = not any(cells)
        while ahead and ahead[-1].min_row <= number:
            area = ahead.pop()
            if area.min_col <= width:
                merged.append((area, cells[area.min_col - 1] or ""))
        for area, text in () if blank else merged:
            across = min(area.max_col, width) - area.min_col
            cells[area.min_col - 1 : area.max_col] = [text, *[None] * across]
        yield number, cells


def _shown(cell: Any) -> str:
    """Return a value as the sheet shows it, near enough: dates, per cent, plain numbers."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{round(value * 100, 6):.10g}%"
        return f"{value:.15g}"
    return str(value)
