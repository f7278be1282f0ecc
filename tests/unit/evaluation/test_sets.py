from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.sets import read_questions
from rag.errors import InputError
from rag.types import Turn

GOOD = {"id": "a", "question": "多少项？", "answerable": True, "answers": ["12项"]}
BAD = {"id": "b", "question": "谁？", "answerable": False}


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    texts = [x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "set.jsonl"


def test_every_field_is_read(file: Path) -> None:
    full = GOOD | {
        "history": [["问", "答"]],
        "required": [["12项", "十二项"], ["合肥"]],
        "evidence": ["共12项"],
        "evidence_spans": [["d", 3, 9]],
        "positive_ids": ["d"],
        "context_id": "c",
        "context_ids": ["e"],
        "type": "number",
    }
    (question,) = read_questions(write(file, full)).questions
    assert question.history == (Turn("问", "答"),)
    assert question.required == (("12项", "十二项"), ("合肥",))
    assert question.spans == (("d", 3, 9),)
    assert question.context_ids == ("c", "e")
    assert (question.id, question.line, question.type) == ("a", 1, "number")


def test_alternatives_are_one_group_where_none_is_given(file: Path) -> None:
    (question,) = read_questions(write(file, GOOD | {"answers": ["12项", "十二项"]})).questions
    assert question.required == (("12项", "十二项"),)
    assert question.type == "untyped"


def test_blank_lines_and_a_byte_order_mark_do_no_harm(file: Path) -> None:
    write(file, "\ufeff" + json.dumps(GOOD), "", BAD)
    assert [question.line for question in read_questions(file).questions] == [1, 3]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "c", ', "broken JSON at character 13: "),
        ("[1, 2]", "expected a JSON object, got list"),
        ("[" * 100_000, "broken JSON"),
        (GOOD, "id 'a' is already used on line 1"),
        (GOOD | {"id": "c", "answers": []}, "answerable, but it has no answers"),
        (GOOD | {"id": "c", "answerable": "yes"}, "answerable must be true or false, got 'yes'"),
        (GOOD | {"id": "", "answers": ["x"]}, "id must be a text that is not empty"),
        (GOOD | {"id": "c", "question": " "}, "question must be a text that is not empty"),
        (GOOD | {"id": "c", "answers": "12项"}, "answers must be a list of texts"),
        (GOOD | {"id": "c", "answers": [12]}, "answers must hold texts"),
        (GOOD | {"id": "c", "required": [["x"], []]}, "required holds an empty group"),
        (GOOD | {"id": "c", "required": ["x"]}, "required must be a list of texts, got 'x'"),
        (GOOD | {"id": "c", "evidence_spans": [["d", 9, 3]]}, "evidence_spans: expected"),
        (GOOD | {"id": "c", "evidence_spans": 3}, "evidence_spans must be a list"),
        (GOOD | {"id": "c", "history": [["q"]]}, "history: expected [question, answer]"),
        (GOOD | {"id": "c", "history": "q"}, "history must be a list"),
        (GOOD | {"id": "c", "evidences": ["x"]}, "unknown field 'evidences'; did you mean"),
        ({"id": "c", "question": "?", "answerable": True, "answer": "x"}, "unknown field 'answer'"),
        (GOOD | {"id": "c", "requierd": [["x"]]}, "did you mean 'required'?"),
        (GOOD | {"id": "c", "evidense": ["x"]}, "did you mean 'evidence'?"),
        (GOOD | {"id": "c", "hisotry": [["q", "a"]]}, "did you mean 'history'?"),
        (BAD | {"id": "c", "Answers": ["x"]}, "did you mean 'answers'?"),
        (GOOD | {"id": "c", "question": "问" * 2001}, "has 2,001 characters, allowed are 2,000"),
    ],
)
def test_a_faulty_line_is_named(file: Path, line: dict[str, Any] | str, complaint: str) -> None:
    write(file, GOOD, line, BAD)
    with pytest.raises(InputError, match="line 2: ") as caught:
        read_questions(file)
    assert complaint in str(caught.value)
    lenient = read_questions(file, lenient=True)
    assert [question.id for question in lenient.questions] == ["a", "b"]
    assert len(lenient.skipped) == 1
    assert complaint in lenient.skipped[0]


def test_questions_that_measure_the_search_alone_need_no_answers(file: Path) -> None:
    asked = {"id": "r", "question": "？", "answerable": True, "type": "retrieval"}
    (question,) = read_questions(write(file, asked | {"positive_ids": ["d"]})).questions
    assert (question.answers, question.required) == ((), ())
    with pytest.raises(InputError, match="names neither documents nor evidence"):
        read_questions(write(file, asked))


def test_drafts_count_once_they_are_accepted(file: Path) -> None:
    drafts = [GOOD | {"id": "d", "accepted": False, "note": "数字句"}, BAD | {"accepted": True}]
    read = read_questions(write(file, *drafts))
    assert ([q.id for q in read.questions], read.drafts, read.ignored) == (["b"], (1,), ())
    with pytest.raises(InputError, match='all 1 questions are drafts; set "accepted" to true'):
        read_questions(write(file, drafts[0]))


def test_columns_of_other_projects_are_ignored_and_told(file: Path) -> None:
    read = read_questions(write(file, GOOD | {"question_id": "7", "answer_starts": [1]}))
    assert read.ignored == ("question_id", "answer_starts")


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_set_is_refused(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(InputError, match="holds no question"):
        read_questions(file, lenient=True)


def test_a_set_of_faults_alone_is_refused_with_the_first(file: Path) -> None:
    write(file, "{", "[]")
    with pytest.raises(InputError, match=r"every question is faulty, the first: .*line 1: broken"):
        read_questions(file, lenient=True)


@pytest.mark.parametrize("name", ["set.xlsx", "SET.CSV"])
def test_a_sheet_is_sent_to_the_import(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"is a sheet; .* import-questions --format sheet"):
        read_questions(tmp_path / name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: cannot be read"):
        read_questions(tmp_path / "none.jsonl")


def test_another_encoding_is_refused_with_its_line(file: Path) -> None:
    file.write_bytes(json.dumps(GOOD).encode() + b"\n" + "问题".encode("gb18030"))
    with pytest.raises(InputError, match="line 2: not UTF-8"):
        read_questions(file)


def test_a_sample_is_drawn_the_same_way_every_time_and_keeps_the_order(file: Path) -> None:
    read = read_questions(write(file, *(GOOD | {"id": str(n)} for n in range(50))))
    drawn = read.sample(10)
    assert drawn == read.sample(10)
    assert len(drawn) == 10
    assert [question.line for question in drawn] == sorted(question.line for question in drawn)
    assert read.sample(None) == read.sample(99) == read.questions
