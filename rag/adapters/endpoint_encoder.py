"""An OpenAI-compatible embeddings endpoint as encoder."""

from __future__ import annotations

import hashlib
import json
import time
import weakref
from collections.abc import Sequence
from typing import Any

import httpx
import numpy as np

from rag.adapters.texts import prepare, to_unit_rows
from rag.errors import ConfigError, ModelError
from rag.protocols import Vectors

_MAX_ANSWER_BYTES = 256 << 20
_WORTH_RETRYING = frozenset({408, 429, 500, 502, 503, 504})
_PAUSES = (0.5, 2.0)  # seconds before the second and third try


class EndpointEncoder:
    """Encodes by POST ``{base_url}/embeddings``, as vLLM, Ollama, llama.cpp and others offer.

    ``timeout`` is in seconds for each request, ``batch_size`` in texts. The dimension is
    asked for once, with a short text, when it is first needed. Vectors are scaled to length
    one. Raises ModelError when the endpoint is unreachable, refuses or answers nonsense.
    """

    def __init__(
        self,
        model: str,
        base_url: str,
        api_key: str = "",
        query_prefix: str = "",
        passage_prefix: str = "",
        timeout: float = 60.0,
        batch_size: int = 32,
    ) -> None:
        if not base_url.startswith(("http://", "https://")):
            raise ConfigError(
                f"encoder.base_url = {base_url!r}: expected http://… or https://…, "
                "for example http://127.0.0.1:8000/v1"
            )
        self._model = model
        self._url = f"{base_url.rstrip('/')}/embeddings"
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._batch_size = batch_size
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(timeout=timeout, headers=headers)
        weakref.finalize(self, self._client.close)
        self._dimension = 0

    @property
    def fingerprint(self) -> str:
        """Model name and digest of name and prefixes; the endpoint does not show its weights."""
        told = json.dumps([self._model, self._query_prefix, self._passage_prefix])
        return f"{self._model}-endpoint-{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        if not self._dimension:
            self._dimension = self._ask(["尺寸"]).shape[1]
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 unit rows; (0, d) for no texts."""
        return self._encode(prepare(texts, self._query_prefix))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 unit rows; (0, d) for no texts."""
        return self._encode(prepare(texts, self._passage_prefix))

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), self._batch_size):
            batch = texts[start : start + self._batch_size]
            found = self._ask(batch)
            if found.shape[1] != self._dimension:
                raise ModelError(
                    f"{self._url}: vectors of {found.shape[1]} components, "
                    f"before they had {self._dimension}: has the model changed?"
                )
            vectors[start : start + len(batch)] = found
        return vectors

    def _ask(self, texts: list[str]) -> Vectors:
        # An empty text is refused by most servers; a space stands for it.
        wanted = [text or " " for text in texts]
        body = {"model": self._model, "input": wanted, "encoding_format": "float"}
        return _read_vectors(self._post(body), len(texts), self._url)

    def _post(self, body: dict[str, Any]) -> bytes:
        for pause in (*_PAUSES, None):
            try:
                status, content = self._send(body)
            except httpx.TransportError as exc:
                problem = f"{type(exc).__name__}: {exc}"
            else:
                if status == httpx.codes.OK:
                    return content
                problem = f"HTTP {status}: {content[:200].decode('utf-8', 'replace')}"
                if status not in _WORTH_RETRYING:
                    break
            if pause is not None:
                time.sleep(pause)
        raise ModelError(
            f"{self._url}: no vectors from model {self._model!r} ({' '.join(problem.split())}); "
            "check encoder.base_url, encoder.model and encoder.api_key, and that the server runs"
        )

    def _send(self, body: dict[str, Any]) -> tuple[int, bytes]:
        with self._client.stream("POST", self._url, json=body) as response:
            content = bytearray()
            for part in response.iter_bytes():
                content += part
                if len(content) > _MAX_ANSWER_BYTES:
                    raise ModelError(f"{self._url}: an answer of over {_MAX_ANSWER_BYTES} bytes")
            return response.status_code, bytes(content)


def _read_vectors(content: bytes, count: int, url: str) -> Vectors:
    """Return the vectors of an answer in the order of its ``index`` fields."""
    try:
        items = json.loads(content)["data"]
        rows = {int(item["index"]): item["embedding"] for item in items}
        vectors = np.array([rows[number] for number in range(count)], np.float32)
    except (ValueError, TypeError, KeyError) as exc:
        raise ModelError(
            f"{url}: not an answer in the OpenAI embeddings format for {count} texts "
            f"({type(exc).__name__}: {exc})"
        ) from exc
    if vectors.ndim != 2 or not vectors.shape[1] or len(items) != count:
        raise ModelError(f"{url}: {len(items)} vectors of shape {vectors.shape}, expected {count}")
    return to_unit_rows(vectors, url)
