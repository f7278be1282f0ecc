"""The embedded encoder: onnxruntime and tokenizers, no torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from rag.adapters import model_folder
from rag.adapters.onnx_session import Network
from rag.adapters.texts import prepare
from rag.errors import ModelError
from rag.protocols import Vectors


class OnnxEncoder:
    """Encodes with the weights of a folder such as ``models/encoder``.

    The folder holds config.json, model.onnx and tokenizer.json. A text longer than
    ``max_tokens`` of the configuration (512, about 700 Chinese characters) counts only up to
    there. Safe to call from several threads.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        config = model_folder.read_config(folder)
        try:
            self._dimension = int(config["dimension"])
            max_tokens = int(config["max_tokens"])
            self._query_prefix = str(config["query_prefix"])
            self._passage_prefix = str(config["passage_prefix"])
        except (KeyError, TypeError, ValueError) as exc:
            raise ModelError(f"{folder / 'config.json'}: bad or missing key: {exc}") from exc
        self._fingerprint = model_folder.fingerprint(config)
        self._tokenizer = _read_tokenizer(folder, config)
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.no_padding()
        model = model_folder.read_checked(folder, "model.onnx", config)
        self._network = Network(model, str(folder / "model.onnx"), threads)

    @property
    def fingerprint(self) -> str:
        """Name and digest of the configuration, which tells the sha256 of the weights."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 unit rows; (0, d) for no texts."""
        return self._encode(prepare(texts, self._query_prefix))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 unit rows; (0, d) for no texts."""
        return self._encode(prepare(texts, self._passage_prefix))

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a passage makes, prefix and ends included."""
        return len(self._tokenizer.encode(prepare([text], self._passage_prefix)[0]).ids)

    def _encode(self, texts: list[str]) -> Vectors:
        # One text a run: an int8 product has one scale for its whole input, so a text in a
        # batch would get another vector beside other texts.
        feeds = [
            {"input_ids": np.array([encoding.ids], np.int64)}
            for encoding in self._tokenizer.encode_batch_fast(texts)
        ]
        vectors = np.empty((len(texts), self._dimension), np.float32)
        for row, (found,) in enumerate(self._network.run(["vectors"], feeds)):
            vectors[row] = found[0]
        return vectors


def _read_tokenizer(folder: Path, config: dict[str, Any]) -> Tokenizer:
    data = model_folder.read_checked(folder, "tokenizer.json", config)
    try:
        return Tokenizer.from_buffer(data)
    except Exception as exc:  # tokenizers raises nothing narrower
        raise ModelError(
            f"{folder / 'tokenizer.json'}: tokenizers cannot read it ({exc}); "
            "install tokenizers >= 0.22"
        ) from exc
