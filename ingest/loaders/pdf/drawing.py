"""What is drawn on a page of a PDF: its rules and frames."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice, pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.layout.blocks import Rect

_MIN_RULE = 5.0  # points
_MAX_PATHS, _MAX_SEGMENTS = 20_000, 2_000
_MAX_FRAMES = 10_000  # a page with more is a drawing, whose lines rule no table
_SIMPLE = 5  # segments of a line or a rectangle
_STRAIGHT = 0.5  # points by which a line may lean
Point = tuple[float, float]


def frames_of(page: pypdfium2.PdfPage) -> list[Rect]:
    """Return the rectangles and rules drawn on a page, from its top left; dots left out.

    A drawing of many lines gives each that is level or upright. A turned page gives none.
    """
    if page.get_rotation() % 360:
        return []
    left, _, _, top = page.get_cropbox()
    frames = []
    for path in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]), _MAX_PATHS):
        many = _SIMPLE < pdfium.FPDFPath_CountSegments(path) <= _MAX_SEGMENTS
        for x0, y0, x1, y1 in _straight(path) if many else [path.get_bounds()]:
            if max(x1 - x0, y1 - y0) >= _MIN_RULE:
                frames.append((x0 - left, top - y1, x1 - left, top - y0))
        if len(frames) > _MAX_FRAMES:
            return []
    return frames


def _straight(path: pypdfium2.PdfObject) -> Iterator[Rect]:
    """Yield the level and upright lines of a path, in points of the page."""
    matrix = path.get_matrix()
    for one, other in pairwise(_points(path)):
        if one is None or other is None:
            continue
        (x0, y0), (x1, y1) = matrix.on_point(*one), matrix.on_point(*other)
        if min(abs(x0 - x1), abs(y0 - y1)) <= _STRAIGHT:
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _points(path: pypdfium2.PdfObject) -> Iterator[Point | None]:
    """Yield the points that straight lines lead to; None where the pen is lifted."""
    x, y = ctypes.c_float(), ctypes.c_float()
    begun: Point | None = None
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            yield None
        here = x.value, y.value
        begun = here if kind == pdfium.FPDF_SEGMENT_MOVETO else begun
        yield here
        if pdfium.FPDFPathSegment_GetClose(segment) and begun is not None:
            yield begun
