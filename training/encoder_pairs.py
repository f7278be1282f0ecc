"""Turns prepared groups into the questions and passages that the encoder is tuned on."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from rag.adapters.onnx_reader_pieces import PAD
from training.make_encoder import PASSAGE_PREFIX, QUERY_PREFIX

MAX_PIECES = 176
SHORT_QUESTION = 12  # a shorter one drawn up from a policy text does not say what it is about
LEFT_OUT = frozenset({"cail"})  # asked of one given text: "who was the accused?"
COPIES = {"lecoqa": 4, "ncp": 3, "dureader_robust": 2}  # asked as people ask, and there are few


@dataclass(frozen=True, slots=True)
class Asked:
    """The pieces of a question, of its passage, and of some that come near."""

    question: Sequence[int]
    passage: Sequence[int]
    near: Sequence[Sequence[int]]


def read(runs: Path, tokenizer: Path) -> dict[str, list[Asked]]:
    """Read the questions with an answering passage, by source.

    groups.jsonl holds what the reader is trained on; mined.jsonl stands in for the sources
    that it holds.
    """
    cutter = Tokenizer.from_file(str(tokenizer))
    cutter.enable_truncation(MAX_PIECES)
    mined = list(_asked(runs / "mined.jsonl", cutter))
    better = {source for source, _ in mined}
    found: dict[str, list[Asked]] = defaultdict(list)
    for source, asked in mined:
        found[source] += [asked] * COPIES.get(source, 1)
    for source, asked in _asked(runs / "groups.jsonl", cutter):
        if source not in better | LEFT_OUT:
            found[source] += [asked] * COPIES.get(source, 1)
    return found


def _asked(path: Path, cutter: Tokenizer) -> Iterator[tuple[str, Asked]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            group = json.loads(line)
            first, *others = group["pairs"]
            near = [pair for pair in others if pair["relevance"] == 0]
            vague = group["source"] == "policy" and len(group["question"]) < SHORT_QUESTION
            if not group["best"] or not near or vague:
                continue
            question, *passages = cutter.encode_batch(
                [QUERY_PREFIX + group["question"], *map(_embedded, (first, *near))]
            )
            yield (
                group["source"],
                Asked(question.ids, passages[0].ids, [passage.ids for passage in passages[1:]]),
            )


def _embedded(pair: Mapping[str, str]) -> str:
    return PASSAGE_PREFIX + "\n".join(part for part in (pair["context"], pair["text"]) if part)


def order(data: dict[str, list[Asked]], size: int, seed: int) -> Iterator[list[Asked]]:
    """Yield batches of one source each, for ever: its other passages are the negatives."""
    for epoch in range(seed, seed + 1_000_000):
        draw = random.Random(epoch)
        batches = []
        for asked in data.values():
            mixed = draw.sample(asked, len(asked))
            batches += [mixed[at : at + size] for at in range(0, len(mixed) - size + 1, size)]
        draw.shuffle(batches)
        yield from batches


def rows(texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return padded ids (n, length) and their mask, 1 where a piece stands."""
    lengths = np.array([len(text) for text in texts])
    ids = np.full((len(texts), lengths.max()), PAD, np.int64)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = text
    mask = np.arange(ids.shape[1])[None, :] < lengths[:, None]
    return torch.from_numpy(ids), torch.from_numpy(mask.astype(np.float32))
