"""Tables in plain text: comma or tab separated, a line for each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.sheets import sheet_lines
from ingest.text.decoding import decode
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document

_SEPARATORS = ",\t;|"
_SAMPLE = 20


class CsvLoader:
    """Reads .csv and .tsv files in any encoding that Chinese documents come in."""

    suffixes = frozenset({".csv", ".tsv"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of a table; raise IngestError naming a row that is broken."""
        data = read_bytes(path, source)
        text = decode(data, source)
        lines = [RawLine(line, row, whole=True) for row, line in sheet_lines(_rows(text, source))]
        title = PurePosixPath(source).stem if lines and " | " in lines[0].text else ""
        yield assemble(lines, source=source, sha256=digest(data), title=title)


def _rows(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_separator(text))
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as exc:
            raise IngestError(source, f"line {number}: not a row of a table ({exc})") from exc
        if row is None:
            return
        yield number, row


def _separator(text: str) -> str:
    """Return the mark that cuts the first lines into the most even rows."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_SAMPLE]

    def evenness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines]
        return min(counts, default=0), sum(counts)

    return max(_SEPARATORS, key=evenness)
