"""Opens picture files, within bounds, as upright pages on white paper."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.layout.image_rules import Pixels
from rag.errors import IngestError

_MAX_PIXELS = 60_000_000
_MAX_FRAMES = 500
_A4_POINTS = 842.0
# SyntaxError is what Pillow raises for a damaged PNG.
_UNREADABLE = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError,
)  # fmt: skip


def frames(data: bytes, source: str) -> Iterator[tuple[Pixels, float]]:
    """Yield each page of a picture as (h, w, 3) BGR and its points a pixel, A4 high.

    One page is in memory at a time. Raises IngestError for what is no picture or too large.
    """
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
            rgb = np.asarray(_on_white(ImageOps.exif_transpose(frame)))
            yield np.ascontiguousarray(rgb[:, :, ::-1]), _A4_POINTS / max(width, height)
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
