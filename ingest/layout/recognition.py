"""Text of page images, read by optical recognition; the models lie inside the package."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, median
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.layout.blocks import Rect
from ingest.layout.gutters import Fragment
from ingest.layout.image_rules import Pixels, rules_of
from rag.errors import IngestError

_NEEDED = "only page images, no text to read; to have them recognised run: pip install rapidocr"
_THREADS = 4
_MIN_SCORE = 0.5
# Letters must be some ten pixels high to be found; larger images only take longer.
_FIND_PER_POINT = 110 / 72
_FIND_SIDES = (1280, 1920, 2560)
_WIDE = 0.9
_LINE = 1.2
_SMOOTH = 4.0
_MIN_RULE = 2.5  # letter sizes


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a page image says; ``confidence`` is the mean over characters, in [0, 1].

    ``rules`` are the straight lines drawn on it, of tables above all.
    """

    fragments: list[Fragment]
    confidence: float
    rules: list[Rect]


def is_installed() -> bool:
    """Tell whether the recognition package is there."""
    try:
        return importlib.util.find_spec("rapidocr") is not None
    except ValueError:  # it was barred in this process
        return False


def recognise(image: Pixels, points_per_pixel: float, source: str) -> Recognised:
    """Read a (h, w, 3) BGR image; boxes are in points from its top left.

    An image without marks gives nothing. Raises IngestError where the recognition package is
    not installed.
    """
    if image.size == 0 or float(image.std()) < _SMOOTH:
        return Recognised([], 0.0, [])
    longest = max(image.shape[:2])
    wanted = longest * points_per_pixel * _FIND_PER_POINT
    side = next((side for side in _FIND_SIDES if side >= wanted), _FIND_SIDES[-1])
    try:
        found = _engine(side)(image)
    except ImportError as exc:
        raise IngestError(source, _NEEDED) from exc
    if found.txts is None:
        return Recognised([], 0.0, [])
    fragments, scores = [], []
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        if text.strip() and score >= _MIN_SCORE:
            fragments.append(_fragment(np.asarray(box) * points_per_pixel, text.strip()))
            scores += [float(score)] * len(text)
    if not fragments:
        return Recognised([], 0.0, [])
    # Shorter ones are strokes of large letters.
    shortest = _MIN_RULE * median(item.size for item in fragments)
    rules = [
        rule
        for rule in rules_of(image, points_per_pixel)
        if max(rule[2] - rule[0], rule[3] - rule[1]) >= shortest
    ]
    return Recognised(fragments, fmean(scores), rules)


@lru_cache(maxsize=len(_FIND_SIDES))
def _engine(side: int) -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": 20_000,
            "Det.limit_type": "max",
            "Det.limit_side_len": side,
            "EngineConfig.onnxruntime.intra_op_num_threads": min(_THREADS, os.cpu_count() or 1),
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _fragment(box: npt.NDArray[np.float64], text: str) -> Fragment:
    """Return one recognised line; the boxes found are about a third higher than letters."""
    x0, y0 = box.min(axis=0)
    x1, y1 = box.max(axis=0)
    ems = sum(1.0 if char > "\u2e7f" else 0.5 for char in text)
    size = min((x1 - x0) / max(ems, 1.0), _WIDE * (y1 - y0)) if ems >= 4 else 0.7 * (y1 - y0)
    spare = max(0.0, (y1 - y0) - _LINE * size) / 2
    return Fragment(text, float(x0), float(y0 + spare), float(x1), float(y1 - spare), float(size))
