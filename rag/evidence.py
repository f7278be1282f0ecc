"""Evidence: the hits an answer may cite, without near-duplicates, each with its key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.checks.polarity import NEGATION
from rag.language.places import find_places
from rag.language.sentences import bigrams, comparable, overlap
from rag.types import Evidence, Hit, Reading

SAME = 0.9  # share of common bigrams above which two passages of like length say the same
_LENGTHS = 0.8
_HELD = 0.8  # share of a passage's bigrams from which another one says all that it does
_LEAST = 40  # characters of a passage that can be a copy of a longer one
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
# What two texts that are else alike may say otherwise: 不得 for 可以, 省级 for 国家级.
_TELLING = re.compile(rf"{NEGATION.pattern}|(?:国家|[省市县区])级")


@dataclass(frozen=True, slots=True)
class _Said:
    """What is compared of a text: its comparable form, bigrams, figures and telling words."""

    plain: str
    pairs: frozenset[str]
    figures: frozenset[str]
    telling: Counter[str]


def grouped(texts: Sequence[str]) -> list[list[int]]:
    """Return the positions of the texts, each grouped with its copies; the first says it all.

    Groups and their members keep the order of the texts. A text is a copy of an earlier one if
    they differ in punctuation and white space only. It is also a copy if the earlier one has all
    of its figures, negations and places, and either both have about the same length, the same
    negations and places, and share 90 % of their bigrams, or the earlier one holds 80 % of the
    bigrams of the later.
    """
    groups: list[tuple[_Said, list[int]]] = []
    for position, text in enumerate(texts):
        plain = comparable(text)
        telling = Counter([*_TELLING.findall(text), *find_places(text)])
        said = _Said(plain, bigrams(plain), frozenset(_FIGURE.findall(text)), telling)
        found = next((members for first, members in groups if _holds(first, said)), None)
        if found is None:
            groups.append((said, [position]))
        else:
            found.append(position)
    return [members for _, members in groups]


def distinct(texts: Sequence[str]) -> list[int]:
    """Return the positions of the texts that are no copies of an earlier one, in order."""
    return [first for first, *_ in grouped(texts)]


def _holds(first: _Said, later: _Said) -> bool:
    """Whether the later text is a copy; a figure or 不 that the first one lacks makes it none."""
    if first.plain == later.plain:
        return True
    if not (later.figures <= first.figures and later.telling <= first.telling):
        return False
    shorter, longer = sorted((len(first.plain), len(later.plain)))
    if shorter >= _LENGTHS * longer and overlap(first.pairs, later.pairs) >= SAME:
        return later.telling == first.telling
    held = len(first.pairs & later.pairs)
    return len(later.plain) >= _LEAST and held >= _HELD * len(later.pairs)


def select(
    hits: Sequence[Hit], limit: int, readings: Mapping[str, Reading] | None = None
) -> list[Evidence]:
    """Return at most ``limit`` hits as evidence, best first, keyed from "1" up.

    ``readings`` are by passage id; a passage that was not read has none.
    """
    read = readings or {}
    kept = [hits[position] for position in distinct([hit.passage.text for hit in hits])]
    return [
        Evidence(key=str(number), hit=hit, reading=read.get(hit.passage.passage_id))
        for number, hit in enumerate(kept[:limit], start=1)
    ]
