"""The embedded reader: onnxruntime and tokenizers, no torch."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.adapters import model_folder
from rag.adapters.onnx_reader_pieces import PieceCutter, Row, rows
from rag.adapters.onnx_session import Network
from rag.adapters.reader_spans import (
    MAX_ANSWER_CHARS,
    Floats,
    SpanScores,
    best_span,
    sentence_shares,
    snap,
)
from rag.errors import ModelError
from rag.types import Passage, Reading

_WEIGHTS = {"relevance": 2, "answerable": 5, "right": 5}
_OUTPUTS = ["relevance", "answerable", "start", "end"]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights that turn logits into probabilities; see training/calibrate.py.

    ``relevance`` goes with (relevance logit, 1). ``answerable`` (the passage answers) and
    ``right`` (its best span is the answer) go with `span_features` and 1.
    """

    relevance: tuple[float, ...] = (1.0, 0.0)
    answerable: tuple[float, ...] = (0.6, 0.3, 0.0, 0.0, 0.0)
    right: tuple[float, ...] = (0.6, 0.3, 0.0, 0.5, 0.0)


@dataclass(frozen=True, slots=True)
class Window:
    """What the network said of one window, as logits and probabilities of spans."""

    relevance: float
    answerable: float
    span: SpanScores


class OnnxReader:
    """Reads with the weights of a folder such as ``models/reader``.

    The folder holds config.json, model.onnx, tokenizer.json and calibration.json. Passages
    that do not fit into one window are read in several. Safe to call from several threads.
    Raises ModelError when the folder is incomplete or damaged.
    """

    def __init__(self, folder: Path) -> None:
        config = model_folder.read_config(folder)
        try:
            self._max_pieces = int(config["max_pieces"])
            self._stride = int(config["stride"])
        except (KeyError, TypeError, ValueError) as exc:
            raise ModelError(f"{folder / 'config.json'}: bad or missing key: {exc}") from exc
        pieces = model_folder.read_checked(folder, "tokenizer.json", config)
        self._cutter = PieceCutter(pieces.decode("utf-8"))
        model = model_folder.read_checked(folder, "model.onnx", config)
        self._network = Network(model, str(folder / "model.onnx"))
        self._calibration = read_calibration(folder)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return one reading per passage, in the order given.

        All scores are calibrated probabilities; ``span_score`` is that of the span being the
        answer. A sentence's score is its share of the span mass times ``answerable``.
        """
        windows = self.logits(question, passages)
        return [
            self._reading(passage, found) for passage, found in zip(passages, windows, strict=True)
        ]

    def logits(self, question: str, passages: Sequence[Passage]) -> list[list[Window]]:
        """Return the windows of each passage as the network sees them, uncalibrated."""
        if not passages:
            return []
        asked, *parts = self._cutter.cut(
            [question, *(p.context for p in passages), *(p.text for p in passages)]
        )
        contexts, texts = parts[: len(passages)], parts[len(passages) :]
        wanted = [
            rows(asked, context, text, self._max_pieces, self._stride)
            for context, text in zip(contexts, texts, strict=True)
        ]
        read = iter(self._run([row for found in wanted for row in found]))
        return [[next(read) for _ in found] for found in wanted]

    def _run(self, wanted: Sequence[Row]) -> list[Window]:
        """Read each row by itself.

        One scale serves a whole int8 input, so that in a batch a passage would be read a
        little differently beside others, and no faster.
        """
        feeds = [{"input_ids": np.array([row.ids], np.int64)} for row in wanted]
        windows = []
        for row, outputs in zip(wanted, self._network.run(_OUTPUTS, feeds), strict=True):
            relevance, answerable, start, end = (np.asarray(x, np.float32)[0] for x in outputs)
            span = best_span(_inside(start, row), _inside(end, row), row.offsets, MAX_ANSWER_CHARS)
            windows.append(Window(float(relevance), float(answerable), span))
        return windows

    def _reading(self, passage: Passage, windows: Sequence[Window]) -> Reading:
        weights = self._calibration
        relevance = max(weigh((window.relevance,), weights.relevance) for window in windows)
        answerable = max(weigh(span_features(window), weights.answerable) for window in windows)
        chosen = max(windows, key=lambda window: window.span.margin)
        best = chosen.span
        start, end = 0, 0
        if best.last >= best.first:
            start, end = snap(passage.text, best.offsets[best.first][0], best.offsets[best.last][1])
        sentences = sentence_shares(passage.text, [window.span for window in windows])
        return Reading(
            relevance=relevance,
            answerable=answerable,
            start=start,
            end=end,
            span_score=weigh(span_features(chosen), weights.right) if end > start else 0.0,
            sentences=tuple((left, right, share * answerable) for left, right, share in sentences),
        )


def read_calibration(folder: Path) -> Calibration:
    """Return the weights of calibration.json, the plain ones where the file is absent.

    Raises ModelError when it cannot be read or holds another number of weights.
    """
    path = folder / "calibration.json"
    if not path.exists():
        return Calibration()
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        found = {name: tuple(float(x) for x in kept[name]) for name in _WEIGHTS}
    except (OSError, KeyError, TypeError, ValueError) as exc:
        raise ModelError(f"{path}: cannot be read: {exc!r}") from exc
    for name, count in _WEIGHTS.items():
        if len(found[name]) != count:
            raise ModelError(f"{path}: {name} holds {len(found[name])} weights, expected {count}")
    return Calibration(**found)


def span_features(window: Window) -> tuple[float, float, float, float]:
    """Return answerable logit, span margin, relevance logit and log of the span's probability."""
    span = window.span
    return (
        window.answerable,
        max(-20.0, min(20.0, span.margin)),
        window.relevance,
        math.log(max(span.probability, 1e-6)),
    )


def weigh(features: Sequence[float], weights: Sequence[float]) -> float:
    """Return σ(weights · (features, 1)), a probability."""
    logit = sum(w * f for w, f in zip(weights, features, strict=False)) + weights[-1]
    return sigmoid(logit)


def sigmoid(value: float) -> float:
    """Return 1 / (1 + e^-value), safe for large values."""
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, value))))


def _inside(scores: Floats, row: Row) -> Floats:
    """Return the scores of the null place and the text's pieces."""
    return np.concatenate([scores[:1], scores[row.first : row.first + len(row.offsets)]])
