"""Page images (scans, photographs of pages): every frame is a page, read by recognition."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.layout.recognition import recognise
from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.pdf import headline
from ingest.loaders.pdf.pages import raw_lines, scan_note
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document

_MAX_PIXELS = 60_000_000
_MAX_FRAMES = 500
_A4_POINTS = 842.0
# SyntaxError is what Pillow raises for a damaged PNG.
_UNREADABLE = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError,
)  # fmt: skip


class ImageLoader:
    """Reads .png, .jpg, .tiff, .bmp and .webp files; boxes are in points of an A4-high page."""

    suffixes = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of an image; raise IngestError if there is nothing to read."""
        data = read_bytes(path, source)
        lines: list[RawLine] = []
        sure: dict[int, float] = {}
        for page, frame in enumerate(_frames(data, source), 1):
            bgr = np.ascontiguousarray(np.asarray(frame)[:, :, ::-1])
            seen = recognise(bgr, _A4_POINTS / max(bgr.shape[:2]), source)
            if seen.fragments:
                sure[page] = seen.confidence
                lines += raw_lines(seen.fragments, page)
        if not lines:
            raise IngestError(source, "no text: no writing was found on the image")
        yield assemble(
            lines,
            source=source,
            sha256=digest(data),
            title=headline(lines),
            warnings=[scan_note(sure)],
        )


def _frames(data: bytes, source: str) -> Iterator[Image.Image]:
    """Yield the upright pages of an image, one in memory at a time."""
    stream = io.BytesIO(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(stream)
        count = getattr(picture, "n_frames", 1)
        if count > _MAX_FRAMES:
            raise IngestError(source, f"{count} pages, the limit is {_MAX_FRAMES}")
        for frame in ImageSequence.Iterator(picture):
            width, height = frame.size
            if width * height > _MAX_PIXELS:
                reason = f"{width} by {height} pixels, the limit is {_MAX_PIXELS:,} in all"
                raise IngestError(source, f"too large: {reason}")
            yield _on_white(ImageOps.exif_transpose(frame))
    except _UNREADABLE as exc:
        told = " ".join(str(exc).replace(str(stream), "").split())
        raise IngestError(source, f"not a readable image ({told})") from exc


def _on_white(frame: Image.Image) -> Image.Image:
    """Return an RGB image; what is transparent becomes white paper."""
    if "A" in frame.getbands() or "transparency" in frame.info:
        rgba = frame.convert("RGBA")
        paper = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(paper, rgba).convert("RGB")
    return frame.convert("RGB")
