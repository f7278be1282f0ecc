"""Exports a trained reader to ONNX int8.

Use: python -m training.export_reader --checkpoint FILE --tokenizer FILE --held FILE --out DIR
Weights become int8 per output channel, activations are quantised at run time; the softmax,
the norms and the heads stay float32. The result is checked against the float32 network
before anything is written into place.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training import reader_model, reader_pairs
from training.reader_model import OUTPUTS, ReaderModel

MAX_BYTES = 45_000_000
_HEADS = ("/pool/MatMul", "/verdict/MatMul", "/span/MatMul")


def to_onnx(model: ReaderModel, path: Path) -> None:
    """Write the float32 network: inputs ids and mask (n, length), outputs as `OUTPUTS`."""
    ids = torch.tensor([[0, 10, 11, 2, 2, 12, 13, 2], [0, 10, 11, 2, 2, 12, 2, 1]])
    mask = (ids != 1).long()
    span = {0: "n", 1: "length"}
    axes = {"ids": span, "mask": span, "start": span, "end": span}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, (ids, mask), str(path), input_names=["ids", "mask"],
            output_names=list(OUTPUTS), opset_version=17, dynamo=False,
            dynamic_axes=axes | {"relevance": {0: "n"}, "answerable": {0: "n"}},
        )


def quantise(source: Path, target: Path) -> None:
    """Write the int8 twin of a float32 network."""
    quantize_dynamic(
        source, target, per_channel=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"], nodes_to_exclude=list(_HEADS),
    )


def differences(model: ReaderModel, path: Path, data: reader_pairs.Encoded) -> dict[str, float]:
    """Compare the ONNX file with the float32 network on some pairs; see the keys."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    far: dict[str, list[float]] = {name: [] for name in OUTPUTS}
    same, first, groups = 0, 0, range(0, len(data.best), max(1, len(data.best) // 60))
    for group in groups:
        batch = reader_pairs.batch(data, [group])
        feed = {"ids": batch.ids.numpy(), "mask": batch.mask.long().numpy()}
        got = session.run(list(OUTPUTS), feed)
        with torch.no_grad():
            wanted = [output.numpy() for output in model(batch.ids, batch.mask)]
        inside = batch.inside.numpy()
        for name, ours, theirs in zip(OUTPUTS, got, wanted, strict=True):
            gap = np.abs(ours - theirs)
            far[name].append(float((gap[inside] if gap.ndim == 2 else gap).mean()))
        first += int(got[0].argmax() == wanted[0].argmax())
        places = [np.where(inside, x, -1e4).argmax(1) for x in (got[2], wanted[2])]
        same += float((places[0] == places[1]).mean())
    count = len(groups)
    return {
        **{f"{name}_gap": round(float(np.mean(values)), 4) for name, values in far.items()},
        "same_first": round(first / count, 4), "same_start": round(same / count, 4),
    }


def main() -> None:
    """Export a checkpoint into a model folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--held", type=Path, required=True, help="calibration.npz of the run")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    model = reader_model.load(given.checkpoint)
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "model.onnx"
        to_onnx(model, plain)
        quantise(plain, small)
        if small.stat().st_size > MAX_BYTES:
            raise SystemExit(f"{small.stat().st_size} bytes are more than {MAX_BYTES}")
        gaps = differences(model, small, reader_pairs.load(given.held))
        shutil.move(small, given.out / "model.onnx")
    shutil.copyfile(given.tokenizer, given.out / "tokenizer.json")
    config = {
        "name": "reader", "layers": model.shape.layers, "max_pieces": reader_pairs.MAX_PIECES,
        "stride": 64, "int8_against_float32": gaps,
        "sha256": {
            name: hashlib.sha256((given.out / name).read_bytes()).hexdigest()
            for name in ("model.onnx", "tokenizer.json")
        },
    }
    (given.out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(config, indent=2))


if __name__ == "__main__":
    main()
