"""Plain text, in any encoding that Chinese documents come in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.text.decoding import decode
from ingest.text.raw import RawLine
from rag.types import Document

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class TextLoader:
    """Reads .txt files; a form feed starts a new page."""

    suffixes = frozenset({".txt", ".text"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of a text file; raise IngestError naming a bad byte."""
        data = read_bytes(path, source)
        yield assemble(text_lines(decode(data, source)), source=source, sha256=digest(data))


def text_lines(text: str) -> list[RawLine]:
    """Cut decoded text into raw lines, with page numbers where form feeds separate pages."""
    if "\f" not in text:
        return [RawLine(line, number) for number, line in enumerate(_LINE_END.split(text), 1)]
    return [
        RawLine(line, number, page)
        for page, part in enumerate(text.rstrip("\f\r\n").split("\f"), 1)
        for number, line in enumerate(_LINE_END.split(part), 1)
    ]
