"""Writes a BERT encoder as an ONNX graph of few, fused operators.

The graph is written rather than traced: it is the same bytes on every run, needs no torch,
and each matrix product gets the precision it needs. Operators of the domain
``com.microsoft`` are onnxruntime's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from training import quantise
from training.bert import Bert, Channels, Precision, input_of
from training.quantise import Array

__all__ = ["Bert", "BertGraph", "Precision", "input_of"]

_FUSED = "com.microsoft"


class BertGraph:
    """Collects nodes and weights; ``encode`` adds the encoder, ``model`` closes the graph.

    The graph takes no attention mask: every token counts, so texts of unlike length cannot
    share a run, and attention is faster.
    """

    def __init__(self, bert: Bert, precision: Precision) -> None:
        self.bert = bert
        self.precision = precision
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, values: npt.NDArray[np.generic]) -> str:
        """Add a weight and return its name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self,
        operator: str,
        inputs: Sequence[str],
        output: str,
        fused: bool = False,
        **values: Any,
    ) -> str:
        """Add a node with one output and return the name of that output."""
        domain = _FUSED if fused else ""
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **values))
        return output

    def encode(self) -> str:
        """Add the encoder; return the name of the last hidden states (batch, tokens, hidden)."""
        states = self._embed()
        for number in range(self.bert.layers):
            states = self._layer(f"l{number}", states)
        return states

    def product(self, site: str, states: str) -> str:
        """Add one matrix product with its bias, in the precision of its site."""
        weights, bias = self._weights(site)
        if not self.precision.quantised:
            product = self.node(
                "MatMul", [states, self.constant(f"{site}.w", weights.T)], f"{site}.product"
            )
            return self.node("Add", [product, self.constant(f"{site}.b", bias)], f"{site}.out")
        factors = self.precision.smoothing.get(site)
        if factors is not None:
            weights = weights * factors
            inverse = self.constant(f"{site}.smooth", 1 / factors)
            states = self.node("Mul", [states, inverse], f"{site}.smoothed")
        columns, scales = quantise.to_columns(weights)
        inputs = [
            states,
            self.constant(f"{site}.w", columns),
            self.constant(f"{site}.scale", scales),
            "",
            self.constant(f"{site}.b", bias),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, f"{site}.out", fused=True)

    def model(self, outputs: Mapping[str, Sequence[str | int]]) -> onnx.ModelProto:
        """Return the checked model with these float32 outputs and their shapes."""
        text = ["batch", "tokens"]
        inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, text)]
        results = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
            for name, shape in outputs.items()
        ]
        graph = helper.make_graph(self.nodes, "bert", inputs, results, self.weights)
        versions = [helper.make_opsetid("", 21), helper.make_opsetid(_FUSED, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=10)
        onnx.checker.check_model(model)
        return model

    def _embed(self) -> str:
        tensors = self.bert.tensors
        rows, width = tensors["emb.word"].shape
        nibbles, scales = quantise.to_nibbles(tensors["emb.word"])
        middle = bytes([0x88]) * (scales.size // 2)
        for name, shape, data in (
            ("emb.word", [rows, width], nibbles.tobytes()),
            ("emb.middle", list(scales.shape), middle),
        ):
            self.weights.append(helper.make_tensor(name, TensorProto.UINT4, shape, data, raw=True))
        words = self.node(
            "GatherBlockQuantized",
            ["emb.word", "input_ids", self.constant("emb.scale", scales), "emb.middle"],
            "emb.words",
            fused=True,
            block_size=quantise.BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
        # Every token is of type 0, so the type's row is part of each position's.
        places = self.constant("emb.pos", tensors["emb.pos"] + tensors["emb.type"][0])
        zero = self.constant("zero", np.zeros(1, np.int64))
        length = self.node("Shape", ["input_ids"], "length", start=1, end=2)
        places = self.node("Slice", [places, zero, length, zero], "emb.places")
        total = self.node("Add", [words, places], "emb.total")
        return self._norm("emb.ln", total)

    def _layer(self, layer: str, states: str) -> str:
        packed = self.product(f"{layer}.qkv", states)
        parts = [f"{layer}.{part}" for part in ("q", "k", "v")]
        self.nodes.append(helper.make_node("Split", [packed], parts, axis=-1, num_outputs=3))
        attended = self.node(
            "MultiHeadAttention",
            parts,
            f"{layer}.attended",
            fused=True,
            num_heads=self.bert.heads,
        )
        states = self._add_norm(f"{layer}.aln", self.product(f"{layer}.ao", attended), states)
        change = self._feed_forward(layer, states)
        return self._add_norm(f"{layer}.oln", change, states)

    def _feed_forward(self, layer: str, states: str) -> str:
        wide = self.product(f"{layer}.fi", states)
        active = self.node("Gelu", [wide], f"{layer}.active", fused=True)
        change = self.product(f"{layer}.fo", active)
        channels = self._aside(layer)
        if not channels.size:
            return change
        first, bias = self.bert.product(f"{layer}.fi")
        second, _ = self.bert.product(f"{layer}.fo")
        narrow = self.constant(f"{layer}.aside.fi", first[channels].T)
        lone = self.node("MatMul", [states, narrow], f"{layer}.aside.product")
        bias_name = self.constant(f"{layer}.aside.b", bias[channels])
        lone = self.node("BiasGelu", [lone, bias_name], f"{layer}.aside.active", fused=True)
        back = self.constant(f"{layer}.aside.fo", second[:, channels].T)
        lone = self.node("MatMul", [lone, back], f"{layer}.aside.out")
        return self.node("Add", [change, lone], f"{layer}.change")

    def _aside(self, layer: str) -> Channels:
        nothing: Channels = np.empty(0, np.intp)
        aside = self.precision.aside if self.precision.quantised else {}
        return aside.get(f"{layer}.fo", nothing)

    def _weights(self, site: str) -> tuple[Array, Array]:
        """Return weights and bias of a site without the channels that go aside."""
        weights, bias = self.bert.product(site)
        layer, name = site.split(".")
        channels = self._aside(layer)
        if channels.size and name in ("fi", "fo"):
            weights, bias = weights.copy(), bias.copy()
            if name == "fo":
                weights[:, channels] = 0
            else:
                weights[channels] = 0
                bias[channels] = 0
        return weights, bias

    def _add_norm(self, name: str, change: str, states: str) -> str:
        # onnxruntime's fused SkipLayerNormalization is five times slower than these two.
        total = self.node("Add", [change, states], f"{name}.sum")
        return self._norm(name, total)

    def _norm(self, name: str, states: str) -> str:
        return self.node(
            "LayerNormalization",
            [states, self._tensor(f"{name}.w"), self._tensor(f"{name}.b")],
            f"{name}.out",
            axis=-1,
            epsilon=self.bert.epsilon,
        )

    def _tensor(self, name: str) -> str:
        return self.constant(name, self.bert.tensors[name])
