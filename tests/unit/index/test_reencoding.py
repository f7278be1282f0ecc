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


def test_what_was_set_aside_under_another_encoder_does_not_come_back(tmp_path: Path) -> None:
    kept, aside = (document_of(f"{name}{TEXT[:200]}", f"{name}.txt") for name in "甲乙")
    with opened(tmp_path / "library") as library:
        with library.writing() as writer:
            for document in (kept, aside):
                writer.put(document, cut(document), vectors_of(cut(document)))
            entry = writer.set_aside(aside.doc_id)
            assert entry is not None
        reencode(library, Other())
    with opened(tmp_path / "library", "other-64", 2 * DIMENSION) as library:
        with library.writing() as writer:
            with pytest.raises(LibraryError, match="earlier encoder; upload its file again"):
                writer.bring_back(entry)
            entry = writer.set_aside(kept.doc_id)
            assert entry is not None
            writer.bring_back(entry)
        library.build_indexes()
        assert library.verify() == []


def test_what_comes_back_during_an_interrupted_change_is_encoded_too(tmp_path: Path) -> None:
    early, late = (document_of(f"{name}{TEXT[:200]}", f"{name}.txt") for name in "甲乙")
    with opened(tmp_path / "library") as library:
        with library.writing() as writer:
            for document in (early, late):
                writer.put(document, cut(document), vectors_of(cut(document)))
            entry = writer.set_aside(early.doc_id)
            assert entry is not None
            begun = writer.reencoding(Other.fingerprint, Other.dimension)
            rows, passages = zip(*begun.next_batch(), strict=True)
            vectors = Other().encode_passages([f"{one.context}\n{one.text}" for one in passages])
            begun.put(rows, vectors)
            writer.bring_back(entry)
            with pytest.raises(LibraryError, match="left to encode"):
                begun.finish()
        assert reencode(library, Other()) == len(cut(early))
    with opened(tmp_path / "library", "other-64", 2 * DIMENSION) as library:
        library.build_indexes()
        assert library.verify() == []
