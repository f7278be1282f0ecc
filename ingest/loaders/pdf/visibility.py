"""Tells text that a reader of the page can see from text that is only in the file."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

_MAX_PIXELS = 16_000_000
_TINY_POINTS = 1.5
_FAINT = 235
_CLEAR = 20
_MIN_CONTRAST = 12
_SCAN_SHARE = 0.5
_PICTURE_SHARE = 0.05  # of a page, from which on a picture may hold writing
_MARKS = ".,'`·。，、-—_"
_UNPAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


class Visibility:
    """Judges the characters of one page; the page is drawn only if some are faint.

    Unpainted text above a page-sized image is the text layer of a scan, and is read.
    """

    def __init__(self, page: pypdfium2.PdfPage, textpage: Any) -> None:
        self._page, self._textpage = page, textpage
        self._size: tuple[float, float] = page.get_size()
        self._scan = image_share(page) >= _SCAN_SHARE
        self._drawn: npt.NDArray[np.uint8] | None = None
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._pointers = [ctypes.byref(part) for part in self._colour]

    def hides(self, index: int, char: str, box: tuple[float, float, float, float]) -> bool:
        """Tell whether the character at ``index`` cannot be seen; ``box`` is from the top left."""
        x0, y0, x1, y1 = box
        if char not in _MARKS and max(x1 - x0, y1 - y0) <= _TINY_POINTS:
            return True
        if x1 <= 0 or y1 <= 0 or x0 >= self._size[0] or y0 >= self._size[1]:
            return True
        if self._is_unpainted(index):
            return not self._scan
        return self._is_faint(index) and self._contrast(box) < _MIN_CONTRAST

    def _is_unpainted(self, index: int) -> bool:
        item = pdfium.FPDFText_GetTextObject(self._textpage, index)
        return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) in _UNPAINTED

    def _is_faint(self, index: int) -> bool:
        if not pdfium.FPDFText_GetFillColor(self._textpage, index, *self._pointers):
            return False
        red, green, blue, alpha = (part.value for part in self._colour)
        return min(red, green, blue) >= _FAINT or alpha <= _CLEAR

    def _contrast(self, box: tuple[float, float, float, float]) -> int:
        """Return how far the greys inside ``box`` lie apart as the page is drawn."""
        width, height = self._size
        scale = min(1.0, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        if self._drawn is None:
            self._drawn = self._page.render(scale=scale, grayscale=True).to_numpy().squeeze()
        x0, y0, x1, y1 = (max(0, int(edge * scale)) for edge in box)
        inside = self._drawn[y0 : y1 + 1, x0 : x1 + 1]
        return int(inside.max()) - int(inside.min()) if inside.size else 0


def image_share(page: pypdfium2.PdfPage) -> float:
    """Return the share of a page that its images take, at most 1."""
    width, height = page.get_size()
    area = 0.0
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        area += max(0.0, right - left) * max(0.0, top - bottom)
    return min(1.0, area / (width * height)) if width * height else 0.0


def has_unread_picture(
    page: pypdfium2.PdfPage, boxes: Sequence[tuple[float, float, float, float]]
) -> bool:
    """Tell whether a large picture on a page holds none of the text, whose boxes are given.

    Boxes are from the top left; of a turned page nothing is told.
    """
    width, height = page.get_size()
    if page.get_rotation() % 360:
        return False
    left, _, _, top = page.get_cropbox()
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        x0, y0, x1, y1 = image.get_bounds()
        if (x1 - x0) * (y1 - y0) >= _PICTURE_SHARE * width * height and not any(
            x0 - left <= (box[0] + box[2]) / 2 <= x1 - left
            and top - y1 <= (box[1] + box[3]) / 2 <= top - y0
            for box in boxes
        ):
            return True
    return False
