"""Another encoder for a library: aside, resumable, then all at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.library import Library
from rag.errors import LibraryError, ModelError
from rag.protocols import Vectors
from rag.wiring import reencode
from tests.library_material import DIMENSION, ENCODER, cut, document_of, vector_of, vectors_of

TEXT = "".join(f"第{n}条，支持建设综合性重大场景，推动人工智能应用。" for n in range(1, 700))


class Other:
    """An encoder of twice as many dimensions, which may break off."""

    fingerprint = "other-64"
    dimension = 2 * DIMENSION

    def __init__(self, breaks_after: int = 1_000_000) -> None:
        self.left = breaks_after

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.left -= len(texts)
        if self.left < 0:
            raise ModelError("gone")
        return np.stack([self.vector(text) for text in texts])

    encode_queries = encode_passages

    def vector(self, text: str) -> Vectors:
        half = vector_of(text)
        return np.concatenate([half, half]).astype(np.float32) / np.float32(np.sqrt(2))


def opened(folder: Path, encoder: str = ENCODER, dimension: int = DIMENSION) -> Library:
    return Library.open(folder, encoder_fingerprint=encoder, dimension=dimension, create=True)


def test_an_interrupted_change_is_taken_up_and_changes_all_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    document = document_of(TEXT, "a.txt", "意见")
    passages = cut(document)
    assert len(passages) > 300
    with opened(folder) as library:
        with library.writing() as writer:
            writer.put(document, passages, vectors_of(passages))
        library.build_indexes()
        with pytest.raises(ModelError):
            reencode(library, Other(breaks_after=300))
        assert library.verify() == []
        before = vectors_of(passages[5:6])[0]
        assert library.vector_index().search(before, 1)[0][1] > 0.99
        chat = opened(folder)
        assert reencode(library, Other()) == len(passages) - 256
    with pytest.raises(LibraryError, match="reindex"):
        opened(folder)
    with opened(folder, "other-64", 2 * DIMENSION) as library:
        wanted = Other().vector(f"{passages[5].context}\n{passages[5].text}")
        ((row, score),) = library.vector_index().search(wanted, 1)
        assert library.passages([row]) == [passages[5]]
        assert score > 0.99
        assert library.verify() == []
    chat.refresh()  # who had it open is told, and never mixes the two
    with pytest.raises(LibraryError, match="open it again"):
        chat.vector_index().search(before, 1)
    chat.close()
