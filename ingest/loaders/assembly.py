"""Builds a Document from what a loader read: the part that all formats share."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ingest.text.normalize import normalise
from ingest.text.raw import RawLine
from ingest.text.repair import repair
from rag.errors import IngestError
from rag.types import Document, Metadata, Section


def read_bytes(path: Path, source: str) -> bytes:
    """Return the bytes of a file; raise IngestError where it is empty or cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise IngestError(source, f"cannot be read: {exc.strerror or exc}") from exc
    if not data:
        raise IngestError(source, "empty file")
    return data


def digest(data: bytes) -> str:
    """Return the sha256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def assemble(
    lines: Sequence[RawLine],
    *,
    source: str,
    sha256: str,
    title: str = "",
    doc_id: str = "",
    metadata: Metadata | None = None,
    warnings: Sequence[str] = (),
) -> Document:
    """Return the Document of one file's raw lines; raise IngestError where no text is left.

    Without a ``doc_id`` it is the first 16 digits of ``sha256``. The headings that the format
    marks become its sections, for the outline to start from; those of level 0 begin articles.
    """
    repaired = repair(lines)
    if not repaired.text.strip():
        raise IngestError(source, "no text")
    return Document(
        doc_id=doc_id or sha256[:16],
        title=normalise(title),
        text=repaired.text,
        source=source,
        sha256=sha256,
        metadata=metadata or Metadata(),
        sections=(
            *(Section(headline, 0, start, start) for start, headline in repaired.articles),
            *(
                Section(repaired.text[start:end], level, start, end)
                for start, end, level in repaired.headings
            ),
        ),
        lines=repaired.lines,
        warnings=(*warnings, *repaired.warnings),
    )
