"""Documents, passages and vectors for tests of the library: small, but cut and sized as real."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from rag.protocols import Vectors
from rag.types import Document, Line, Metadata, Passage, Section

DIMENSION = 32
ENCODER = "test-encoder-1"


def vector_of(text: str) -> Vectors:
    """A unit vector that depends on the text alone."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    values = np.random.default_rng(seed).standard_normal(DIMENSION)
    return (values / np.linalg.norm(values)).astype(np.float32)


def vectors_of(passages: list[Passage]) -> Vectors:
    """Vectors of passages, as an encoder would return them."""
    rows = [vector_of(f"{passage.context}\n{passage.text}") for passage in passages]
    return np.array(rows, dtype=np.float32).reshape(len(passages), DIMENSION)


def document_of(text: str, source: str, title: str = "", about: Metadata | None = None) -> Document:
    """A document whose bytes are its UTF-8 text."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        doc_id=sha256[:20],
        title=title,
        text=text,
        source=source,
        sha256=sha256,
        metadata=about or Metadata(),
        sections=(Section("一、总则", 1, 0, len(text), "本报记者"),),
        lines=(Line(0, len(text), 1, 1, (10.0, 20.5, 300.0, 40.0)), Line(len(text), len(text), 2)),
        warnings=("一处警告",),
    )


def cut(document: Document, size: int = 60) -> list[Passage]:
    """Passages of a fixed size that cover the document."""
    text = document.text
    return [
        Passage(
            passage_id=f"{document.doc_id}:{start}",
            doc_id=document.doc_id,
            start=start,
            end=min(start + size, len(text)),
            text=text[start : start + size],
            title=document.title,
            heading_path=("一、总则",),
            page=1,
        )
        for start in range(0, len(text), size)
    ]


def original_of(document: Document, folder: Path) -> Path:
    """A file that holds exactly what the document was read from."""
    path = folder / f"{document.doc_id}.txt"
    path.write_text(document.text, "utf-8", newline="")
    return path
