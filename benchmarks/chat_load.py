"""Many people ask the chat at once, over HTTP, exactly as their browsers would.

    python -m benchmarks.chat_load [--people 50] [--questions 500]

Starts the real server on a library of the sample documents, each question in a page of its
own. Prints the times until the whole answer is there, errors, answers that are not those to
their question, the longest line that was shown, and the server's memory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from chat.ask.exchanges import Conversation, Progress
from chat.ask.turns import live_html
from chat.desk import Desk
from chat.server.door import LOCAL
from evaluation.sets import read_questions
from rag.config import Settings

ROOT = Path(__file__).resolve().parent.parent
SET = ROOT / "tests" / "golden" / "sample_questions.jsonl"
PATIENCE_S = 1200.0
_AHEAD = re.compile(r"前面还有 (\d+) 个")


@dataclass(slots=True)
class Tally:
    """What the people saw; ``answers`` are (question, HTML of its exchange)."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    longest_line: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Where the page sends a question, and where in a reply its answer stands."""

    begin: int
    answer: int
    live_in_answer: int


def main() -> None:
    """Print one figure a line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--questions", type=int, default=500)
    chosen = options.parse_args()
    pool = [question.text for question in read_questions(SET).questions if not question.history]
    asked = [pool[number % len(pool)] for number in range(chosen.questions)]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(library=Path(folder) / "library")
        desk = Desk(settings)
        desk.keeper.ingest_sample(lambda stage, done, total, name: None, LOCAL)
        with _server(settings.library) as process:
            address = _address(process)
            asyncio.run(_ask_all(address, asked[:10], 2))  # everything is loaded after these
            before = _memory_mb(process.pid)
            started = time.perf_counter()
            tally = asyncio.run(_ask_all(address, asked, chosen.people))
            wall = time.perf_counter() - started
            after = _memory_mb(process.pid)
            process.send_signal(signal.SIGINT)
        wrong = _mixed_up(desk, tally)
        desk.close()
    _report(tally, wall, before, after, wrong, chosen.people)


def _report(
    tally: Tally, wall: float, before: float, after: float, wrong: list[str], people: int
) -> None:
    print(f"people {people}, questions {len(tally.answers) + len(tally.errors)}")
    print(f"answered {len(tally.answers)}, errors {len(tally.errors)}")
    for error in tally.errors[:5]:
        print(f"  {error}")
    if tally.seconds:
        p50, p95 = np.percentile(tally.seconds, (50, 95))
        print(f"until the whole answer: p50 {p50:.2f} s, p95 {p95:.2f} s")
    print(f"wall {wall:.1f} s, {len(tally.answers) / wall:.1f} answers/s")
    print(f"longest line shown: {tally.longest_line}")
    print(f"not the answer to their question: {len(wrong)}")
    for question in wrong[:5]:
        print(f"  {question}")
    print(f"server memory: {before:.0f} MB at the start, {after:.0f} MB at the end")


def _server(library: Path) -> subprocess.Popen[str]:
    # Everyone comes from this machine and counts as one person: the allowance is lifted.
    environment = {**os.environ, "SCENARIO_QA_SERVER__QUESTIONS_PER_MINUTE": "10000"}
    command = [sys.executable, "-m", "rag.cli", "ui", "--port", "0", "--library", str(library)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment)


def _address(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout else ""
    found = re.search(r"http://\S+?/", line)
    if not found:
        raise SystemExit(f"the server did not start: {line!r}")
    return found[0].rstrip("/")


def _memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


async def _ask_all(address: str, asked: list[str], people: int) -> Tally:
    """Let so many people ask at once until every question was asked."""
    tally = Tally()
    waiting = iter(asked)
    limits = httpx.Limits(max_connections=people * 3)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S, limits=limits) as client:
        page = _page((await client.get("/config")).json())

        async def person() -> None:
            for question in waiting:
                started = time.perf_counter()
                try:
                    answer = await _ask(client, page, question, tally)
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    tally.errors.append(f"{question}: {type(error).__name__} {error}")
                else:
                    tally.seconds.append(time.perf_counter() - started)
                    tally.answers.append((question, answer))
                if (done := len(tally.answers) + len(tally.errors)) % 50 == 0:
                    print(f"{done} of {len(asked)}", file=sys.stderr)

        await asyncio.gather(*(person() for _ in range(people)))
    return tally


def _page(config: dict[str, Any]) -> Page:
    """Find the two steps of asking: the question is shown, then its answer streams."""
    named = {part["id"]: part["props"].get("elem_id") for part in config["components"]}
    steps = config["dependencies"]
    begin = next(
        step
        for step in steps
        if any(
            event == "submit" and named.get(part) == "question" for part, event in step["targets"]
        )
    )
    answer = next(step for step in steps if step.get("trigger_after") == begin["id"])
    shown = [named.get(part) for part in answer["outputs"]]
    return Page(begin["id"], answer["id"], shown.index("live"))


async def _ask(client: httpx.AsyncClient, page: Page, question: str, tally: Tally) -> str:
    """Ask one question in a fresh page and return the HTML of its exchange."""
    session = secrets.token_hex(6)
    body = {"session_hash": session, "event_data": None, "trigger_id": None}
    first = await client.post(
        "/gradio_api/run/predict",
        json={**body, "fn_index": page.begin, "data": [question, None]},
    )
    first.raise_for_status()
    joined = await client.post(
        "/gradio_api/queue/join", json={**body, "fn_index": page.answer, "data": [None]}
    )
    joined.raise_for_status()
    query = {"session_hash": session}
    async with client.stream("GET", "/gradio_api/queue/data", params=query) as stream:
        async for line in stream.aiter_lines():
            if not line.startswith("data:"):
                continue
            tally.longest_line = max(tally.longest_line, *map(int, _AHEAD.findall(line)), 0)
            message = json.loads(line[5:])
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise ValueError(str(message["output"]))
                return _value(message["output"]["data"][page.live_in_answer])
    raise ValueError("the stream ended without an answer")


def _value(update: Any) -> str:
    return str(update["value"] if isinstance(update, dict) else update)


def _mixed_up(desk: Desk, tally: Tally) -> list[str]:
    """Return the questions whose page does not show exactly the direct answer to them."""
    direct: dict[str, str] = {}
    wrong = []
    for question, shown in tally.answers:
        if question not in direct:
            *_, answer = desk.ask(question, ())
            talk = Conversation().ask(question).update(answer=answer, reached=Progress.DONE)
            direct[question] = _plain(live_html(talk))
        if _plain(shown) != direct[question]:
            wrong.append(question)
    return wrong


def _plain(shown: str) -> str:
    """Return what an exchange says: its text and what its citations lead to, in order."""
    kept = re.sub(r"<footer.*", "", shown, flags=re.DOTALL)
    places = re.findall(r'data-doc="(\w+)" data-start="(\d+)" data-end="(\d+)"', kept)
    return f"{re.sub(r'<[^>]*>', '', kept)}{places}"


if __name__ == "__main__":
    main()
