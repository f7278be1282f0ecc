"""Nearness means the same whatever cosines an encoder gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from rag.nearness import find_scale
from rag.protocols import Vectors
from rag.reading.rules_reader import RulesReader
from tests.memory_library import BigramEncoder, MemoryLibrary, make_document, make_retriever

ASKED = "东港区建成多少座智慧码头？"
SAID = "东港区建成智慧码头6座。"
ELSE = "果树开花后要及时疏花疏果。"


class Narrow(BigramEncoder):
    """Puts all texts close together, as e5 does: the same angles on a part of the scale."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        rows = super().encode_queries(texts)
        shared = np.full((len(rows), 1), 1.5, dtype=np.float32)
        joined = np.hstack([rows, shared])
        return joined / np.linalg.norm(joined, axis=1, keepdims=True)

    encode_passages = encode_queries


@pytest.mark.parametrize("encoder", [BigramEncoder(), Narrow()])
def test_a_stranger_is_at_nought_and_what_answers_at_one(encoder: BigramEncoder) -> None:
    vector = encoder.encode_queries([ASKED])[0]
    cosines = encoder.encode_passages([SAID, ELSE]) @ vector
    near = find_scale(encoder).nearness(vector, list(enumerate(cosines.tolist())))
    assert near[0] > 1.0
    assert near[1] == pytest.approx(0.0, abs=0.3)


def test_two_scales_give_one_nearness() -> None:
    nearness = []
    for encoder in (BigramEncoder(), Narrow()):
        vector = encoder.encode_queries([ASKED])[0]
        cosine = float(encoder.encode_passages([SAID])[0] @ vector)
        nearness.append(find_scale(encoder).nearness(vector, [(0, cosine)])[0])
    assert nearness[0] == pytest.approx(nearness[1], rel=1e-3)


def test_hits_carry_their_nearness() -> None:
    library = MemoryLibrary([make_document(f"{SAID}\n{ELSE}")])
    hits = make_retriever(library, RulesReader()).search(ASKED, 5)
    assert hits[0].passage.text == SAID
    assert hits[0].nearness > 1.0 > hits[1].nearness
