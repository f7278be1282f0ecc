"""Makes a checkpoint of the exported reader: python -m training.import_reader --out FILE.

The inverse of `training.export_reader`, up to the rounding of its int8 weights: so a training
can go on from the reader that stands in the repository.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training import checkpoint
from training.network import OUTPUTS, ReaderNetwork, TrunkShape
from training.quantise import BLOCK, Array

Constants = dict[str, Array]


def constants(path: Path) -> Constants:
    """Return the weights of an exported graph by name; raises ValueError for another's file."""
    graph = onnx.load(path).graph
    found = {
        tensor.name: numpy_helper.to_array(tensor).astype(np.float32)
        for tensor in graph.initializer
        if tensor.name != "emb.middle"
    }
    if not {"emb.word", "verdict.relevance.w", "span.start.w"} <= found.keys():
        raise ValueError(f"{path} is not an exported reader (training.export_reader writes one)")
    return found


def product(kept: Constants, site: str) -> tuple[Array, Array]:
    """Return the (out, in) weights and the bias of one quantised product."""
    weights = kept[f"{site}.w"].T * kept[f"{site}.scale"][:, None]
    if f"{site}.smooth" in kept:
        weights = weights * kept[f"{site}.smooth"]
    return weights, kept[f"{site}.b"]


def layer(kept: Constants, number: int) -> Constants:
    """Return the state of one layer; channels that went aside are put back."""
    state: Constants = {}
    sites = {"qkv": "mix", "ao": "out", "fi": "up", "fo": "down"}
    for site, name in sites.items():
        weights, bias = product(kept, f"l{number}.{site}")
        state[f"{name}.weight"], state[f"{name}.bias"] = weights, bias
    if f"l{number}.aside.fi" in kept:
        aside = np.flatnonzero(~state["down.weight"].any(axis=0))
        state["up.weight"][aside] = kept[f"l{number}.aside.fi"].T
        state["up.bias"] = state["up.bias"].copy()
        state["up.bias"][aside] = kept[f"l{number}.aside.b"]
        state["down.weight"][:, aside] = kept[f"l{number}.aside.fo"].T
    for norm, name in (("aln", "norm"), ("oln", "last_norm")):
        state[f"{name}.weight"] = kept[f"l{number}.{norm}.w"]
        state[f"{name}.bias"] = kept[f"l{number}.{norm}.b"]
    return {f"layers.{number}.{name}": values for name, values in state.items()}


def heads(kept: Constants) -> Constants:
    """Return the state of the heads, which were exported as they were."""
    state = {"pool.weight": kept["pool.w"].T, "pool.bias": kept["pool.b"]}
    for head, names in (("verdict", OUTPUTS[:2]), ("span", OUTPUTS[2:])):
        rows = [kept[f"{head}.{name}.w"] for name in names]
        state[f"{head}.weight"] = np.stack(rows)
        state[f"{head}.bias"] = np.concatenate([kept[f"{head}.{name}.b"] for name in names])
    return state


def reader(path: Path) -> ReaderNetwork:
    """Return the network of an exported graph; raises ValueError for another's file."""
    kept = constants(path)
    nibbles, scales = kept["emb.word"], kept["emb.scale"]
    blocks = (nibbles.reshape(*scales.shape, BLOCK) - 8) * scales[..., None]
    pieces = blocks.reshape(nibbles.shape)
    layers = sum(name.endswith(".qkv.w") for name in kept)
    state: Constants = {
        "pieces.weight": pieces,
        "positions.weight": kept["emb.pos"],
        "norm.weight": kept["emb.ln.w"],
        "norm.bias": kept["emb.ln.b"],
    }
    for number in range(layers):
        state |= layer(kept, number)
    state |= heads(kept)
    shape = TrunkShape(pieces=len(pieces), layers=layers, positions=len(kept["emb.pos"]))
    model = ReaderNetwork(shape)
    model.load_state_dict({name: torch.from_numpy(values) for name, values in state.items()})
    return model.eval()


def main() -> None:
    """Write the checkpoint."""
    models = Path(__file__).resolve().parents[1] / "models"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=models / "reader" / "model.onnx")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    checkpoint.save(reader(given.model), given.out)


if __name__ == "__main__":
    main()
