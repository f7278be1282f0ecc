from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.reading.blended_reader import BlendedReader
from rag.types import Passage, Reading

PASSAGE = Passage("p", "d", 0, 6, "甲一。乙二。")


class Fixed:
    """A reader that says the same of every passage."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        return [self._reading for _ in passages]


NETWORK = Fixed(Reading(0.8, 0.6, 3, 5, 0.9, ((0, 3, 0.2), (3, 6, 0.8))))
RULES = Fixed(Reading(0.4, 0.2, 0, 2, 0.5, ((0, 6, 0.4),)))


def test_scores_are_weighted_means_and_the_span_is_the_networks() -> None:
    (read,) = BlendedReader(NETWORK, RULES, 0.75).read("问", [PASSAGE])
    assert read.relevance == pytest.approx(0.7)
    assert read.answerable == pytest.approx(0.5)
    assert (read.start, read.end, read.span_score) == (3, 5, 0.9)
    # The rules' one sentence overlaps both of the network's; the better one counts.
    assert read.sentences == ((0, 6, pytest.approx(0.75 * 0.8 + 0.25 * 0.4)),)


def test_one_reading_per_passage() -> None:
    reader = BlendedReader(NETWORK, RULES, 0.5)
    assert reader.read("问", []) == []
    assert len(reader.read("问", [PASSAGE] * 3)) == 3
