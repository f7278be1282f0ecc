r"""How fast and how truthful a chat endpoint answers, before and after the checks.

    python -m benchmarks.generative --corpus data/sample --questions QUESTIONS.jsonl \
        --base-url http://127.0.0.1:8080/v1 --model gemma --report report.jsonl

Prints seconds to the first words of all (the answer without the model, which stands until the
model's own is there), to the model's first token and to its first sentence shown, the share of
sentences withheld and the share of questions that fall back; the report holds every sentence
with its verdict and quotes, to be checked by hand. A sentence written again counts once.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.adapters.chat import ChatEndpoint
from rag.answerers.extractive import Extractive
from rag.answerers.generation.manuscript import Manuscript
from rag.answerers.generation.patience import Bounds, within
from rag.answerers.generation.prompting import build
from rag.answerers.generation.sentence_stream import sentences
from rag.answerers.pieces import Sources
from rag.config import Settings
from rag.errors import ModelError
from rag.language.sentences import comparable
from rag.pipeline import Pipeline
from rag.protocols import PassageStore
from rag.retriever import Retriever
from rag.types import Answer, Evidence, Status
from rag.wiring import build_encoder, build_ingestor, build_reader, open_library


@dataclass
class Figures:
    """What one run measured; times are in seconds."""

    first_words: list[float] = field(default_factory=list)
    first_token: list[float] = field(default_factory=list)
    first_shown: list[float] = field(default_factory=list)
    shown: int = 0
    withheld: int = 0
    failed: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)


class Recorder:
    """Asks the model as the answerer does, and keeps what it wrote (an Answerer)."""

    def __init__(
        self,
        inner: Extractive,
        model: ChatEndpoint,
        store: PassageStore,
        chosen: argparse.Namespace,
    ) -> None:
        self._inner, self._model, self._store = inner, model, store
        self._bounds = Bounds(chosen.seconds, chosen.seconds, 10_000)
        self._context_chars = chosen.context_chars
        self.figures = Figures()
        self.asked = 0.0  # the moment of the question

    def stream(self, question: str, evidence: Sequence[Evidence]) -> Iterator[Answer]:
        """Yield the answer without the model; measure the one with it on the way."""
        inner = list(self._inner.stream(question, evidence))[-1]
        if inner.status is Status.ANSWERED and inner.citations:
            self.figures.first_words.append(time.perf_counter() - self.asked)
            try:
                self._measure(question, inner, evidence)
            except ModelError as exc:
                print(f"{question}: {exc}")
                self.figures.failed += 1
        yield inner

    def _measure(self, question: str, inner: Answer, evidence: Sequence[Evidence]) -> None:
        figures = self.figures
        prompt = build(question, evidence, self._context_chars)
        script = Manuscript(inner, prompt.evidence, Sources(self._store, prompt.evidence), True)
        started = time.perf_counter()
        times: list[float] = []

        def timed() -> Iterator[str]:
            for piece in self._model.stream(prompt.system, prompt.user):
                if piece and not times:
                    times.append(time.perf_counter() - started)
                yield piece

        try:
            seen: set[str] = set()
            for written in sentences(within(timed(), self._bounds)):
                said = comparable(written.text)
                if said in seen:
                    continue
                seen.add(said)
                if script.add(written) and len(times) == 1:
                    times.append(time.perf_counter() - started)
        finally:
            figures.first_token += times[:1]
            figures.first_shown += times[1:]
            answer = script.answer()
            quotes = {c.key: c.quote for c in answer.citations}
            for statement in (*answer.statements, *script.withheld):
                held = statement in answer.statements
                figures.shown += held
                figures.withheld += not held
                figures.rows.append(
                    {
                        "question": question,
                        "shown": held,
                        "text": statement.text,
                        "reason": statement.reason,
                        "quotes": [quotes[key] for key in statement.keys],
                    }
                )


def main() -> None:
    """Ingest, ask, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--max-tokens", type=int, default=200)
    parser.add_argument("--context-chars", type=int, default=4000, help="evidence sent")
    parser.add_argument("--seconds", type=float, default=300.0, help="for one reply")
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--stop-after", type=float, default=1e9, help="seconds for all of it")
    parser.add_argument("--report", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(library=Path(folder) / "library")
        encoder, reader = build_encoder(settings), build_reader(settings)
        with open_library(settings, encoder, create=True) as library:
            build_ingestor(settings, library, encoder).ingest([chosen.corpus])
            model = ChatEndpoint(
                chosen.base_url,
                chosen.model,
                timeout_s=chosen.seconds,
                total_s=chosen.seconds,
                max_tokens=chosen.max_tokens,
            )
            recorder = Recorder(Extractive(library, reader), model, library, chosen)
            vectors, words = library.vector_index(), library.lexical_index()
            retriever = Retriever(library, vectors, words, encoder, reader, settings.retrieval)
            pipeline = Pipeline(retriever, recorder, settings.retrieval)
            print("ready", flush=True)
            begun = time.monotonic()
            for question in _questions(chosen.questions)[: chosen.limit]:
                if time.monotonic() - begun > chosen.stop_after:
                    break
                recorder.asked = time.perf_counter()
                pipeline.ask(question)
    _print(recorder.figures)
    if chosen.report:
        lines = (json.dumps(row, ensure_ascii=False) for row in recorder.figures.rows)
        chosen.report.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _questions(path: Path) -> list[str]:
    return [
        str(json.loads(line)["question"])
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def _print(figures: Figures) -> None:
    written = figures.shown + figures.withheld
    for name, times in (
        ("words", figures.first_words),
        ("token", figures.first_token),
        ("sentence", figures.first_shown),
    ):
        if times:
            middle, worst = statistics.median(times), max(times)
            print(
                f"first {name}: median {middle:.2f} s, worst {worst:.2f} s ({len(times)} replies)"
            )
    print(f"sentences {written}, withheld {figures.withheld / max(1, written):.3f}")
    print(f"replies that failed: {figures.failed}")


if __name__ == "__main__":
    main()
