"""Parts of a document as compact bytes: the line map, the outline, passage hashes, vectors."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence

import numpy as np

from rag.errors import LibraryError
from rag.protocols import Vectors
from rag.types import Line, Passage, Section

_NO_PAGE = -1


def pack_lines(lines: Sequence[Line]) -> bytes:
    """Return start, end, number, page as int32 and boxes as float32, compressed."""
    places = np.array(
        [
            (line.start, line.end, line.number, _NO_PAGE if line.page is None else line.page)
            for line in lines
        ],
        dtype="<i4",
    ).reshape(-1, 4)
    with_boxes = any(line.box is not None for line in lines)
    nowhere = (np.nan,) * 4
    boxes = [line.box or nowhere for line in lines] if with_boxes else []
    head = np.array([len(lines), int(with_boxes)], dtype="<i4").tobytes()
    body = places.tobytes() + np.array(boxes, dtype="<f4").tobytes()
    return zlib.compress(head + body, 1)


def unpack_lines(blob: bytes) -> tuple[Line, ...]:
    """Return what ``pack_lines`` packed."""
    data = zlib.decompress(blob)
    count, with_boxes = np.frombuffer(data, "<i4", 2).tolist()
    places = np.frombuffer(data, "<i4", count * 4, offset=8).reshape(-1, 4).tolist()
    if not with_boxes:
        return tuple(Line(s, e, n, None if p == _NO_PAGE else p) for s, e, n, p in places)
    boxes = np.frombuffer(data, "<f4", count * 4, offset=8 + count * 16).reshape(-1, 4).tolist()
    return tuple(
        Line(s, e, n, None if p == _NO_PAGE else p, None if x0 != x0 else (x0, y0, x1, y1))
        for (s, e, n, p), (x0, y0, x1, y1) in zip(places, boxes, strict=True)
    )


def pack_sections(sections: Sequence[Section]) -> bytes:
    """Return the outline as compressed JSON."""
    rows = [[s.heading, s.level, s.start, s.end, s.byline] for s in sections]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 1)


def unpack_sections(blob: bytes) -> tuple[Section, ...]:
    """Return what ``pack_sections`` packed."""
    return tuple(Section(*row) for row in json.loads(zlib.decompress(blob)))


def passage_hash(passage: Passage) -> bytes:
    """Return 16 bytes that identify what of a passage is embedded: its context and text."""
    words = f"{passage.context}\0{passage.text}".encode(errors="surrogatepass")
    return hashlib.blake2b(words, digest_size=16).digest()


def pack_vector(vector: Vectors) -> bytes:
    """Return one vector as little-endian float16."""
    return np.asarray(vector, dtype="<f2").tobytes()


def unpack_vectors(blobs: Sequence[bytes], dimension: int) -> Vectors:
    """Return (n, d) float32 rows; raise LibraryError if a blob has another length."""
    if any(len(blob) != 2 * dimension for blob in blobs):
        raise LibraryError(f"a stored vector does not have {dimension} components")
    flat = np.frombuffer(b"".join(blobs), dtype="<f2")
    return flat.astype(np.float32).reshape(len(blobs), dimension)
