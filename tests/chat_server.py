"""A tiny OpenAI-compatible chat server over real HTTP that says whatever a test tells it to."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ChatServer(ThreadingHTTPServer):
    """Streams ``pieces`` to every question; the model's name chooses how it misbehaves."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pieces: Sequence[str] = ()
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.said = threading.Event()
        self.dropped = threading.Event()  # by the one who asked
        self.stop = threading.Event()
        self._open: set[socket.socket] = set()

    @property
    def address(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def prompt(self) -> str:
        """What the last user message said."""
        return str(self.requests[-1]["messages"][-1]["content"])

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def kill(self) -> None:
        """Drop every connection and listen no more, as a killed process does."""
        for connection in list(self._open):
            try:
                # Linger 0: the peer gets a reset rather than an orderly end.
                reset = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self.stop.set()
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ChatServer

    def do_POST(self) -> None:
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.requests.append(body)
        server.keys.append(self.headers.get("Authorization"))
        model = body["model"]
        if model == "refuse":
            return self._whole(401, b'{"error": {"message": "wrong\\nkey"}}')
        if model == "html":
            return self._whole(200, b"<html>login</html>")
        if model == "moved":
            return self._whole(307, b"", ("Location", "http://127.0.0.1:9/v1/chat/completions"))
        if model == "silent":
            server.stop.wait(10)
            return None
        try:
            self._stream(model)
        except OSError:
            self.close_connection = True
            server.dropped.set()
        return None

    def _stream(self, model: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self._event({"role": "assistant", "content": ""})
        for piece in self.server.pieces:
            self._event({"content": piece})
            self.server.said.set()
            if model == "slow":
                time.sleep(0.3)
        while model == "endless":
            self._event({"content": self.server.pieces[-1]})
        while model == "ping" and not self.server.stop.wait(0.02):
            self.wfile.write(b": ping\n\n")
        if model == "die":
            self.server.stop.wait(20)
        if model != "cut":
            self._event({}, "length" if model == "length" else "stop")
            self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, delta: dict[str, str], reason: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        event = {
            "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [choice],
        }  # fmt: skip
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()

    def _whole(self, status: int, content: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def serve_chat() -> Iterator[ChatServer]:
    """Run a server on a free port until the block ends."""
    server = ChatServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.kill()
        thread.join()
