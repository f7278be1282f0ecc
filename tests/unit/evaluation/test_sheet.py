"""A sheet comes back as it was written, and complaints name row and column."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from evaluation.importers.importing import import_questions
from evaluation.importers.sheet import COLUMNS, read_sheet
from evaluation.importers.tables import column_letters, read_rows
from evaluation.importers.template import EXAMPLES, write_sheet
from evaluation.sets import read_questions
from rag.errors import InputError

GOOD = {
    "id": "q1",
    "question": "=1+1 建成多少个综合场景？",  # a spreadsheet must not work this out
    "answerable": True,
    "type": "number",
    "answers": ["30个", "三十个"],
    "required": [["30个", "三十个"], ["综合场景"]],
    "evidence": ["建成综合场景30个", "三十个"],
    "positive_ids": ["计划.pdf"],
    "history": [["问", "答"]],
}
NOT_THERE = {"id": "q2", "question": "票价？", "answerable": False, "type": "nearmiss"}


def sheet(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, list(COLUMNS))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "set.xlsx"
    assert write_sheet(path, [GOOD, NOT_THERE | {"accepted": True}]) == 2
    assert [entry.question for entry in read_sheet(path)] == [GOOD, NOT_THERE]
    import_questions("sheet", path, tmp_path / "set.jsonl", tmp_path / "c.jsonl")
    first, second = read_questions(tmp_path / "set.jsonl").questions
    assert first.required == (("30个", "三十个"), ("综合场景",))
    assert not second.answerable
    assert not (tmp_path / "c.jsonl").exists()


def test_the_template_explains_itself_and_imports_nothing(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_sheet(path, EXAMPLES)
    book = openpyxl.load_workbook(path)
    assert [cell.value.rstrip("*") for cell in book["问题"][1]] == list(COLUMNS)
    choices = [rule.formula1 for rule in book["问题"].data_validations.dataValidation]
    assert choices.count('"是,否"') == 2
    assert [row[0].value for row in book["填写说明"].rows] == list(COLUMNS)
    with pytest.raises(InputError, match="没有可导入的题，2 行的“采用”填的都是“否”"):
        import_questions("sheet", path, tmp_path / "o.jsonl", tmp_path / "c.jsonl")


ROW = {"编号": "", "问题": "几个？", "能否回答": "是", "答案": "30个"}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"能否回答": "也许"}, "第 3 行“能否回答”（D 列）：“也许”不能识别"),
        ({"能否回答": ""}, "第 3 行“能否回答”（D 列）：是空的"),
        ({"问题": ""}, "第 3 行“问题”（B 列）：是空的"),
        ({"答案": ""}, "第 3 行“答案”（E 列）：能回答的问题要有答案"),
        ({"能否回答": "否"}, "第 3 行“能否回答”（D 列）：填了“否”，却又有答案"),
        ({"题型": "怪题"}, "第 3 行“题型”（C 列）：没有“怪题”这种题型"),
        ({"此前对话": "问\n答\n问"}, "第 3 行“此前对话”（I 列）：要一行问、一行答"),
    ],
)
def test_complaints_name_row_and_column(
    tmp_path: Path, change: dict[str, str], complaint: str
) -> None:
    path = sheet(tmp_path / "s.csv", ROW, ROW | change)
    with pytest.raises(InputError) as caught:
        import_questions("sheet", path, tmp_path / "o.jsonl", tmp_path / "c.jsonl")
    assert complaint in str(caught.value)
    done = import_questions("sheet", path, tmp_path / "o.jsonl", tmp_path / "c.jsonl", True)
    assert (done.questions, len(done.skipped)) == (1, 1)


def test_a_number_used_twice_names_both_rows(tmp_path: Path) -> None:
    path = sheet(tmp_path / "s.csv", ROW | {"编号": "甲"}, ROW, ROW | {"编号": "甲"})
    with pytest.raises(InputError, match="第 4 行“编号”（A 列）：编号“甲”在第 2 行已经用过"):
        import_questions("sheet", path, tmp_path / "o.jsonl", tmp_path / "c.jsonl")


@pytest.mark.parametrize("lenient", [False, True])
def test_all_complaints_come_at_once(tmp_path: Path, lenient: bool) -> None:
    """Leaving faulty rows out leaves nothing here: what is wrong is told all the same."""
    path = sheet(tmp_path / "s.csv", ROW | {"问题": ""}, ROW | {"答案": ""})
    with pytest.raises(InputError, match=r"第 2 行.*第 3 行"):
        import_questions("sheet", path, tmp_path / "o.jsonl", tmp_path / "c.jsonl", lenient)


def test_rows_that_nobody_accepted_are_counted(tmp_path: Path) -> None:
    path = sheet(tmp_path / "s.csv", ROW, ROW | {"采用": "否"}, ROW | {"采用": "是"})
    done = import_questions("sheet", path, tmp_path / "o.jsonl", tmp_path / "c.jsonl")
    assert (done.questions, done.drafts, done.skipped) == (2, 1, ())


def test_a_sheet_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("题目,回答\n几个？,30个\n")
    with pytest.raises(InputError, match="缺少列“能否回答”、“问题”"):
        list(read_sheet(tmp_path / "s.csv"))


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.xlsx", b"no workbook", "not a readable Excel workbook"),
        ("a.csv", b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        ("a.csv", b"\n\n", "the sheet is empty"),
        ("a.doc", b"x", "expected .xlsx or .csv, got .doc"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=complaint):
        list(read_rows(tmp_path / name))


def test_a_workbook_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluation.importers.tables.MAX_UNPACKED", 1 << 20)
    with ZipFile(tmp_path / "bomb.xlsx", "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("part.xml", bytes(2 << 20))
    with pytest.raises(InputError, match="over 1 MiB unpacked"):
        list(read_rows(tmp_path / "bomb.xlsx"))


def test_csv_as_a_chinese_excel_saves_it(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes("问题,能否回答,答案\n几个？,是,30个\n".encode("gb18030"))
    (entry,) = read_sheet(tmp_path / "s.csv")
    assert entry.question["answers"] == ["30个"]


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    expected: dict[int, Any] = {0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"}
    assert {at: column_letters(at) for at in expected} == expected


def test_where_nothing_can_be_written_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be written .*choose a folder that exists"):
        write_sheet(tmp_path / "none" / "sheet.xlsx", [])
