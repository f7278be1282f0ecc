"""The exported reader, brought back as a network that can be trained on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from training import import_reader
from training.network import OUTPUTS
from training.reader_pairs import PieceCutter

MODEL = Path(__file__).parents[3] / "models" / "reader"


def test_the_network_brought_back_says_what_the_exported_one_says() -> None:
    cutter = PieceCutter((MODEL / "tokenizer.json").read_text(encoding="utf-8"))
    (pieces,) = cutter.cut(["截至2025年底，合肥累计发布场景机会2600多项，谁负责？"])
    ids = np.array([[0, *pieces.ids, 2]], np.int64)
    network = import_reader.reader(MODEL / "model.onnx")
    with torch.no_grad():
        found = network(torch.from_numpy(ids), torch.ones(ids.shape))
    session = onnxruntime.InferenceSession(
        str(MODEL / "model.onnx"), providers=["CPUExecutionProvider"]
    )
    wanted = session.run(list(OUTPUTS), {"input_ids": ids})
    for ours, theirs in zip(found, wanted, strict=True):
        # The exported one rounds its activations to 8 bits as well.
        assert np.abs(ours.numpy() - theirs).mean() < 0.3


def test_another_graph_is_refused(tmp_path: Path) -> None:
    encoder = MODEL.parent / "encoder" / "model.onnx"
    with pytest.raises(ValueError, match="not an exported reader"):
        import_reader.constants(encoder)
