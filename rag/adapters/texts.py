"""What every encoder does with texts before they reach a model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.errors import InputError, ModelError
from rag.printing import storable
from rag.protocols import Vectors


def prepare(texts: Sequence[str], prefix: str) -> list[str]:
    """Return the texts with the prefix, lone surrogates replaced by a question mark.

    A single string is refused: as a sequence of characters it would be encoded letter by
    letter. Raises InputError.
    """
    if isinstance(texts, str):
        raise InputError("encoders take a list of texts, not one string: wrap it in a list")
    return [f"{prefix}{storable(text)}" for text in texts]


def to_unit_rows(values: Vectors, source: str) -> Vectors:
    """Return (n, d) rows of length one; raise ModelError on a zero or non-finite row."""
    if not np.isfinite(values).all():
        raise ModelError(f"{source}: a vector holds values that are not finite")
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    if (lengths < 1e-12).any():
        raise ModelError(f"{source}: a vector is all zeros")
    return np.ascontiguousarray(values / lengths, dtype=np.float32)
