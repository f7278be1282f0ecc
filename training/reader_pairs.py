"""Turns prepared groups into padded batches of tensors."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from rag.adapters.onnx_reader_pieces import PAD, PieceCutter, rows

MAX_PIECES = 288
UNKNOWN = -100
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Encoded:
    """All pairs of a file: ``ids`` are the rows end to end, ``bounds`` where each begins.

    ``labels`` are (pairs, 5) float32: relevance, answerable, start and end piece (0 for the
    null span), and the first piece of the text; -100 where unknown. ``groups`` says where
    each group's pairs begin (and ends with their number); ``best`` whether the first pair of
    a group is a true positive.
    """

    ids: npt.NDArray[np.uint16]
    bounds: npt.NDArray[np.int64]
    labels: npt.NDArray[np.float32]
    groups: npt.NDArray[np.int64]
    best: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of several groups; ``inside`` marks the null place and the text's pieces."""

    ids: Tensor
    mask: Tensor
    inside: Tensor
    labels: Tensor
    groups: Sequence[int]
    best: Sequence[bool]


def encode(path: Path, tokenizer: Path) -> Encoded:
    """Encode a groups file written by reader_data."""
    cutter = PieceCutter(tokenizer.read_text(encoding="utf-8"))
    ids: list[npt.NDArray[np.uint16]] = []
    labels, groups, best = [], [0], []
    with path.open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    for at in range(0, len(records), _CHUNK):
        chunk = records[at : at + _CHUNK]
        questions = cutter.cut([record["question"] for record in chunk])
        pairs = [pair for record in chunk for pair in record["pairs"]]
        contexts = iter(cutter.cut([pair["context"] for pair in pairs]))
        texts = iter(cutter.cut([pair["text"] for pair in pairs]))
        for record, question in zip(chunk, questions, strict=True):
            for pair in record["pairs"]:
                row = rows(question, next(contexts), next(texts), MAX_PIECES, 32)[0]
                ids.append(np.array(row.ids, np.uint16))
                labels.append(_label(pair, row.first, row.offsets))
            groups.append(groups[-1] + len(record["pairs"]))
            best.append(bool(record["best"]))
    bounds = np.cumsum([0, *(len(row) for row in ids)])
    return Encoded(
        np.concatenate(ids), bounds, np.array(labels, np.float32), np.array(groups), np.array(best)
    )


def _label(
    pair: dict[str, float | int | bool | None], first: int, offsets: Sequence[tuple[int, int]]
) -> tuple[float, float, float, float, float]:
    answerable = pair["answerable"]
    known = float(UNKNOWN) if answerable is None else float(answerable)
    start, end = pair["start"], pair["end"]
    if start is None or end is None:
        return (float(pair["relevance"] or 0), known, UNKNOWN, UNKNOWN, first)
    if end < 0:
        return (float(pair["relevance"] or 0), known, 0, 0, first)
    inside = [i for i, (left, right) in enumerate(offsets) if right > start and left < end]
    if not inside or offsets[-1][1] < end:
        return (float(pair["relevance"] or 0), known, UNKNOWN, UNKNOWN, first)
    return (float(pair["relevance"] or 0), known, first + inside[0], first + inside[-1], first)


def save(encoded: Encoded, path: Path) -> None:
    """Write the arrays to an .npz file."""
    np.savez(path, **{name: getattr(encoded, name) for name in Encoded.__slots__})


def load(path: Path) -> Encoded:
    """Read what `save` wrote; nothing is unpickled."""
    with np.load(path, allow_pickle=False) as kept:
        return Encoded(**{name: kept[name] for name in Encoded.__slots__})


def batch(data: Encoded, chosen: Sequence[int], thinned: float = 0.0) -> Batch:
    """Return the padded tensors of some groups.

    ``thinned`` is the share of groups of which only the first two passages are taken.
    """
    spans = []
    for group in chosen:
        first, last = int(data.groups[group]), int(data.groups[group + 1])
        few = group % 100 < 100 * thinned
        spans.append(range(first, min(last, first + 2) if few else last))
    pairs = [row for span in spans for row in span]
    lengths = [int(data.bounds[row + 1] - data.bounds[row]) for row in pairs]
    ids = np.full((len(pairs), max(lengths)), PAD, np.int64)
    for at, (row, length) in enumerate(zip(pairs, lengths, strict=True)):
        ids[at, :length] = data.ids[data.bounds[row] : data.bounds[row + 1]]
    labels = torch.from_numpy(data.labels[pairs])
    places = torch.arange(ids.shape[1])[None, :]
    ends = torch.tensor(lengths)[:, None]
    inside = (places >= labels[:, 4:5]) & (places < ends - 1) | (places == 0)
    sizes = [len(span) for span in spans]
    return Batch(
        torch.from_numpy(ids),
        (places < ends).float(),
        inside,
        labels,
        sizes,
        [bool(data.best[group]) for group in chosen],
    )


def order(data: Encoded, per_batch: int, seed: int, window: int = 480) -> Iterator[list[int]]:
    """Yield batches of group numbers of like length, for ever; each epoch its own order."""
    lengths = data.bounds[data.groups[1:]] - data.bounds[data.groups[:-1]]
    lengths = lengths / np.diff(data.groups)
    epoch = 0
    while True:
        draw = random.Random(seed + epoch)
        numbers = list(range(len(lengths)))
        draw.shuffle(numbers)
        for at in range(0, len(numbers), window):
            near = sorted(numbers[at : at + window], key=lambda i: lengths[i])
            batches = [near[i : i + per_batch] for i in range(0, len(near), per_batch)]
            draw.shuffle(batches)
            yield from (found for found in batches if len(found) == per_batch)
        epoch += 1
