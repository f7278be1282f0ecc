"""Weights of the networks: from the backbone, kept between runs, averaged, handed to the graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from training.bert import Bert
from training.network import HEADS, Trunk, TrunkShape

Kind = TypeVar("Kind", bound=Trunk)


def from_backbone(kind: type[Kind], weights: dict[str, Tensor], layers: int) -> Kind:
    """Return a network whose trunk holds the first ``layers`` layers of a BERT state dict.

    The token-type row 0 is folded into the positions, since there is one type only.
    Raises KeyError when a weight is missing.
    """
    pieces = weights["embeddings.word_embeddings.weight"]
    positions = weights["embeddings.position_embeddings.weight"]
    shape = TrunkShape(
        pieces=pieces.shape[0], layers=layers, width=pieces.shape[1], positions=positions.shape[0]
    )
    model = kind(shape)
    kinds = weights["embeddings.token_type_embeddings.weight"]
    state = {
        "pieces.weight": pieces,
        "positions.weight": positions + kinds[0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    names = {
        "out": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "last_norm": "output.LayerNorm",
    }
    for index in range(layers):
        source = f"encoder.layer.{index}."
        for part in ("weight", "bias"):
            own = f"{source}attention.self."
            mixed = [weights[f"{own}{name}.{part}"] for name in ("query", "key", "value")]
            state[f"layers.{index}.mix.{part}"] = torch.cat(mixed)
            for ours, theirs in names.items():
                state[f"layers.{index}.{ours}.{part}"] = weights[f"{source}{theirs}.{part}"]
    missing, unexpected = model.load_state_dict(state, strict=False)
    left = [name for name in missing if not name.startswith(HEADS)]
    if left or unexpected:
        raise KeyError(f"weights do not fit the trunk: missing {left}, unexpected {unexpected}")
    return model


def save(model: Trunk, path: Path) -> None:
    """Write shape and weights to ``path`` (aside first, then renamed)."""
    aside = path.with_suffix(".part")
    torch.save({"shape": model.shape.as_dict(), "weights": model.state_dict()}, aside)
    aside.replace(path)


def load(kind: type[Kind], path: Path) -> Kind:
    """Read a model written by `save`, in evaluation mode; nothing but tensors is unpickled."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    model = kind(TrunkShape(**kept["shape"]))
    model.load_state_dict(kept["weights"])
    return model.eval()


def mean(kind: type[Kind], paths: Sequence[Path]) -> Kind:
    """Read several models of one shape and return one whose weights are their mean.

    Checkpoints of one training, averaged, are a little surer than the last of them: Wortsman
    and others, "Model soups", ICML 2022.
    """
    models = [load(kind, path) for path in paths]
    states = [model.state_dict() for model in models]
    models[0].load_state_dict(
        {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    )
    return models[0]


def to_bert(model: Trunk) -> Bert:
    """Return the trunk's weights under the names of the fused graph."""
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    tensors = {
        "emb.word": state["pieces.weight"],
        "emb.pos": state["positions.weight"],
        "emb.type": np.zeros((1, model.shape.width), np.float32),
        "emb.ln.w": state["norm.weight"],
        "emb.ln.b": state["norm.bias"],
    }
    names = {"out": "ao", "up": "fi", "down": "fo", "norm": "aln", "last_norm": "oln"}
    for number in range(model.shape.layers):
        for kind, short in (("weight", "w"), ("bias", "b")):
            mixed = np.split(state[f"layers.{number}.mix.{kind}"], 3)
            for part, values in zip(("q", "k", "v"), mixed, strict=True):
                tensors[f"l{number}.{part}.{short}"] = values
            for ours, theirs in names.items():
                tensors[f"l{number}.{theirs}.{short}"] = state[f"layers.{number}.{ours}.{kind}"]
    return Bert(model.shape.layers, model.shape.heads, model.shape.epsilon, tensors)
