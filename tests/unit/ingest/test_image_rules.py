"""Rules on a page image: long thin lines are found, letters and pictures are not taken for them."""

from __future__ import annotations

import numpy as np

from ingest.layout.image_rules import Pixels, rules_of

SCALE = 72 / 200  # points a pixel


def paper() -> Pixels:
    return np.full((600, 800, 3), 240, np.uint8)


def test_level_and_upright_rules_are_found_where_they_are() -> None:
    image = paper()
    image[100:103, 50:700] = 30
    image[100:400, 50:52] = 30
    (level, upright) = rules_of(image, SCALE)
    assert np.allclose(level, np.array([50, 101, 700, 102]) * SCALE, atol=1.5)
    assert np.allclose(upright, np.array([50, 100, 51, 400]) * SCALE, atol=1.5)


def test_a_rule_that_a_scan_tilts_is_one() -> None:
    image = paper()
    for x in range(50, 700):
        y = 200 + x // 150
        image[y : y + 2, x] = 40
    (rule,) = rules_of(image, SCALE)
    assert rule[2] - rule[0] > 640 * SCALE
    assert rule[3] - rule[1] < 1


def test_strokes_bars_and_pictures_are_no_rules() -> None:
    image = paper()
    image[100:104, 50:100] = 30  # the stroke of a large letter
    image[200:260, 50:700] = 30  # a bar
    image[300:500, 100:500] = np.random.default_rng(1).integers(0, 255, (200, 400, 3))
    assert rules_of(image, SCALE) == []


def test_an_image_smaller_than_a_rule_has_none() -> None:
    assert rules_of(paper()[:20, :20], SCALE) == []
