"""The endpoint encoder against a real local server, well and badly behaved."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from models import encoder_dir
from rag.adapters import endpoint_encoder
from rag.adapters.endpoint_encoder import EndpointEncoder
from rag.adapters.onnx_encoder import OnnxEncoder
from rag.errors import ConfigError, ModelError
from tests.encoder_material import PASSAGES, serve

Served = tuple[str, Counter[str]]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(OnnxEncoder(encoder_dir())) as (address, seen):
        yield address, seen


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint_encoder, "_PAUSES", (0.0, 0.0))


def test_vectors_are_those_of_the_served_encoder(served: Served) -> None:
    remote = EndpointEncoder("e5", served[0] + "/", passage_prefix="passage: ", batch_size=2)
    local = OnnxEncoder(encoder_dir())
    found = remote.encode_passages(PASSAGES)
    assert np.abs(found - local.encode_passages(PASSAGES)).max() < 1e-5
    assert served[1]["texts"] <= 2


def test_a_busy_server_is_asked_again(served: Served) -> None:
    assert EndpointEncoder("flaky", served[0]).dimension == 384
    assert served[1]["flaky"] == 3


def test_a_server_that_stays_busy_is_given_up(served: Served) -> None:
    with pytest.raises(ModelError, match=r"HTTP 503: busy.*check encoder\.base_url"):
        EndpointEncoder("down", served[0]).encode_queries(["场景"])
    assert served[1]["down"] == 3


def test_a_refused_key_is_not_tried_again_nor_told(served: Served) -> None:
    with pytest.raises(ModelError, match="HTTP 401") as caught:
        EndpointEncoder("forbidden", served[0], api_key="falsch").encode_queries(["场景"])
    assert served[1]["forbidden"] == 1
    assert "falsch" not in str(caught.value)
    assert EndpointEncoder("forbidden", served[0], api_key="geheim").dimension == 384


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("html", "not an answer in the OpenAI embeddings format"),
        ("short", "not an answer in the OpenAI embeddings format"),
        ("ragged", "not an answer in the OpenAI embeddings format"),
        ("zeros", "all zeros"),
        ("growing", "has the model changed"),
    ],
)
def test_nonsense_is_refused(served: Served, model: str, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        EndpointEncoder(model, served[0]).encode_passages(PASSAGES)


def test_a_silent_server_times_out(served: Served) -> None:
    begin = time.monotonic()
    with pytest.raises(ModelError, match="ReadTimeout"):
        EndpointEncoder("slow", served[0], timeout=0.1).encode_queries(["场景"])
    assert time.monotonic() - begin < 5


def test_nobody_listens() -> None:
    with pytest.raises(ModelError, match="ConnectError"):
        EndpointEncoder("e5", "http://127.0.0.1:9/v1").encode_queries(["场景"])


def test_an_address_without_scheme_is_refused() -> None:
    with pytest.raises(ConfigError, match="expected http"):
        EndpointEncoder("e5", "localhost:8000")


def test_a_socks_proxy_in_the_environment_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop VPN sets it; httpx without its extra refused, at the import of gradio too."""
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:7891")
    EndpointEncoder("e5", "http://127.0.0.1:8000/v1")
