"""Two readers at once: a network that has learnt to read, and rules that know policy text."""

from __future__ import annotations

from collections.abc import Sequence

from rag.protocols import Reader
from rag.types import Passage, Reading


class BlendedReader:
    """Reads with a network and with rules, and takes a weighted mean of their scores.

    The network sees meaning, the rules see the years, places, units and key terms that it
    has learnt to overlook; together they rank and abstain better than either. The answer
    span is the network's. Safe to share by threads if both readers are.
    """

    def __init__(self, network: Reader, rules: Reader, share: float) -> None:
        self._network = network
        self._rules = rules
        self._share = share

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return one reading per passage, in the order given; scores stay in [0, 1]."""
        learnt = self._network.read(question, passages)
        ruled = self._rules.read(question, passages)
        return [self._blend(ours, theirs) for ours, theirs in zip(learnt, ruled, strict=True)]

    def _blend(self, network: Reading, rules: Reading) -> Reading:
        return Reading(
            relevance=self._mean(network.relevance, rules.relevance),
            answerable=self._mean(network.answerable, rules.answerable),
            start=network.start,
            end=network.end,
            span_score=network.span_score,
            sentences=tuple(
                (start, end, self._mean(_score_at(network, start, end), score))
                for start, end, score in rules.sentences
            ),
        )

    def _mean(self, network: float, rules: float) -> float:
        return self._share * network + (1 - self._share) * rules


def _score_at(reading: Reading, start: int, end: int) -> float:
    """Return the best score among the sentences that overlap ``start:end``."""
    overlapping = (score for a, b, score in reading.sentences if a < end and start < b)
    return max(overlapping, default=0.0)
