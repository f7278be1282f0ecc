"""The command line as a user meets it: its output, its exit codes, interrupts."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from tests.command import scenario_qa, started

NOTICE = (
    "青岚市低空经济发展办法\n"
    "一、总体目标。到2026年底，全市建成无人机起降点120个，开通低空航线45条。\n"
    "二、支持措施。一是开放应用场景，二是给予试飞补贴，三是建立容错机制。\n"
)

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a library that holds one notice."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
    done = scenario_qa("ingest", "notice.txt", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] == 1
    return folder


def test_an_interrupt_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    waits = ("accounts", "add", "wang", "--role", "reader", "--password-stdin")
    with started(*waits, cwd=tmp_path) as command:
        while not (tmp_path / "library" / "library.sqlite").exists():
            assert command.poll() is None
            time.sleep(0.05)
        command.send_signal(signal.SIGINT)
        _, told = command.communicate(timeout=60)
    assert command.returncode == 1
    assert told == "scenario-qa: interrupted; what was finished is kept\n"


def test_ingest_again_changes_nothing(desk: Path) -> None:
    done = scenario_qa("ingest", "notice.txt", "--json", cwd=desk)
    summary = json.loads(done.stdout)
    assert (summary["unchanged"], summary["added"], summary["encoded"]) == (1, 0, 0)


def test_ask_cites_exact_characters(desk: Path) -> None:
    question = ("ask", "青岚市到2026年底建成多少个无人机起降点？")
    with started(*question, "--json", cwd=desk) as command:  # the whole way, as installed
        out, err = command.communicate(timeout=120)
    assert command.returncode == 0, err
    answer = json.loads(out)
    assert answer["status"] == "answered"
    assert "120个" in answer["short_answer"]
    assert any("120个" in citation["quote"] for citation in answer["citations"])
    assert 0.0 <= answer["confidence"] <= 1.0
    assert answer["timings_ms"]["total"] > 0


def test_ask_abstains_in_words(desk: Path) -> None:
    done = scenario_qa("ask", "红烧肉怎么做？", "--json", cwd=desk)
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert (answer["status"], answer["citations"]) == ("abstained", [])


def test_ask_follows_the_history(desk: Path) -> None:
    (desk / "turns.json").write_text(
        json.dumps([["青岚市建成多少个无人机起降点？", "120个"]], ensure_ascii=False),
        encoding="utf-8",
    )
    done = scenario_qa("ask", "那低空航线呢？", "--history", "turns.json", "--json", cwd=desk)
    assert "45条" in json.loads(done.stdout)["answer"]


def test_search_shows_every_rank(desk: Path) -> None:
    done = scenario_qa("search", "试飞补贴", "-k", "2", "--json", cwd=desk)
    hits = json.loads(done.stdout)
    assert hits[0]["rank"] == 1
    assert {"dense", "lexical", "reader"} >= set(hits[0]["ranks"]) > set()
    assert "试飞补贴" in hits[0]["text"]


def test_what_is_piped_is_utf8_whatever_the_system_writes(desk: Path) -> None:
    with started("documents", cwd=desk, PYTHONIOENCODING="cp1252") as command:
        out, err = command.communicate(timeout=120)
    assert (command.returncode, err) == (0, "")
    assert "青岚市低空经济发展办法" in out


def test_verify_finds_no_problems(desk: Path) -> None:
    done = scenario_qa("verify", "--json", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("ask",), 2, "question"),
        (("ask", "  "), 1, "empty"),
        (("ask", "问" * 10_000), 1, "10,000"),
        (("ask", "什么？", "--history", "missing.json"), 1, "missing.json"),
        (("ask", "什么？", "--library", "nowhere"), 1, "nowhere"),
        (("search", "什么", "-k", "0"), 2, "-k"),
        (("ingest", "missing.txt"), 1, "missing.txt: no such file or folder"),
        (("ingest", "missing"), 1, "missing: no such file or folder"),
        (("ingest", "a" * 300), 1, "cannot be read: File name too long"),
        (("ingest", ""), 2, "empty PATH"),
        (("ingest", "notice.txt", "--library", ""), 2, "empty PATH"),
        (("search", "什么", "--kind", "rumour"), 2, "rumour"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_errors_are_short_and_named(
    desk: Path, arguments: tuple[str, ...], code: int, word: str
) -> None:
    done = scenario_qa(*arguments, cwd=desk)
    assert done.returncode == code, done.stdout + done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert not (desk / "nowhere").exists()


def test_a_bad_file_among_good_ones_is_listed(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "good.txt").write_text(NOTICE, encoding="utf-8")
    (papers / "empty.txt").write_bytes(b"")
    done = scenario_qa("ingest", "papers", cwd=tmp_path)
    assert done.returncode == 0
    assert "added 1" in done.stdout
    assert "empty.txt" in done.stderr


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    done = scenario_qa("ingest", "papers", cwd=tmp_path)
    assert done.returncode == 0
    assert "no documents there" in done.stderr


def _running(library: Path) -> bool:
    """Tell whether an ingest has noted that it is under way."""
    try:
        # Read-only: the test must not be the one that creates the file.
        place = f"{(library / 'library.sqlite').as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(place, uri=True)) as read:
            return bool(read.execute("SELECT 1 FROM jobs WHERE state = 'running'").fetchall())
    except sqlite3.Error:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is no signal there")
def test_ctrl_c_is_one_line_and_a_second_run_goes_on(tmp_path: Path) -> None:
    papers, library = tmp_path / "papers", tmp_path / "library"
    papers.mkdir()
    for number in range(12):
        (papers / f"{number}.txt").write_text(f"第{number}号\n{NOTICE * 40}", encoding="utf-8")
    with started("ingest", "papers", cwd=tmp_path) as running:
        while running.poll() is None and not _running(library):
            time.sleep(0.01)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 1, told
    assert told.startswith("scenario-qa: interrupted; what was finished is kept")
    assert told.count("\n") == 1
    again = scenario_qa("ingest", "--resume", "--json", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert len(json.loads(scenario_qa("documents", "--json", cwd=tmp_path).stdout)) == 12


def test_unknown_setting_is_refused(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "scenario-qa.toml").write_text("[retrieval]\nread_all = true\n")
    done = scenario_qa("ask", "什么？", "--library", str(desk / "library"), cwd=tmp_path)
    assert done.returncode == 1
    assert "retrieval.read_all" in done.stderr
