"""Exports a trained reader to ONNX int8.

Use: python -m training.export_reader --checkpoint FILE… --runs DIR --tokenizer FILE --out DIR

The trunk goes through the same fused graph as the encoder's; the heads stay float32. Input
channels of the products are evened out first, by what training pairs put on them. The result
is compared with the float32 network on held-out pairs, and the figures are kept beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from training import checkpoint, reader_pairs
from training.bert_graph import Bert, BertGraph, Precision, input_of
from training.checkpoint import to_bert
from training.network import OUTPUTS, ReaderNetwork
from training.quantise import Array, lone_channels, smoothing

MAX_BYTES = 45_000_000
STRIDE = 64
CALIBRATION_GROUPS = 40
COMPARED_GROUPS = 40


def build(model: ReaderNetwork, bert: Bert, precision: Precision) -> onnx.ModelProto:
    """Return the graph from piece ids to the four outputs of `ReaderNetwork`."""
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    graph = BertGraph(bert, precision)
    states = graph.encode()

    def linear(name: str, values: str, output: str, weights: Array, bias: Array) -> str:
        product = graph.node("MatMul", [values, graph.constant(f"{name}.w", weights)], f"{name}.x")
        return graph.node("Add", [product, graph.constant(f"{name}.b", bias)], output)

    zero = graph.constant("first.index", np.zeros(1, np.int64))
    one = graph.constant("first.axis", np.ones(1, np.int64))
    first = graph.node("Gather", [states, zero], "first.row", axis=1)
    first = graph.node("Squeeze", [first, one], "first")
    pool = linear("pool", first, "pool.out", state["pool.weight"].T, state["pool.bias"])
    pooled = graph.node("Tanh", [pool], "pooled")
    for head, values, names in (("verdict", pooled, OUTPUTS[:2]), ("span", states, OUTPUTS[2:])):
        for row, name in enumerate(names):
            weights, bias = state[f"{head}.weight"][row], state[f"{head}.bias"][row : row + 1]
            linear(f"{head}.{name}", values, name, weights, bias)
    shapes: dict[str, Sequence[str | int]] = {"relevance": ["batch"], "answerable": ["batch"]}
    return graph.model(shapes | {"start": ["batch", "tokens"], "end": ["batch", "tokens"]})


def precision_for(model: ReaderNetwork, bert: Bert, data: reader_pairs.Encoded) -> Precision:
    """Return the precision that fits the largest value of each channel on some pairs."""
    sites = [site for site in bert.sites if not site.endswith(".ao")]
    plain = build(model, bert, Precision(quantised=False))
    names = [input_of(bert, site) for site in sites]
    known = {output.name for output in plain.graph.output}
    plain.graph.output.extend(
        onnx.ValueInfoProto(name=name) for name in dict.fromkeys(names) if name not in known
    )
    session = onnxruntime.InferenceSession(
        plain.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    largest = {site: np.zeros(bert.product(site)[0].shape[1], np.float32) for site in sites}
    for group in range(0, len(data.best), max(1, len(data.best) // CALIBRATION_GROUPS)):
        for row in range(data.groups[group], data.groups[group + 1]):
            ids = data.ids[data.bounds[row] : data.bounds[row + 1]].astype(np.int64)[None]
            found = session.run(names, {"input_ids": ids})
            for site, states in zip(sites, found, strict=True):
                np.maximum(largest[site], np.abs(states[0]).max(axis=0), out=largest[site])
    even = [site for site in sites if not site.endswith(".fo")]
    return Precision(
        smoothing={site: smoothing(bert.product(site)[0], largest[site]) for site in even},
        aside={site: lone_channels(largest[site]) for site in sites if site not in even},
    )


def differences(model: ReaderNetwork, path: Path, data: reader_pairs.Encoded) -> dict[str, float]:
    """Compare the ONNX file with the float32 network on some groups.

    The gaps are mean absolute differences of logits; ``same_first`` and ``same_span`` are
    the shares of groups and pairs whose best passage and best span are the same.
    """
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    gaps: dict[str, list[float]] = {name: [] for name in OUTPUTS}
    spans, first = [], []
    for group in range(0, len(data.best), max(1, len(data.best) // COMPARED_GROUPS)):
        batch = reader_pairs.batch(data, [group])
        with torch.no_grad():
            wanted = [output.numpy() for output in model(batch.ids, batch.mask)]
        ranks = []
        for row, size in enumerate(batch.mask.sum(1).int().tolist()):
            inside = batch.inside[row, :size].numpy()
            got = session.run(
                list(OUTPUTS), {"input_ids": batch.ids[row : row + 1, :size].long().numpy()}
            )
            ranks.append(got[0][0])
            for name, ours, theirs in zip(OUTPUTS, got, wanted, strict=True):
                gap = np.abs(ours[0] - (theirs[row, :size] if theirs.ndim == 2 else theirs[row]))
                gaps[name].append(float((gap[inside] if gap.ndim else gap).mean()))
            both = [(x[0], y[row, :size]) for x, y in zip(got[2:], wanted[2:], strict=True)]
            best = [[np.where(inside, x, -1e4).argmax() for x in pair] for pair in both]
            spans.append(all(ours == theirs for ours, theirs in best))
        first.append(int(np.argmax(ranks)) == wanted[0].argmax())
    found = {f"{name}_gap": float(np.mean(values)) for name, values in gaps.items()}
    found |= {"same_first": float(np.mean(first)), "same_span": float(np.mean(spans))}
    return {name: round(value, 4) for name, value in found.items()}


def main() -> None:
    """Export a checkpoint into a model folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--checkpoint", type=Path, nargs="+", required=True, help="several: their mean"
    )
    parser.add_argument("--runs", type=Path, required=True, help="where the encoded pairs are")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    torch.set_num_threads(1)  # several wait for each other on a busy machine
    model = checkpoint.mean(ReaderNetwork, given.checkpoint)
    bert = to_bert(model)
    pairs = reader_pairs.load(given.runs / "groups.npz")
    proto = build(model, bert, precision_for(model, bert, pairs))
    data = proto.SerializeToString(deterministic=True)
    if len(data) > MAX_BYTES:
        raise SystemExit(f"{len(data)} bytes are more than {MAX_BYTES}")
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "model.onnx").write_bytes(data)
    shutil.copyfile(given.tokenizer, given.out / "tokenizer.json")
    held = reader_pairs.load(given.runs / "calibration.npz")
    config = {
        "name": "reader",
        "layers": model.shape.layers,
        "max_pieces": reader_pairs.MAX_PIECES,
        "stride": STRIDE,
        "int8_against_float32": differences(model, given.out / "model.onnx", held),
        "sha256": {
            name: hashlib.sha256((given.out / name).read_bytes()).hexdigest()
            for name in ("model.onnx", "tokenizer.json")
        },
    }
    text = json.dumps(config, indent=2)
    (given.out / "config.json").write_text(text + "\n", encoding="utf-8")
    print(text, len(data), "bytes")


if __name__ == "__main__":
    main()
