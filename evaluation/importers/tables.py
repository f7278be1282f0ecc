"""Rows of CSV files and Excel sheets with the row and column that each cell stood in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from rag.errors import InputError

SHEET_ENDINGS = (".xlsx", ".csv")
MAX_BYTES = 64 << 20
MAX_UNPACKED = 512 << 20
MAX_ROWS = 200_000
_ENCODINGS = ("utf-8-sig", "gb18030")  # what Excel saves as CSV in a Chinese system is the second


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header; ``number`` is 1-based as the spreadsheet shows it."""

    number: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]

    def place(self, *names: str) -> str:
        """Say where a cell stands, by the first of the names that is a column."""
        for name in names:
            if name in self.letters:
                return f"第 {self.number} 行“{name}”（{self.letters[name]} 列）"
        return f"第 {self.number} 行"

    def get(self, *names: str) -> str:
        """Return the first cell of these columns that is not empty."""
        return next((cell for name in names if (cell := self.cells.get(name, ""))), "")


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a .csv or .xlsx file that are not empty.

    The first row that is not empty is the header. Raises InputError for other files.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path}: over {MAX_BYTES >> 20} MiB; split it")
    except OSError as exc:
        raise InputError(f"{path}: cannot be read: {exc.strerror}") from exc
    suffix = path.suffix.lower()
    if suffix not in SHEET_ENDINGS:
        raise InputError(f"{path}: expected .xlsx or .csv, got {suffix or 'no suffix'}")
    rows = _workbook(path) if suffix == ".xlsx" else _csv(path)
    header: Sequence[str] = ()
    for number, cells in rows:
        if number > MAX_ROWS:
            raise InputError(f"{path}: over {MAX_ROWS:,} rows; split it")
        if not any(cells):
            continue
        if not header:
            header = [cell.strip("*＊ ") for cell in cells]
            letters = {name: column_letters(at) for at, name in enumerate(header) if name}
            continue
        named = {name: cell for name, cell in zip(header, cells, strict=False) if name}
        yield Row(number, named, letters)
    if not header:
        raise InputError(f"{path}: the sheet is empty")


def column_letters(at: int) -> str:
    """Return the letters of a 0-based column: A, B, …, Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError(f"{path}: neither UTF-8 nor GB18030; save it as CSV UTF-8")
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        # A record may span lines, but a spreadsheet counts it as one row.
        for number, cells in enumerate(reader, 1):
            yield number, [cell.strip() for cell in cells]
    except csv.Error as exc:
        raise InputError(f"{path}, line {reader.line_num}: {exc}") from exc


def _workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    import openpyxl  # takes a fifth of a second: only those pay who read workbooks
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise InputError(f"{path}: over {MAX_UNPACKED >> 20} MiB unpacked; split it")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as exc:
        raise InputError(f"{path}: not a readable Excel workbook: {exc}") from exc
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield number, [_cell(cell) for cell in cells]
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel keeps every number as a fraction
    return str(value).strip()
