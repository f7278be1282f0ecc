"""Pictures of PDF pages with places on them marked.

``python -m ingest.pictures FILE PAGE WIDTH BOXES`` writes a PNG to standard output. Pages are
drawn in a process of their own: pdfium is not safe between threads, and a hostile file can
take down no more than its own picture.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from ingest.upright import set_upright
from rag.errors import IngestError

Box = tuple[float, float, float, float]
WIDTH = 1100
MAX_PIXELS = 12_000_000
TIMEOUT_S = 30.0
_INK = (255, 226, 120)
_PAD = 1.5  # points around a marked line


def page_picture(path: Path, page: int, boxes: Sequence[Box]) -> bytes:
    """Return a PNG of a 1-based page, WIDTH pixels wide, the boxes (in points) marked.

    Raise IngestError where the file or page cannot be drawn.
    """
    command = [sys.executable, "-m", "ingest.pictures", str(path), str(page)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, with arguments of known kinds
            [*command, json.dumps([list(box) for box in boxes])],
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise IngestError(path.name, f"page {page} takes too long to draw") from exc
    if done.returncode != 0:
        raise IngestError(path.name, f"page {page} cannot be drawn")
    return done.stdout


def draw(path: Path, number: int, boxes: Sequence[Box]) -> bytes:
    """Return the PNG; raise IndexError or PdfiumError where the file or page is no good."""
    with pypdfium2.PdfDocument(path) as pdf:
        if not 1 <= number <= len(pdf):
            raise IndexError(number)
        page = pdf[number - 1]
        set_upright(page, page.get_textpage())  # as it was read
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1.0), (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        picture = page.render(scale=scale).to_pil().convert("RGB")
    marked = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(marked)
    for left, top, right, bottom in boxes:
        corners = (left - _PAD, top - _PAD, right + _PAD, bottom + _PAD)
        pen.rectangle(tuple(corner * scale for corner in corners), fill=_INK)
    written = io.BytesIO()
    # Multiplied like a text marker: the writing below stays black.
    ImageChops.multiply(picture, marked).save(written, "PNG", optimize=False)
    return written.getvalue()


def main() -> None:
    """Draw what the command line asks for."""
    path, number, boxes = sys.argv[1:]
    try:
        picture = draw(Path(path), int(number), json.loads(boxes))
    except (pypdfium2.PdfiumError, IndexError, ValueError, OSError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    main()
