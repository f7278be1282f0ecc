"""Evidence: the hits an answer may cite, without near-duplicates, each with its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.language.sentences import bigrams, comparable, overlap
from rag.types import Evidence, Hit, Reading

SAME = 0.9  # share of common bigrams above which two passages of like length say the same
_LENGTHS = 0.8


def distinct(texts: Sequence[str]) -> list[int]:
    """Return the positions of the texts to keep, in order: the first of each group alike.

    Two texts are alike when they are equal but for punctuation and white space, or when
    their lengths differ by less than a fifth and they share 90 % of their bigrams.
    """
    kept: list[int] = []
    seen: list[tuple[str, frozenset[str]]] = []
    for position, text in enumerate(texts):
        plain = comparable(text)
        pairs = bigrams(plain)
        if any(_alike(plain, pairs, *other) for other in seen):
            continue
        kept.append(position)
        seen.append((plain, pairs))
    return kept


def _alike(left: str, left_pairs: frozenset[str], right: str, right_pairs: frozenset[str]) -> bool:
    if left == right:
        return True
    shorter, longer = sorted((len(left), len(right)))
    return shorter >= _LENGTHS * longer and overlap(left_pairs, right_pairs) >= SAME


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
