"""The weights of a BERT encoder, and how exactly each of its products is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from training.quantise import Array

Channels = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Bert:
    """Weights of a BERT encoder.

    ``tensors`` are named ``emb.word|pos|type`` (rows, hidden), ``emb.ln.w|b``, and for layer
    n ``l{n}.q|k|v|ao|fi|fo.w`` (out, in) and ``.b`` (out,), ``l{n}.aln|oln.w|b`` (hidden,).
    """

    layers: int
    heads: int
    epsilon: float
    tensors: Mapping[str, Array]

    def product(self, site: str) -> tuple[Array, Array]:
        """Return weights (out, in) and bias (out,) of a site such as ``l0.qkv`` or ``l3.fo``."""
        layer, name = site.split(".")
        names = [f"{layer}.{part}" for part in ("q", "k", "v")] if name == "qkv" else [site]
        weights = np.concatenate([self.tensors[f"{part}.w"] for part in names])
        return weights, np.concatenate([self.tensors[f"{part}.b"] for part in names])

    @property
    def sites(self) -> list[str]:
        """The matrix products, in order of execution."""
        return [f"l{n}.{name}" for n in range(self.layers) for name in ("qkv", "ao", "fi", "fo")]


@dataclass(frozen=True, slots=True)
class Precision:
    """How matrix products are computed.

    Where ``quantised`` is False all are float32, else int8 with one scale per output and one
    for the whole activation; ``smoothing`` maps some of them to factors that even out their
    input channels first. ``aside`` maps ``l{n}.fo`` to those channels between the two
    feed-forward products whose values would spoil that one scale; they are computed apart in
    float32.
    """

    quantised: bool = True
    smoothing: Mapping[str, Array] = field(default_factory=dict)
    aside: Mapping[str, Channels] = field(default_factory=dict)


def input_of(bert: Bert, site: str) -> str:
    """Return the name of the tensor a site multiplies, for calibration."""
    layer, name = site.split(".")
    number = int(layer[1:])
    before = f"l{number - 1}.oln.out" if number else "emb.ln.out"
    names = {"qkv": before, "ao": f"{layer}.attended", "fi": f"{layer}.aln.out"}
    return names.get(name, f"{layer}.active")
