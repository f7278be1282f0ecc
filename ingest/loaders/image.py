"""Page images (scans, photographs of pages): every frame is a page, read by recognition."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingest.layout.pictures import frames
from ingest.layout.recognition import recognise
from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.pdf import headline
from ingest.loaders.pdf.pages import raw_lines, scan_note
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document


class ImageLoader:
    """Reads .png, .jpg, .tiff, .bmp and .webp files; boxes are in points of an A4-high page."""

    suffixes = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of an image; raise IngestError if there is nothing to read."""
        data = read_bytes(path, source)
        lines: list[RawLine] = []
        sure: dict[int, float] = {}
        for page, (image, scale) in enumerate(frames(data, source), 1):
            seen = recognise(image, scale, source)
            if seen.fragments:
                sure[page] = seen.confidence
                lines += raw_lines(seen.fragments, page, seen.rules)
        if not lines:
            raise IngestError(source, "no text: no writing was found on the image")
        yield assemble(
            lines,
            source=source,
            sha256=digest(data),
            title=headline(lines),
            warnings=[scan_note(sure)],
        )
