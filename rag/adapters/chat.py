"""Any OpenAI-compatible chat endpoint through LangChain, as the ChatModel of the answerer."""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterator
from typing import cast

import httpx
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from openai import OpenAIError
from pydantic import SecretStr

from rag.errors import ConfigError, ModelError

_MAX_BYTES = 8 << 20  # of one reply, its framing included
_NO_KEY = "none"  # never the key that happens to stand in the environment


class ChatEndpoint:
    """Writes text by ``{base_url}/chat/completions`` (implements the ChatModel protocol).

    ``timeout_s`` is the longest silence in seconds while connecting and between two pieces,
    ``total_s`` the longest a whole reply may take, ``max_tokens`` its length. Redirects are
    not followed: what is sent stays with the host of the settings. Safe to share by threads.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        api_key: str = "",
        timeout_s: float = 10.0,
        total_s: float = 60.0,
        max_tokens: int = 600,
    ) -> None:
        if not base_url.startswith(("http://", "https://")):
            raise ConfigError(
                f"chat.base_url = {base_url!r}: expected http://… or https://…, "
                "for example http://127.0.0.1:8000/v1"
            )
        if not model:
            raise ConfigError("chat.base_url is set: chat.model must name a model of that server")
        self._url, self._model = base_url, model

        def bound(response: httpx.Response) -> None:
            # A client that is not asynchronous gets no other stream.
            inner = cast(httpx.SyncByteStream, response.stream)
            response.stream = _Bounded(inner, total_s)

        client = httpx.Client(timeout=timeout_s, event_hooks={"response": [bound]})
        weakref.finalize(self, client.close)
        # max_tokens goes into the body as it is: few servers but OpenAI's own know the newer
        # name that ChatOpenAI would write.
        self._chat = ChatOpenAI(
            model=model,
            base_url=base_url,
            api_key=SecretStr(api_key or _NO_KEY),
            temperature=0,
            max_retries=1,
            timeout=timeout_s,
            stream_usage=False,
            http_client=client,
            extra_body={"max_tokens": max_tokens},
        )

    @property
    def name(self) -> str:
        """The model and its address, for caches and notes."""
        return f"{self._model} @ {self._url}"

    def stream(self, system: str, user: str) -> Iterator[str]:
        """Yield the reply piece by piece; raise ModelError if it fails or breaks off."""
        ended = False
        try:
            for chunk in self._chat.stream([SystemMessage(system), HumanMessage(user)]):
                ended = ended or bool(chunk.response_metadata.get("finish_reason"))
                yield str(chunk.text)
        except (OpenAIError, httpx.HTTPError, ValueError, TypeError, KeyError) as exc:
            raise ModelError(self._complaint(f"{type(exc).__name__}: {exc}")) from exc
        if not ended:
            raise ModelError(self._complaint("the reply broke off"))

    def _complaint(self, problem: str) -> str:
        flat = " ".join(problem.split())[:300]
        return (
            f"{self._url}: no answer from model {self._model!r} ({flat}); "
            "check chat.base_url, chat.model and chat.api_key, and that the server runs"
        )


class _Bounded(httpx.SyncByteStream):
    """The bytes of a reply until it grows too long or takes too long."""

    def __init__(self, inner: httpx.SyncByteStream, total_s: float) -> None:
        self._inner = inner
        self._deadline = time.monotonic() + total_s

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for part in self._inner:
            size += len(part)
            if size > _MAX_BYTES:
                raise httpx.DecodingError(f"a reply of over {_MAX_BYTES:,} bytes")
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the reply took too long")
            yield part

    def close(self) -> None:
        """Give the connection back."""
        self._inner.close()
