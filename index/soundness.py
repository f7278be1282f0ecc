"""What a document must be to be stored: its parts are slices of it, its vectors are sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.errors import LibraryError
from rag.protocols import Vectors
from rag.types import Document, Passage

# float16 rounds a component by up to 2^-11 of its size; encoders of half precision do worse.
_LENGTH_TOLERANCE = 0.01


def check_slices(document: Document, passages: Sequence[Passage]) -> None:
    """Raise LibraryError if a passage or a relation is not a slice of the text."""
    if not document.doc_id or not document.source:
        raise LibraryError("a document needs a doc_id and a source")
    for passage in passages:
        if passage.doc_id != document.doc_id:
            raise LibraryError(f"{document.source}: a passage belongs to {passage.doc_id!r}")
        same = document.text[passage.start : passage.end] == passage.text
        if not same or not 0 <= passage.start < passage.end:
            raise LibraryError(
                f"{document.source}: the passage at {passage.start}:{passage.end} is not a slice "
                "of the text"
            )
    for relation in document.relations:
        if document.text[relation.start : relation.end] != relation.quote:
            raise LibraryError(
                f"{document.source}: the relation at {relation.start}:{relation.end} is not a "
                "slice of the text"
            )


def check_vectors(document: Document, vectors: Vectors, count: int, dimension: int) -> None:
    """Raise LibraryError unless there are ``count`` finite unit vectors of ``dimension``."""
    if vectors.shape != (count, dimension):
        raise LibraryError(
            f"{document.source}: vectors of shape {vectors.shape}, not ({count}, {dimension})"
        )
    lengths = np.linalg.norm(vectors.astype(np.float32), axis=1)
    # Written so that NaN fails it too.
    if not bool(np.all(np.abs(lengths - 1.0) <= _LENGTH_TOLERANCE)):
        raise LibraryError(f"{document.source}: a vector is not finite or not of length 1")
