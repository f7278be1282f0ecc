"""The evaluation commands as a user meets them: bad input, interruption, gates, listings."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluation.files import read_lines
from evaluation.runs import Run, list_runs
from tests.command import Done, scenario_qa, started

CITIES = ("青岚", "澜江", "云泽", "海陵", "临江", "沙洲", "石桥", "桐城", "北川", "南湾")
THINGS = (("无人机起降点", "个"), ("智能公交线路", "条"), ("示范车间", "间"), ("体验馆", "座"))

pytestmark = pytest.mark.integration


def surroundings(cwd: Path) -> dict[str, str]:
    """Return what is set for each command: a cache of its own, and the quick reader."""
    return {"XDG_CACHE_HOME": str(cwd / "cache"), "SCENARIO_QA_READER__BACKEND": "rules"}


def run(*arguments: str, cwd: Path) -> Done:
    return scenario_qa(*arguments, cwd=cwd, **surroundings(cwd))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a corpus of ten notices and a set of forty questions on them."""
    folder = tmp_path_factory.mktemp("desk")
    notices, questions = [], []
    for at, city in enumerate(CITIES):
        facts = [(thing, 3 + 4 * at + n, unit) for n, (thing, unit) in enumerate(THINGS)]
        text = "".join(f"{city}市建成{thing}{count}{unit}。" for thing, count, unit in facts)
        notices.append({"id": city, "title": f"{city}市场景建设通报", "text": text})
        questions += [
            {
                "id": f"{city}-{n}",
                "question": f"{city}市建成多少{unit}{thing}？",
                "type": "number",
                "answerable": True,
                "answers": [f"{count}{unit}"],
                "evidence": [f"建成{thing}{count}{unit}"],
                "positive_ids": [city],
            }
            for n, (thing, count, unit) in enumerate(facts)
        ]
    write(folder / "corpus.jsonl", notices)
    write(folder / "set.jsonl", questions)
    return folder


def write(path: Path, records: list[dict[str, Any]]) -> None:
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8")


def evaluation(*more: str, questions: str = "set.jsonl") -> tuple[str, ...]:
    return ("evaluate", "--corpus", "corpus.jsonl", "--questions", questions, *more)


@pytest.fixture(scope="module")
def whole(desk: Path) -> Run:
    code, _, err = run(*evaluation("--report", "runs/whole"), cwd=desk)
    assert code == 0, err
    return Run.open(desk / "runs" / "whole")


def test_a_killed_run_resumes_to_the_identical_summary(desk: Path, whole: Run) -> None:
    words = evaluation("--report", "runs/cut")
    process = started(*words, cwd=desk, **surroundings(desk))
    kept = desk / "runs" / "cut" / "questions.jsonl"
    while process.poll() is None and not (kept.exists() and kept.read_bytes().count(b"\n") >= 5):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = kept.read_bytes().count(b"\n")
    assert 5 <= done < 40
    assert Run.open(desk / "runs" / "cut").report is None
    code, _, err = run(*evaluation("--report", "runs/cut", "--resume"), cwd=desk)
    assert code == 0, err
    again = Run.open(desk / "runs" / "cut")
    assert without_times(again.finished()) == without_times(whole.finished())
    assert [r["scores"]["id"] for r in again.records()] == [
        r["scores"]["id"] for r in whole.records()
    ]
    assert {run.name for run in list_runs(desk / "runs")} == {"whole", "cut"}


def without_times(value: Any) -> Any:
    """Leave out what no two runs have alike: how long things took."""
    if isinstance(value, dict):
        return {k: without_times(v) for k, v in value.items() if k not in ("latency_ms", "run")}
    return value


def test_a_run_says_why_each_question_counts_as_it_does(whole: Run) -> None:
    report, records = whole.finished(), list(whole.records())
    assert report["n"] == len(records) == 40
    assert report["answer"]["contains"] > 0.8
    right = next(r for r in records if not r["failure"])
    assert right["why"]["named"] == [right["expected"]["answers"][0]]
    assert "answer" in right["why"]["hits"]
    assert all(cited["exact"] for cited in right["why"]["citations"])
    page = (whole.path / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page


def test_two_runs_and_a_gate_on_the_command_line(desk: Path, whole: Run) -> None:
    (desk / "gate.toml").write_text('[floors]\n"retrieval recall@5" = 0.9\n')
    folder = str(whole.path)
    code, out, err = run("compare", folder, folder, "--gate", "gate.toml", cwd=desk)
    assert (code, err) == (0, "")
    assert "40 questions in both runs" in out
    (desk / "gate.toml").write_text('[floors]\n"answer chars" = 9000\n')
    code, out, err = run("compare", folder, "--gate", "gate.toml", cwd=desk)
    assert code == 1
    assert "below its floor 9000" in err
    assert run("compare", folder, cwd=desk)[0] == 2


@pytest.mark.parametrize(
    ("fault", "line", "complaint"),
    [
        # One that reading the set finds (tests/unit/evaluation/test_sets.py has all), one of the
        # corpus.
        ("{broken", 3, "broken JSON"),
        ({"evidence": ["雪山上空盘旋着三架飞艇"]}, 3, "its evidence is not in the corpus"),
    ],
)
def test_bad_input_is_named_by_line_and_left_out_when_lenient(
    desk: Path, whole: Run, fault: str | dict[str, Any], line: int, complaint: str
) -> None:
    lines = (desk / "set.jsonl").read_text(encoding="utf-8").splitlines()[:4]
    lines[2] = (
        fault
        if isinstance(fault, str)
        else json.dumps(json.loads(lines[2]) | fault, ensure_ascii=False)
    )
    (desk / "bad.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, _, err = run(*evaluation(questions="bad.jsonl"), cwd=desk)
    assert code == 1
    assert f"line {line}" in err
    assert complaint in err
    assert len(err.splitlines()) == 1
    code, out, err = run(*evaluation("--lenient", "--json", questions="bad.jsonl"), cwd=desk)
    assert code == 0, err
    report = json.loads(out)
    assert report["n"] == 3
    assert any(note.startswith("1 ") and f"line {line}" in note for note in report["notes"])


def test_an_empty_set_is_refused(desk: Path) -> None:
    (desk / "empty.jsonl").write_text("\n")
    code, _, err = run(*evaluation("--lenient", questions="empty.jsonl"), cwd=desk)
    assert code == 1
    assert "holds no question" in err


def test_a_library_is_evaluated_as_it_stands(desk: Path, whole: Run) -> None:
    code, _, err = run("ingest", "corpus.jsonl", "--library", "lib", cwd=desk)
    assert code == 0, err
    asked = ("evaluate", "--questions", "set.jsonl", "--library", "lib", "--json")
    code, out, err = run(*asked, cwd=desk)
    assert code == 0, err
    report = json.loads(out)
    assert report["answer"] == whole.finished()["answer"]
    assert report["data"]["corpus"] == "lib"
    assert report["fingerprints"]["corpus"] != whole.about["fingerprints"]["corpus"]


def test_drafts_are_imported_once_a_person_accepts_them(desk: Path, whole: Run) -> None:
    run("ingest", "corpus.jsonl", "--library", "drafted", cwd=desk)
    draft = ("draft-questions", "drafts.xlsx", "--library", "drafted", "--count", "20")
    code, out, err = run(*draft, cwd=desk)
    assert code == 0, err
    assert "20 questions, 5 of them near misses" in out
    turn = ("import-questions", "drafts.xlsx", "--format", "sheet", "--out", "drafts.jsonl")
    code, _, err = run(*turn, cwd=desk)
    assert (code, "20 行的“采用”填的都是“否”" in err) == (1, True)
    book = openpyxl.load_workbook(desk / "drafts.xlsx")
    column = [cell.value for cell in book["问题"][1]].index("采用") + 1
    for row in range(2, 12):
        book["问题"].cell(row=row, column=column).value = "是"
    book.save(desk / "drafts.xlsx")
    code, out, err = run(*turn, cwd=desk)
    assert (code, err) == (0, "")
    assert "10 questions: drafts.jsonl; left out: 0 faulty, 10 not accepted" in out


def test_the_last_line_of_an_interrupted_run_is_not_read(desk: Path, whole: Run) -> None:
    cut = desk / "cut.jsonl"
    cut.write_bytes((whole.path / "questions.jsonl").read_bytes()[:-20])
    assert len(list(read_lines(cut))) == 39
