"""Turns float32 weights into 4-bit and 8-bit ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

BLOCK = 32
# Weights stay within 7 bits: processors without VNNI add two 8-bit products in 16 bits and
# would overflow with 8, so the same file would give other vectors there.
_COLUMN_LIMIT = 63


def to_columns(weights: Array) -> tuple[npt.NDArray[np.int8], Array]:
    """Quantise (out, in) weights to (in, out) int8 with one scale per output."""
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-12) / _COLUMN_LIMIT
    return np.round(weights / scales[:, None]).astype(np.int8).T, scales.astype(np.float32)


def to_nibbles(weights: Array) -> tuple[Bytes, Array]:
    """Quantise (rows, n) weights to nibbles around 8, two a byte, one scale per 32 weights.

    The scale is the extreme weight over -8, sign included, so that weights which were Q4_0
    once come back exactly. Returns (rows, n / 2) bytes, low nibble first, and (rows, n / 32)
    scales.
    """
    blocks = weights.reshape(len(weights), -1, BLOCK)
    extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2)[..., None], axis=2)
    scales = extreme[..., 0] / -8
    divisors = np.where(scales == 0, 1, scales)[..., None]
    nibbles = np.clip(np.round(blocks / divisors) + 8, 0, 15).astype(np.uint8)
    nibbles = nibbles.reshape(len(weights), -1)
    packed = (nibbles[:, 0::2] | nibbles[:, 1::2] << 4).astype(np.uint8)
    return packed, scales.astype(np.float32)


def smoothing(weights: Array, activations: Array) -> Array:
    """Return the factors (in,) to multiply weights by and divide activations by.

    They even out the channels, so that one scale fits all of an activation tensor:
    sqrt(max |activation| / max |weight|) per input channel (Xiao et al., SmoothQuant, 2023,
    equation 4, with alpha 0.5), to the nearest power of two, which multiplies without
    rounding and does not depend on the last bits of the activations.
    """
    largest = np.maximum(np.abs(weights).max(axis=0), 1e-4)
    factors: Array = np.exp2(
        np.round(np.log2(np.maximum(activations, 1e-4) / largest) / 2), dtype=np.float32
    )
    return factors


def lone_channels(activations: Array, ratio: float = 2.0, most: int = 4) -> npt.NDArray[np.intp]:
    """Return the channels whose largest value stands ``ratio`` times above the crowd.

    The crowd begins after the ``most`` largest channels. Dettmers et al., LLM.int8(), 2022,
    treat such outliers apart in the same way.
    """
    order = np.argsort(-activations, kind="stable")
    crowd = activations[order[most]]
    return np.sort(order[:most][activations[order[:most]] > ratio * crowd])
