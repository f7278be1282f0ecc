"""Tells a page its language before anything of it runs: gradio itself only asks the browser."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "chat-language"
ENGLISH, CHINESE = "en", "zh-CN"
_HEAD = b"<head>"


class PageLanguage:
    """ASGI middleware that puts the chosen language, and the words for scripts, into the page."""

    def __init__(self, app: ASGIApp, english: Mapping[str, str]) -> None:
        """``english`` maps what the page says in Chinese to English."""
        self._app = app
        self._scripts = {
            CHINESE: _script(CHINESE, {}),
            ENGLISH: _script(ENGLISH, english),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the head of the page itself begins with its language."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        chosen = Request(scope).cookies.get(COOKIE)
        script = self._scripts[ENGLISH if chosen == ENGLISH else CHINESE]
        await self._app(scope, receive, _Rewriting(send, script))


class _Rewriting:
    """Holds the start of a reply back until the whole page is there."""

    def __init__(self, send: Send, script: bytes) -> None:
        self._send = send
        self._script = script
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Take one message of the reply."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._body.replace(_HEAD, _HEAD + self._script, 1)
        headers = MutableHeaders(scope=self._start)
        if "content-length" in headers:
            headers["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({**message, "body": body})


def _script(language: str, words: Mapping[str, str]) -> bytes:
    # "<" could end the script from inside a text.
    told = json.dumps(dict(words), ensure_ascii=False).replace("<", "\\u003c")
    return (
        "<script>(() => {"
        f"const language = {json.dumps(language)};"
        "document.documentElement.lang = language;"
        "const fixed = (value) => ({ get: () => value, configurable: true });"
        "Object.defineProperty(navigator, 'language', fixed(language));"
        "Object.defineProperty(navigator, 'languages', fixed([language]));"
        f"window.chatWords = {told};"
        "})();</script>"
    ).encode()
