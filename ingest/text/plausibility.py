"""Whether decoded characters read like a Chinese document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.text.common_characters import COMMON

CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Plausibility:
    """How a text reads.

    ``score`` is a mean over the characters beyond ASCII: 1 for a common one, 0.3 for another
    Han character, down to -2 for what no document holds; stray control characters count
    with them. ``common`` is the share of common characters, ``characters`` their number.
    """

    score: float
    common: float
    characters: int


def judge(text: str) -> Plausibility:
    """Return how plausible ``text`` is; of a long text beginning, middle and end are read."""
    if len(text) > 3 * _SAMPLE:
        middle = len(text) // 2
        text = text[:_SAMPLE] + text[middle : middle + _SAMPLE] + text[-_SAMPLE:]
    foreign = [char for char in text if char > "\x7f"]
    controls = len(CONTROL.findall(text))
    total = len(foreign) + controls
    if not total:
        return Plausibility(0.0, 0.0, 0)
    good = sum(char in COMMON for char in foreign)
    score = good - 2.0 * controls + sum(_worth(char) for char in foreign if char not in COMMON)
    return Plausibility(score / total, good / total, len(foreign))


def common_share(text: str) -> float:
    """Return the share of common Chinese characters among all of ``text``, 0 if empty."""
    return sum(char in COMMON for char in text) / len(text) if text else 0.0


def _worth(char: str) -> float:
    """Return how much a character that is not common speaks for the reading."""
    if "\u4e00" <= char <= "\u9fff":
        return 0.3
    if "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003ffff":
        return 0.1
    if char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char >= "\U000e0000":
        return -2.0
    if "\x80" <= char <= "\x9f" or "\u0400" <= char <= "\u1fff" or "\ua000" <= char <= "\ud7ff":
        return -0.5
    return 0.2
