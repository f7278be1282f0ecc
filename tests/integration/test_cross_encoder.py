"""A sentence-transformers CrossEncoder as reader: a real one, tiny and untrained.

Its package takes seconds to import: here, when a test needs it, not at collection.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch

from models import encoder_dir
from rag.errors import ModelError
from rag.protocols import Reader
from rag.types import Passage

pytestmark = pytest.mark.integration
TEXTS = [
    "本通知自2026年3月1日起施行。有效期三年。",
    "码头改造后，无人集卡昼夜运行。作业效率提高了百分之二十六！人工成本降低三成。",
    "",
]
PASSAGES = [Passage(f"p{n}", "d", 0, len(text), text) for n, text in enumerate(TEXTS)]


def save_model(folder: Path, labels: int) -> str:
    """Write a cross-encoder of one small layer with fixed weights; return its folder."""
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(encoder_dir() / "tokenizer.json"),
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        model_max_length=128,
    )
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=160,
        num_labels=labels,
        pad_token_id=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)


def reader(model: object) -> Reader:
    """Return the reader of a model or of its folder."""
    from rag.adapters.sentence_transformers import CrossEncoderReader

    return CrossEncoderReader(model, device="cpu")  # type: ignore[arg-type]


def network(folder: str, **more: object) -> Any:
    from sentence_transformers import CrossEncoder

    return CrossEncoder(folder, device="cpu", **more)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return save_model(tmp_path_factory.mktemp("reader") / "tiny", labels=1)


def test_readings_are_the_sigmoid_of_the_model_in_order(folder: str) -> None:
    model = network(folder, activation_fn=torch.nn.Identity())
    logits = model.predict([("何时施行？", text) for text in TEXTS], show_progress_bar=False)
    readings = reader(folder).read("何时施行？", PASSAGES)
    expected = torch.sigmoid(torch.tensor(logits)).tolist()
    assert [reading.relevance for reading in readings] == pytest.approx(expected, abs=1e-5)
    assert [reading.answerable for reading in readings] == [r.relevance for r in readings]
    assert all(reading.start == reading.end == 0 for reading in readings)


def test_sentences_are_slices_scored_within_bounds(folder: str) -> None:
    _, reading, empty = reader(folder).read("效率提高多少？", PASSAGES)
    pieces = [TEXTS[1][start:end] for start, end, _ in reading.sentences]
    assert pieces == [
        "码头改造后，无人集卡昼夜运行。",
        "作业效率提高了百分之二十六！",
        "人工成本降低三成。",
    ]
    scores = [score for _, _, score in reading.sentences]
    assert all(0 <= score <= 1 for score in scores)
    assert max(scores) == scores[1]
    assert empty.sentences == ()


def test_no_passages_give_no_readings(folder: str) -> None:
    assert reader(folder).read("何时？", []) == []


def test_a_classifier_of_two_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="2 labels"):
        reader(save_model(tmp_path / "two", labels=2))


@pytest.mark.parametrize("kind", ["CrossEncoderReader", "SentenceTransformersEncoder"])
def test_a_missing_folder_says_what_to_give(tmp_path: Path, kind: str) -> None:
    adapter = import_module("rag.adapters.sentence_transformers")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"cannot be loaded .* give the folder"):
        getattr(adapter, kind)(str(tmp_path / "empty"), device="cpu")
