"""Commands about a library, run as a user runs them but in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from rag.cli.__main__ import app
from rag.errors import InputError, LibraryError

pytestmark = pytest.mark.integration

OLD = (
    "甲市人民政府关于印发甲市场景办法的通知\n甲政发〔2019〕7号\n各区人民政府：\n"
    "一、甲市对场景项目每项补助30万元，每年不超过20项。\n甲市人民政府\n2019年3月1日\n"
)
NEW = (
    "甲市人民政府关于印发甲市场景实施办法的通知\n甲政发〔2024〕2号\n各区人民政府：\n"
    "一、市级财政安排专项资金2亿元。\n二、《甲市场景办法》（甲政发〔2019〕7号）同时废止。\n"
    "甲市人民政府\n2024年5月6日\n"
)
REPEALED = (
    "已被《甲市人民政府关于印发甲市场景实施办法的通知》（甲政发〔2024〕2号）废止（2024-05-06）"
)
QUESTION = "甲市对场景项目每项补助多少？"


class Terminal:
    """A folder with two notices and a damaged file, read into a library."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.papers = folder / "papers"
        self.papers.mkdir()
        self._library, self._capsys = folder / "library", capsys
        for name, text in (("旧.txt", OLD), ("新.txt", NEW)):
            (self.papers / name).write_text(text, encoding="utf-8")
        (self.papers / "坏.txt").write_bytes(b"x\x00\x00\x01")

    def run(self, *arguments: object) -> tuple[str, str]:
        """Return what a command printed on stdout and stderr."""
        self._capsys.readouterr()
        app([*map(str, arguments), "--library", str(self._library)], standalone_mode=False)
        printed = self._capsys.readouterr()
        return printed.out, printed.err

    def json(self, *arguments: object) -> Any:
        """Return the value that a command printed with --json."""
        return json.loads(self.run(*arguments, "--json")[0])


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    made = Terminal(tmp_path, capsys)
    summary = made.json("ingest", made.papers)
    assert (summary["added"], len(summary["failed"])) == (2, 1)
    return made


def test_jobs_and_quarantine_are_told_and_tried_again(terminal: Terminal) -> None:
    _, told = terminal.run("ingest", terminal.papers)
    assert "1 in quarantine not tried again" in told
    record = terminal.json("jobs")
    assert [job["state"] for job in record["jobs"]] == ["done", "done"]
    (held,) = record["quarantine"]
    assert "binary data" in held["reason"]
    assert terminal.run("jobs")[0].count("done") == 2
    (terminal.papers / "坏.txt").write_text("海川开放十条航线。", encoding="utf-8")
    assert terminal.json("ingest", "--retry")["added"] == 1
    assert terminal.json("jobs")["quarantine"] == []
    with pytest.raises(InputError, match="nothing to take up"):
        terminal.run("ingest", "--resume")
    for words in ((), ("--retry", "--resume"), ("--retry", "--watch")):
        with pytest.raises(typer.BadParameter):
            terminal.run("ingest", *words)


def test_a_repealed_document_is_told_wherever_it_is_shown(terminal: Terminal) -> None:
    answer = terminal.json("ask", QUESTION)
    assert "30万元" in answer["short_answer"]
    assert {citation["status"] for citation in answer["citations"]} == {REPEALED}
    assert f"【{REPEALED}】" in terminal.run("ask", QUESTION)[0]
    assert REPEALED in terminal.run("search", QUESTION)[0]
    assert [hit["status"] for hit in terminal.json("search", QUESTION)].count(REPEALED) == 1
    listed = {each["number"]: each["standing"] for each in terminal.json("documents")}
    assert listed == {"甲政发〔2019〕7号": REPEALED, "甲政发〔2024〕2号": ""}
    assert REPEALED in terminal.run("documents", "〔2019〕")[0]


def test_filters_choose_what_may_answer(terminal: Terminal) -> None:
    def numbers(*options: object) -> set[str]:
        hits = terminal.json("search", "场景", *options)
        by_id = {each["doc_id"]: each["number"] for each in terminal.json("documents")}
        return {by_id[hit["doc_id"]] for hit in hits}

    old, new = "甲政发〔2019〕7号", "甲政发〔2024〕2号"
    assert numbers() == {old, new}
    assert numbers("--in-force") == {new}
    assert numbers("--as-of", "2019") == numbers("--year", 2019) == {old}
    assert numbers("--as-of", "2020-01", "--in-force") == {old}
    assert numbers("--document", old) == {old}
    assert numbers("--kind", "news") == numbers("--region", "上海") == set()
    assert numbers("--issuer", "甲市人民政府", "--kind", "policy") == {old, new}
    assert terminal.json("ask", QUESTION, "--in-force")["status"] == "abstained"
    for option, wrong in (("--kind", "x"), ("--as-of", "昨天")):
        with pytest.raises(typer.BadParameter, match=wrong):
            terminal.run("ask", QUESTION, option, wrong)
    with pytest.raises(InputError, match="没有的"):
        terminal.run("ask", QUESTION, "--document", "没有的")


def test_inspecting_shows_how_a_file_and_a_document_were_read(terminal: Terminal) -> None:
    (record,) = terminal.json("inspect", terminal.papers / "新.txt")["documents"]
    assert record["metadata"]["number"] == "甲政发〔2024〕2号"
    assert [each["heading"][:2] for each in record["outline"]] == ["一、", "二、"]
    relation = record["relations"][-1]
    assert (relation["kind"], relation["title"]) == ("废止", "甲市场景办法")
    assert relation["doc_id"] == ""  # a file alone knows of no library
    (held,) = terminal.json("inspect", "甲政发〔2024〕2号")["documents"]
    assert held["relations"][-1]["doc_id"] != ""
    assert held["passages"] == record["passages"]
    text = terminal.run("inspect", "甲政发〔2019〕7号")[0]
    assert REPEALED in text
    assert "passages (1)" in text
    bad = terminal.json("inspect", terminal.papers / "坏.txt")
    assert (bad["documents"], "binary data" in bad["problem"]) == ([], True)
    assert len(terminal.json("documents")) == 2


def test_what_is_removed_can_be_brought_back(terminal: Terminal) -> None:
    (removed,) = terminal.json("remove", "甲政发〔2019〕7号")["removed"].items()
    assert terminal.json("search", "每项补助30万元", "--year", 2019) == []
    assert terminal.json("remove", "--undo", removed[1])["brought_back"] == removed[0]
    assert terminal.json("search", "每项补助30万元", "--year", 2019)
    with pytest.raises(InputError, match="2 documents are so called"):
        terminal.run("remove", "甲市人民政府")
    told = terminal.run("remove", "甲政发〔2019〕7号", removed[0])[0]
    assert told.startswith(f"removed {removed[0]}; 'scenario-qa remove --undo ")
    assert told.count("removed") == 1


def test_a_removal_that_cannot_be_undone_removes_nothing_else(terminal: Terminal) -> None:
    with pytest.raises(LibraryError, match="no longer kept"):
        terminal.run("remove", "甲政发〔2024〕2号", "--undo", 77)
    for words in ((), ("--undo", 10**20)):
        with pytest.raises(typer.BadParameter):
            terminal.run("remove", *words)
    assert len(terminal.json("documents")) == 2


def test_a_title_longer_than_the_name_of_a_file_is_looked_for(terminal: Terminal) -> None:
    with pytest.raises(InputError, match="no such document"):
        terminal.run("inspect", "场景" * 60)


def test_reindexing_by_the_same_encoder_changes_nothing(terminal: Terminal) -> None:
    record = terminal.json("reindex")
    assert (record["before"], record["encoded"]) == (record["now"], 0)
    assert terminal.json("verify")["problems"] == []


def test_the_pages_of_a_pdf_are_drawn_with_what_was_read(
    terminal: Terminal, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(paper))
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(60, 700, "一、甲市对场景项目每项补助三十万元，每年不超过二十项。")
    canvas.save()
    record = terminal.json("inspect", paper, "--pictures", tmp_path / "drawn")
    (picture,) = record["pictures"]
    assert Path(picture).read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="needs a PDF"):
        terminal.run("inspect", "甲政发〔2024〕2号", "--pictures", tmp_path / "drawn")
