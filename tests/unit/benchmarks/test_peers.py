"""Peers are told nothing of the answers and scored alike, by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.peers.environments import last_line
from benchmarks.peers.material import Material, median_length, read_material, score
from benchmarks.peers.measuring import Family

NOTICES = (
    {"id": "he", "title": "", "text": "合肥累计发布场景机会1400项。"},
    {"id": "hang", "title": "", "text": "杭州撮合了15组场景合作。"},
)
ASKED = (
    {"id": "1", "question": "合肥多少项？", "answers": ["1400项"], "positive_ids": ["he"]},
    {"id": "2", "question": "杭州多少组？", "answers": ["15组"], "positive_ids": ["hang"]},
    {"id": "3", "question": "它呢？", "answers": ["15组"], "history": [["问", "答"]]},
    {"id": "4", "question": "谁？", "answers": ["他"], "positive_ids": ["elsewhere"]},
)


@pytest.fixture
def material(tmp_path: Path) -> Material:
    corpus, questions = tmp_path / "corpus.jsonl", tmp_path / "set.jsonl"
    corpus.write_text("".join(json.dumps(each) + "\n" for each in NOTICES))
    questions.write_text("".join(json.dumps({**q, "answerable": True}) + "\n" for q in ASKED))
    return read_material(corpus, questions, None, None)


def test_only_questions_that_every_peer_can_answer_are_asked(material: Material) -> None:
    assert [each.id for each in material.questions] == ["1", "2"]
    told = json.dumps(material.job(Path("encoder")), ensure_ascii=False)
    assert "合肥多少项？" in told
    assert "answers" not in told
    assert "positive_ids" not in told


def test_documents_are_drawn_with_the_questions_on_them(tmp_path: Path, material: Material) -> None:
    drawn = read_material(tmp_path / "corpus.jsonl", tmp_path / "set.jsonl", 1, None)
    names = {each["id"] for each in drawn.documents}
    assert len(names) == 1
    assert {name for each in drawn.questions for name in each.positive_ids} == names


def test_scores_by_hand(material: Material) -> None:
    found = {
        "1": {"found": [("he", NOTICES[0]["text"])], "lexical": ["he"]},
        "2": {
            "found": [("he", NOTICES[0]["text"]), ("hang", "杭州撮合了15组场景合作")],
            "lexical": [],
        },
    }
    scores = score(material, found)
    assert scores["recall@1"] == scores["doc_recall@1"] == 0.5
    assert scores["recall@5"] == 1.0
    assert scores["mrr@10"] == 0.75
    assert scores["lexical"] == 0.5
    assert median_length(list(found.values())) == len(NOTICES[0]["text"])
    without = {name: {**each, "lexical": None} for name, each in found.items()}
    assert score(material, without)["lexical"] is None


def test_one_text_file_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("杭州撮合了15组。", encoding="utf-8")
    asked = {"id": "1", "question": "多少组？", "answerable": True, "answers": ["15组"]}
    (tmp_path / "set.jsonl").write_text(json.dumps(asked) + "\n")
    material = read_material(tmp_path / "page.txt", tmp_path / "set.jsonl", None, None)
    found = {"1": {"found": [("page.txt", "杭州撮合了15组。")], "lexical": ["page.txt"]}}
    assert score(material, found)["recall@1"] == 1.0
    assert score(material, found)["doc_recall@1"] is None
    assert score(material, found)["lexical"] == 1.0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells of processes")
def test_memory_counts_the_processes_that_were_started() -> None:
    family = Family()
    alone = family.resident_mb()
    holding = "x = bytearray(60_000_000); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        child.stdout.readline()
        assert family.resident_mb() > alone + 55
        child.communicate(b"\n")
    assert alone > 10


def test_the_reason_of_a_failure_is_its_last_line() -> None:
    assert last_line("a\n\nImportError: no module\n\n") == "ImportError: no module"
    assert last_line("") == "no reason given"
