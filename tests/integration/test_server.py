"""The API, the gate before it and the accounts, over real HTTP with a real library."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from typer.testing import CliRunner

from chat.server.door import Door
from chat.server.gate import is_local
from chat.server.line import LONGEST, PLACES
from chat.server.listening import free_port, rules_for
from chat.server.running import api_app
from index.ledger import Ledger
from index.rows import Summary
from rag.cli.__main__ import app
from rag.config import ServerSettings
from rag.errors import ConfigError, InputError, LibraryError
from rag.types import Answer, Filter, Hit, Passage, Status, Turn
from tests.awaiting import awaited

pytestmark = pytest.mark.integration
PASSWORD = "松下问童子言师采药去"


class Echo:
    """Answers with the question it was asked, so that a mix-up shows."""

    def ask(self, question: str, history: Sequence[Turn], wanted: Filter) -> Iterator[Answer]:
        if not question.strip():
            raise InputError("the question is empty")
        yield Answer(Status.ANSWERED, question, _of(f"{question}｜{len(history)}", wanted))

    def search(self, query: str, top_k: int, wanted: Filter) -> list[Hit]:
        text = _of(query, wanted)
        passage = Passage("p", "d", 0, len(text), text, title="<b>题</b>")
        return [Hit(passage, 1.0, 1, {"lexical": 1})][:top_k]

    def documents(self) -> list[Summary]:
        about = ("甲文", "甲.txt", "law", "", "〔2025〕1号", "", "", "", "", 1, 1, (), "")
        return [Summary("d", *about)]

    def labels(self, doc_ids: Sequence[str], as_of: str = "") -> dict[str, str]:
        return {"d": "已废止"}

    def counts(self) -> tuple[int, int]:
        return 0, 0


def _of(text: str, wanted: Filter) -> str:
    return text + "".join(f"于{doc_id}" for doc_id in wanted.doc_ids)


@contextmanager
def running(ledger: Ledger, settings: ServerSettings) -> Iterator[httpx.Client]:
    """Serve the API until the block ends; yields a client of it."""
    port = free_port(settings)
    served = api_app(Echo(), ledger.accounts, settings)
    server = uvicorn.Server(uvicorn.Config(served, port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", transport=httpx.HTTPTransport(retries=20)
        ) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


def test_answers_and_refuses_like_the_command_line(ledger: Ledger) -> None:
    with running(ledger, ServerSettings(port=0, questions_per_minute=12)) as client:
        body = {"question": "什么是场景？", "history": [["甲", "乙"], ["丙", "丁", ["d1"]]]}
        answered = client.post("/ask", json=body)
        assert answered.status_code == 200
        assert answered.json()["answer"] == "什么是场景？｜2"
        assert answered.json()["status"] == "answered"
        assert set(answered.json()) >= {"short_answer", "citations", "evidence", "timings_ms"}
        (hit,) = client.post("/search", json={"question": "甲", "top_k": 3}).json()
        assert (hit["rank"], hit["title"]) == (1, "<b>题</b>")
        assert hit["status"] == "已废止"
        (document,) = client.get("/documents").json()
        assert (document["title"], document["standing"]) == ("甲文", "已废止")
        assert client.head("/health").status_code == 200
        assert "POST /search" in client.get("/").json()
        assert client.get("/health").json()["status"] == "ok"
        for wrong in ({}, {"question": ""}, {"question": "甲" * 2001}, {"question": "甲", "x": 1}):
            refused = client.post("/ask", json=wrong)
            assert refused.status_code == 422
            assert "cannot be used" in refused.json()["error"]
        for method, path, code in (("GET", "/docs", 404), ("GET", "/ask", 405)):
            told = client.request(method, path)
            assert told.status_code == code
            assert "there are: POST /ask, " in told.json()["error"]
        unmarked = client.post("/ask", content=b'{"question": "1"}')
        assert "sent with Content-Type: application/json" in unmarked.json()["error"]
        blank = client.post("/ask", json={"question": "  "})
        assert (blank.status_code, blank.json()) == (400, {"error": "the question is empty"})
        many = [client.post("/ask", json={"question": "甲"}) for _ in range(12)]
        assert many[-1].status_code == 429
        assert 0 < int(many[-1].headers["retry-after"]) <= 60


def test_documents_are_chosen_by_name(ledger: Ledger) -> None:
    with running(ledger, ServerSettings(port=0)) as client:
        chosen = {"question": "甲", "documents": ["2025"], "in_force": True}
        (hit,) = client.post("/search", json=chosen).json()
        assert hit["text"] == "甲于d", "the words are part of its number"
        answered = client.post("/ask", json=chosen).json()
        assert answered["answer"] == "甲｜0于d"
        refused = client.post("/ask", json=chosen | {"documents": ["乙"]})
        assert refused.status_code == 400
        assert refused.json() == {"error": "乙: no such document; GET /documents lists them"}
        for wrong in ({"kinds": ["poem"]}, {"as_of": "2025"}, {"years": ["x"]}):
            assert client.post("/search", json=chosen | wrong).status_code == 422


def test_a_library_that_is_not_there_is_not_served(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["serve", "--port", "0", "--library", str(tmp_path / "typo")])
    assert isinstance(run.exception, LibraryError)
    assert "no library here" in str(run.exception)
    assert not (tmp_path / "typo").exists()


def test_headers_forbid_framing_sniffing_and_other_sites(ledger: Ledger) -> None:
    with running(ledger, ServerSettings(port=0)) as client:
        answered = client.get("/health")
        assert answered.headers["x-frame-options"] == "DENY"
        assert answered.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answered.headers["content-security-policy"]
        evil = {"origin": "https://evil.example"}
        assert client.post("/search", json={"question": "甲"}, headers=evil).status_code == 403
        own = {"origin": str(client.base_url).rstrip("/")}
        assert client.post("/search", json={"question": "甲"}, headers=own).status_code == 200
        # A name that leads here from another site's page (DNS rebinding).
        assert client.get("/documents", headers={"host": "evil.example"}).status_code == 403
        assert client.get("/documents", headers={"host": "127.0.0.2:7860"}).status_code == 200


def test_bodies_without_end_are_not_read(ledger: Ledger) -> None:
    with running(ledger, ServerSettings(port=0)) as client:
        large = client.post("/ask", content=b" " * (17 << 20))
        assert large.status_code == 413
        assert "16,777,216 bytes" in large.json()["error"]
        parts = client.post("/ask", content=iter([b'{"question": "', b'a"}']))
        assert parts.status_code == 413, "nobody knows how much comes"
        assert client.post("/ask", json={"question": "甲"}).status_code == 200


def test_listening_elsewhere_needs_an_account_and_a_password(ledger: Ledger) -> None:
    with pytest.raises(ConfigError, match="accounts add"):
        rules_for(ServerSettings(host="0.0.0.0"), ledger.accounts)
    assert rules_for(ServerSettings(), ledger.accounts).door is None
    assert is_local("127.0.0.9")
    assert not is_local("192.168.1.7")
    assert not is_local("example.org")
    Door(ledger.accounts).add("李雷", "reader", PASSWORD)
    with running(ledger, ServerSettings(port=0, accounts="always")) as client:
        assert client.get("/documents").status_code == 401
        assert client.get("/health").status_code == 200
        assert client.get("/documents", auth=("李雷", PASSWORD)).status_code == 200
        page = client.get("/documents", headers={"accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (303, "/login")
        assert "登录" in client.get("/login").text
        form = {"name": "李雷", "password": PASSWORD}
        entered = client.post("/login", data=form)
        assert entered.status_code == 303
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert client.get("/documents").status_code == 200
        upload = client.post("/gradio_api/upload", content=b"x")
        assert upload.status_code == 403, "a reader puts nothing in"
        client.post("/logout")
        client.cookies.clear()
        assert client.get("/documents").status_code == 401
        for _ in range(5):
            wrong = client.post("/login", data=form | {"password": "<script>alert(1)</script>"})
            assert wrong.status_code == 401
            assert "<script>" not in wrong.text
        locked = client.post("/login", data=form)
        assert locked.status_code == 429
        assert "秒后再试" in locked.text
        assert client.get("/documents", auth=("李雷", PASSWORD + "x")).status_code == 429


def test_fifty_at_once_each_get_their_own_answer(ledger: Ledger) -> None:
    with running(ledger, ServerSettings(port=0, questions_per_minute=10_000)) as client:
        found: dict[int, str] = {}

        def ask(number: int) -> None:
            told = client.post("/ask", json={"question": f"第{number}问"}, timeout=60)
            found[number] = told.json()["answer"]

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {number: f"第{number}问｜0" for number in range(50)}


def test_those_who_wait_keep_nobody_else_out_and_one_too_many_is_told(ledger: Ledger) -> None:
    go_on = threading.Event()

    class Slow(Echo):
        def ask(self, question: str, history: Sequence[Turn], wanted: Filter) -> Iterator[Answer]:
            go_on.wait(60)
            yield from super().ask(question, history, wanted)

    async def visit() -> tuple[int, Counter[int]]:
        settings = ServerSettings(port=0, questions_per_minute=10_000)
        served = httpx.ASGITransport(api_app(Slow(), ledger.accounts, settings))
        async with httpx.AsyncClient(transport=served, base_url="http://127.0.0.1") as client:
            body = {"question": "甲"}
            asked = [
                asyncio.create_task(client.post("/ask", json=body))
                for _ in range(PLACES + LONGEST + 1)
            ]
            await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED, timeout=60)
            healthy = await asyncio.wait_for(client.get("/health"), 60)
            go_on.set()
            return healthy.status_code, Counter([(await one).status_code for one in asked])

    assert awaited(visit()) == (200, {200: PLACES + LONGEST, 503: 1})


def test_accounts_and_audit_from_the_command_line(tmp_path: Path) -> None:
    library = tmp_path / "library"

    def run(*words: str, given: str = "") -> Any:
        return CliRunner().invoke(app, [*words, "--library", str(library)], input=given)

    new = ("accounts", "add", "韩梅梅", "--role", "editor", "--password-stdin")
    assert run(*new, given=PASSWORD).exit_code == 0
    weak = run("accounts", "passwd", "韩梅梅", "--password-stdin", given="123")
    assert isinstance(weak.exception, InputError)
    assert "10 to 200" in str(weak.exception)
    listed = json.loads(run("accounts", "list", "--json").stdout)
    assert [(one["name"], one["role"]) for one in listed] == [("韩梅梅", "editor")]
    assert run("accounts", "remove", "韩梅梅").exit_code == 0
    (removed, made) = json.loads(run("audit", "--json").stdout)
    assert (removed["action"], made["action"]) == ("account remove", "account add")
    assert made["subject"] == "韩梅梅"
    files = [path.read_bytes() for path in library.glob("library.sqlite*")]
    assert not any(PASSWORD.encode() in held for held in files)
