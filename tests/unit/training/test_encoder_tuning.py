"""Tuning of the encoder: what it is tuned on, that it learns, and how weights are mixed."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from models import encoder_dir
from training import checkpoint, encoder_pairs, make_encoder
from training.bert import Bert
from training.checkpoint import to_bert
from training.encoder_pairs import Asked
from training.network import EncoderNetwork, TrunkShape
from training.train_encoder import contrast, encode

Group = dict[str, object]
SHAPE = TrunkShape(pieces=60, layers=1, width=24, heads=2, inner=48, positions=32)


def group(
    source: str, question: str, relevances: tuple[float, ...] = (1, 0, 0)
) -> dict[str, object]:
    pairs = [
        {"context": "题名", "text": f"{question}的第{n}段。", "relevance": relevance}
        for n, relevance in enumerate(relevances)
    ]
    return {"source": source, "question": question, "best": relevances[0] == 1, "pairs": pairs}


def write(path: Path, groups: list[Group]) -> None:
    lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in groups]
    path.write_text("".join(lines), encoding="utf-8")


def test_only_questions_that_can_be_searched_for_are_read(tmp_path: Path) -> None:
    write(tmp_path / "mined.jsonl", [group("lecoqa", "试用期最长多久")])
    groups = [
        group("lecoqa", "旧的一组"),
        group("cail", "被告人是谁"),
        group("policy", "占比多少"),
        group("policy", "低空经济试点城市的数量是多少"),
        group("cmrc", "没有答案的问题", (0.3, 0)),
        group("cmrc", "没有近似段落的问题", (1,)),
    ]
    write(tmp_path / "groups.jsonl", groups)
    found = encoder_pairs.read(tmp_path, encoder_dir() / "tokenizer.json")
    assert {source: len(asked) for source, asked in found.items()} == {"lecoqa": 4, "policy": 1}
    cut = Tokenizer.from_file(str(encoder_dir() / "tokenizer.json"))
    (asked,) = found["policy"]
    assert cut.decode(asked.question[1:-1]) == "query: 低空经济试点城市的数量是多少"
    assert cut.decode(asked.passage[1:-1]).startswith("passage: 题名")
    assert len(asked.near) == 2


def test_a_batch_holds_one_source_and_an_epoch_every_question_once() -> None:
    data = {name: [Asked([n], [n], [[9]]) for n in range(8)] for name in ("a", "b")}
    data["b"] = [Asked([100 + n], [n], [[9]]) for n in range(8)]
    batches = list(islice(encoder_pairs.order(data, 4, seed=1), 4))
    for batch in batches:
        assert len({asked.question[0] >= 100 for asked in batch}) == 1
    assert len({asked.question[0] for batch in batches for asked in batch}) == 16
    again = list(islice(encoder_pairs.order(data, 4, seed=1), 4))
    assert again == batches


def test_the_network_learns_which_passage_belongs_to_a_question() -> None:
    torch.manual_seed(1)
    model = EncoderNetwork(SHAPE)
    batch = [Asked([0, 10 + n, 2], [0, 30 + n, 40 + n, 2], [[0, 50 + n, 2]]) for n in range(6)]
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=5e-3)
    losses = []
    for step in range(60):
        loss, _ = contrast(model, batch, step)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert losses[-1] < losses[0] / 2
    _, first = contrast(model, batch, 0)
    assert first == 1.0


def test_passages_come_back_in_the_order_given() -> None:
    torch.manual_seed(1)
    model = EncoderNetwork(SHAPE).eval()
    texts = [(0, *range(3, 3 + length), 2) for length in (9, 2, 14, 5)]
    together = encode(model, texts)
    for row, text in zip(together, texts, strict=True):
        assert torch.allclose(row, encode(model, [text])[0], atol=2e-2)


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_weights_lie_between_the_source_and_the_tuned_ones(share: float, tmp_path: Path) -> None:
    torch.manual_seed(1)
    source, tuned = to_bert(EncoderNetwork(SHAPE)), EncoderNetwork(SHAPE)
    kinds = np.full((1, SHAPE.width), 0.5, np.float32)
    source = Bert(1, 2, source.epsilon, {**source.tensors, "emb.type": kinds})
    checkpoint.save(tuned, tmp_path / "encoder.pt")
    mixed = make_encoder.tune(source, tmp_path / "encoder.pt", share).tensors
    wanted = to_bert(tuned).tensors
    before = source.tensors["emb.pos"] + source.tensors["emb.type"][0]
    expected = (1 - share) * before + share * wanted["emb.pos"]
    assert np.allclose(mixed["emb.pos"] + mixed["emb.type"][0], expected, atol=1e-6)
    expected = (1 - share) * source.tensors["l0.fi.w"] + share * wanted["l0.fi.w"]
    assert np.allclose(mixed["l0.fi.w"], expected, atol=1e-6)
    assert np.array_equal(mixed["emb.word"], source.tensors["emb.word"])
