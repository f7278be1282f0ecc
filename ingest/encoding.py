"""Vectors of passages: known ones from the library, each new text encoded once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ingest.shelf import Shelf
from rag.protocols import Encoder, Vectors
from rag.types import Passage

_AT_ONCE = 64


def embedding_text(passage: Passage) -> str:
    """Return what is embedded of a passage: title and outline path, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def vectors_of(
    passages: Sequence[Passage],
    library: Shelf,
    encoder: Encoder,
    told: Callable[[int, int], None],
) -> tuple[Vectors, int]:
    """Return (n, d) vectors and how many texts were encoded for them.

    ``told`` is called with how many of the new texts are encoded and how many there are.
    """
    known = library.known_vectors(passages)
    fresh = [each for each, vector in zip(passages, known, strict=True) if vector is None]
    # By length: texts encoded side by side are padded to the longest of them.
    texts = sorted({embedding_text(each) for each in fresh}, key=lambda text: (len(text), text))
    made: dict[str, Vectors] = {}
    for start in range(0, len(texts), _AT_ONCE):
        part = texts[start : start + _AT_ONCE]
        made.update(zip(part, encoder.encode_passages(part), strict=True))
        told(len(made), len(texts))
    vectors = np.empty((len(passages), encoder.dimension), dtype=np.float32)
    for row, (passage, vector) in enumerate(zip(passages, known, strict=True)):
        vectors[row] = made[embedding_text(passage)] if vector is None else vector
    return vectors, len(texts)
