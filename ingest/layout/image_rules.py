"""Rules drawn on a page image: the straight level and upright lines of its tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ingest.layout.blocks import Rect

Pixels = npt.NDArray[np.uint8]

_DARK = 0.72  # of the brightness of the paper
_LONG = 26.0  # points; longer than the strokes of all but the largest letters
_THICK = 3.0  # points; what is thicker is a bar or a picture
_SLANT = 0.012  # of its length, by which a scan may tilt a rule
_LEAN = 2  # pixels between pieces of one rule that a slanting scan breaks
_MOST = 400  # of each kind; more are a pattern, not a table


def rules_of(image: Pixels, points_per_pixel: float) -> list[Rect]:
    """Return the rules on a (h, w, 3) image as boxes in points from its top left."""
    grey = image.mean(axis=2)
    dark = grey < _DARK * float(np.percentile(grey, 90))
    level = _runs(dark, points_per_pixel)
    upright = _runs(dark.T, points_per_pixel)
    boxes = [*level, *((y0, x0, y1, x1) for x0, y0, x1, y1 in upright)]
    return [
        (x0 * points_per_pixel, y0 * points_per_pixel, x1 * points_per_pixel, y1 * points_per_pixel)
        for x0, y0, x1, y1 in boxes
    ]


def _runs(dark: npt.NDArray[np.bool_], points_per_pixel: float) -> list[tuple[int, int, int, int]]:
    """Return (x0, y0, x1, y1) in pixels of the long thin level runs of dark pixels."""
    length = max(8, round(_LONG / points_per_pixel))
    if dark.shape[1] <= length:
        return []
    near = dark.copy()  # a slanting rule steps from one row of pixels to the next
    near[1:] |= dark[:-1]
    near[:-1] |= dark[1:]
    sums = np.cumsum(np.pad(near, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    whole = sums[:, length:] - sums[:, :-length] == length
    pieces: list[tuple[int, int, int, int]] = []
    for y in np.flatnonzero(whole.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.pad(whole[y].astype(np.int8), 1)))
        pieces += [
            (int(x0), int(y), int(x1) + length - 1, int(y) + 1)
            for x0, x1 in zip(edges[::2], edges[1::2], strict=True)
        ]
    thin = []
    for x0, y0, x1, y1 in _joined(pieces):
        if (y1 - y0 - _SLANT * (x1 - x0)) * points_per_pixel <= _THICK:
            middle = (y0 + y1) // 2
            thin.append((x0, middle, x1, middle + 1))
    return thin if len(thin) <= _MOST else []


def _joined(pieces: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Join pieces in neighbouring rows of pixels that touch from left to right."""
    growing: list[list[int]] = []
    done: list[list[int]] = []
    for x0, y0, x1, y1 in pieces:
        done += [rule for rule in growing if rule[3] + _LEAN < y0]
        growing = [rule for rule in growing if rule[3] + _LEAN >= y0]
        met = [rule for rule in growing if rule[0] <= x1 + _LEAN and x0 <= rule[2] + _LEAN]
        for rule in met[1:]:
            growing.remove(rule)
        whole = [[x0, y0, x1, y1], *met]
        box = [
            min(rule[0] for rule in whole), min(rule[1] for rule in whole),
            max(rule[2] for rule in whole), max(rule[3] for rule in whole),
        ]  # fmt: skip
        if met:
            met[0][:] = box
        else:
            growing.append(box)
    return [(rule[0], rule[1], rule[2], rule[3]) for rule in [*done, *growing]]
