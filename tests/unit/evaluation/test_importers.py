"""Sets of other projects, cut to the least that shows their shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from evaluation.importers.importing import FORMATS, Imported, import_questions
from evaluation.importers.squad import sentence_of
from evaluation.sets import Question, read_questions
from ingest.loaders import load
from rag.cli.__main__ import app
from rag.errors import InputError

CONTEXT = "澜江市发布行动计划。到2027年建成综合场景30个！其余另行通知。"


def put(path: Path, *records: Any) -> Path:
    """Write one JSON value a line."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records))
    return path


def run(name: str, source: Path, **more: Any) -> tuple[Imported, list[Question], list[Any]]:
    """Import, and read back questions and documents with the ordinary reader."""
    out, corpus = source.parent / "out.jsonl", source.parent / "documents.jsonl"
    done = import_questions(name, source, out, corpus, **more)
    documents = (
        [json.loads(line) for line in corpus.read_text().splitlines()] if done.documents else []
    )
    assert corpus.exists() == bool(done.documents)
    return done, list(read_questions(out).questions), documents


def squad(*asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": [
            {"title": "计划", "paragraphs": [{"id": "p1", "context": CONTEXT, "qas": list(asked)}]}
        ]
    }


def test_squad_and_drcd(tmp_path: Path) -> None:
    good = {"id": "q1", "question": "几个？", "answers": [{"text": "30个", "answer_start": 21}]}
    bad = {"id": "q2", "question": "几座？", "answers": [], "is_impossible": True}
    _, questions, documents = run("squad", put(tmp_path / "s.json", squad(good, bad)))
    assert documents == [{"id": "p1", "title": "计划", "text": CONTEXT}]
    first, second = questions
    assert first.answers == ("30个",)
    assert first.evidence == ("到2027年建成综合场景30个！",)
    assert first.positive_ids == first.context_ids == ("p1",)
    assert (second.answerable, second.answers, second.context_ids) == (False, (), ("p1",))


def test_cmrc_as_it_was_first_published(tmp_path: Path) -> None:
    asked = {
        "query_id": "T1_Q",
        "query_text": "几个？",
        "answers": ["30个", "30个", "综合场景30个"],
    }
    old = [{"context_id": "T1", "context_text": CONTEXT, "title": "计划", "qas": [asked]}]
    _, (question,), documents = run("cmrc", put(tmp_path / "c.json", old))
    assert (question.id, question.answers) == ("T1_Q", ("30个", "综合场景30个"))
    assert documents[0]["id"] == "T1"


@pytest.mark.parametrize(
    ("answer", "start", "expected"),
    [
        ("30个", 21, "到2027年建成综合场景30个！"),
        ("30个", 3, "到2027年建成综合场景30个！"),  # a wrong start is not believed
        ("澜江", 0, "澜江市发布行动计划。"),
        ("通知", None, "其余另行通知。"),
        ("计划。", None, "澜江市发布行动计划。"),
        ("没有", None, ""),
        ("", 0, ""),
    ],
)
def test_the_sentence_of_an_answer(answer: str, start: int | None, expected: str) -> None:
    assert sentence_of(CONTEXT, answer, start) == expected


def test_dureader_of_both_shapes(tmp_path: Path) -> None:
    record = {
        "question_id": 7,
        "question": "几个？",
        "question_type": "ENTITY",
        "answers": ["30个"],
        "documents": [
            {"title": "甲", "paragraphs": [CONTEXT, "又一段。"], "is_selected": True},
            {"title": "乙", "paragraphs": ["别的。"], "is_selected": False},
        ],
    }
    source = put(tmp_path / "two.json", record, record | {"question_id": 8})
    done, (question, _), documents = run("dureader", source)
    assert (done.questions, done.documents) == (2, 2)
    assert (question.id, question.type) == ("7", "fact")
    assert question.positive_ids == (documents[0]["id"],)
    assert documents[0]["text"] == f"{CONTEXT}\n又一段。"
    robust = {"id": "q1", "question": "几个？", "answers": [{"text": "30个", "answer_start": 21}]}
    _, (same,), _ = run("dureader", put(tmp_path / "robust.json", squad(robust)))
    assert same.positive_ids == ("p1",)


def test_rgb_asks_twice_and_requires_every_part(tmp_path: Path) -> None:
    record = {
        "id": 3,
        "query": "谁和谁？",
        "answer": [["甲", "阿甲"], ["乙"]],
        "positive": [["甲来了。"], ["乙来了。"]],
        "negative": ["丙来了。"],
    }
    done, (amid, declined), documents = run("rgb", put(tmp_path / "zh_int.json", record))
    assert (done.questions, done.documents) == (2, 3)
    assert amid.required == (("甲", "阿甲"), ("乙",))
    assert len(amid.context_ids) == 3
    assert declined.context_ids == (documents[2]["id"],)
    assert not declined.answerable
    flat = record | {"answer": ["甲", "乙"], "positive": ["甲来了。"], "negative": []}
    _, (only,), _ = run("rgb", put(tmp_path / "zh.json", flat))
    assert only.required == (("甲",), ("乙",))


def test_rageval_folder(tmp_path: Path) -> None:
    folder = tmp_path / "dragonball"
    folder.mkdir()
    put(
        folder / "docs.jsonl",
        {
            "doc_id": 40,
            "domain": "Finance",
            "language": "zh",
            "company_name": "甲公司",
            "content": CONTEXT,
        },
        {"doc_id": 41, "domain": "Finance", "language": "en", "content": "English."},
    )
    truth = {
        "doc_ids": [40],
        "content": "30个。",
        "references": ["建成综合场景30个"],
        "keypoints": ["x"],
    }
    query = {"domain": "Finance", "language": "zh", "ground_truth": truth}
    put(
        folder / "queries.jsonl",
        query | {"query": {"query_id": 1, "query_type": "事实性问题", "content": "几个？"}},
        query | {"query": {"query_id": 2, "query_type": "无关无解问", "content": "票价？"}},
    )
    _, (first, second), documents = run("rageval", folder)
    assert [d["id"] for d in documents] == ["Finance-40"]
    assert (first.id, first.type, first.positive_ids) == ("Finance-1", "fact", ("Finance-40",))
    assert first.evidence == ("建成综合场景30个",)
    assert not second.answerable


def test_crud_rag_takes_its_questions_only(tmp_path: Path) -> None:
    asked = {"ID": "a1", "event": "事", "news1": "一则。", "questions": "几个？", "answers": "30个"}
    tasks = {
        "event_summary": [{"ID": "s"}],
        "questanswer_1doc": [asked],
        "questanswer_2docs": [asked | {"ID": "a2", "news2": "二则。"}],
    }
    _, (one, two), documents = run("crud-rag", put(tmp_path / "split.json", tasks))
    assert (one.type, two.type) == ("fact", "multihop")
    assert two.positive_ids == tuple(document["id"] for document in documents)


def test_crud_rag_as_it_is_published_has_no_titles_and_uses_an_id_in_several_tasks(
    tmp_path: Path,
) -> None:
    news = "2023-07-28 10:14:27，正文：澜江市发布三十项场景，其中十项面向低空经济。"
    other = "2023-07-29 09:00:00，正文：青岚市发布二十项场景。"
    asked = {"ID": "64c3", "event": "", "questions": "发布了多少项场景？"}
    tasks = {
        "event_summary": [{"ID": "64c3", "event": "", "text": news, "summary": "…"}],
        "continuing_writing": [],
        "hallu_modified": [],
        "questanswer_1doc": [asked | {"news1": news, "answers": "三十项"}],
        "questanswer_2docs": [asked | {"news1": news, "news2": other, "answers": "五十项"}],
        "questanswer_3docs": [],
    }
    done, (one, two), documents = run("crud-rag", put(tmp_path / "split_merged.json", tasks))
    assert (one.id, two.id) == ("questanswer_1doc-64c3", "questanswer_2docs-64c3")
    assert [document["title"] for document in documents] == ["", ""]
    corpus = tmp_path / "documents.jsonl"
    loaded = list(load(corpus, corpus.name))
    assert [document.doc_id for document in loaded] == list(two.positive_ids)
    assert all(document.title for document in loaded)
    assert done.skipped == ()


@pytest.mark.parametrize("qrels", ["test.tsv", "test.jsonl"])
def test_beir_measures_retrieval_alone(tmp_path: Path, qrels: str) -> None:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    put(
        folder / "corpus.jsonl",
        {"_id": "d1", "title": "题", "text": CONTEXT},
        {"_id": "d2", "text": "别的"},
    )
    put(
        folder / "queries.jsonl", {"_id": "q1", "text": "几个？"}, {"_id": "unjudged", "text": "？"}
    )
    rows = [("q1", "d1", "1"), ("q1", "d2", "0")]
    if qrels.endswith("tsv"):
        lines = ["\t".join(row) for row in [("query-id", "corpus-id", "score"), *rows]]
        (folder / "qrels" / qrels).write_text("\n".join(lines) + "\n")
    else:
        put(
            folder / "qrels" / qrels,
            *({"query-id": q, "corpus-id": d, "score": int(s)} for q, d, s in rows),
        )
    _, (question,), documents = run("beir", folder)
    assert (question.id, question.type, question.answers) == ("q1", "retrieval", ())
    assert question.positive_ids == ("d1",)
    assert len(documents) == 2


def test_ragas_as_lines_and_as_csv(tmp_path: Path) -> None:
    record = {"user_input": "几个？", "reference": "30个", "reference_contexts": [CONTEXT]}
    _, (first,), _ = run("ragas", put(tmp_path / "testset.jsonl", record))
    assert (first.answers, first.evidence) == (("30个",), (CONTEXT,))
    (tmp_path / "old.csv").write_text(
        f"question,contexts,ground_truth\n几个？,\"['{CONTEXT}']\",30个\n票价？,[],\n"
    )
    _, (same, none), _ = run("ragas", tmp_path / "old.csv")
    assert same.evidence == (CONTEXT,)
    assert not none.answerable


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("squad", {}, "expected"),
        (
            "squad",
            {"data": [{"paragraphs": [{"qas": []}]}]},
            "data\\[0\\].paragraphs\\[0\\]: it has no context",
        ),
        ("squad", squad({"question": "", "answers": ["30个"]}), "qas\\[0\\]: question must be"),
        (
            "squad",
            squad(*[{"id": "same", "question": "？", "answers": ["30个"]}] * 2),
            "qas\\[1\\]: id 'same' is already used",
        ),
        ("crud-rag", {"event_summary": []}, "none of questanswer_1doc"),
        ("rageval", {"language": "zh"}, "neither a query nor a document"),
        ("ragas", {"answer": "x"}, "no question; expected a column"),
        ("ragas", {"user_input": ["问", "答"]}, "several turns"),
    ],
)
def test_what_does_not_fit_is_named(
    tmp_path: Path, name: str, content: Any, complaint: str
) -> None:
    source = put(tmp_path / "set.json", content)
    with pytest.raises(InputError, match=complaint):
        import_questions(name, source, tmp_path / "o.jsonl", tmp_path / "c.jsonl")
    assert not list(tmp_path.glob("o.jsonl*"))


def test_lines_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_bytes(
        b'{"user_input": "?", "reference": "x"}\n' * 500 + b"\xff\n"
    )  # past the first block that is read
    with pytest.raises(InputError, match="cannot be read"):
        import_questions("ragas", tmp_path / "r.jsonl", tmp_path / "o", tmp_path / "c")
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    put(folder / "corpus.jsonl", {"_id": "d1", "text": "甲"})
    put(folder / "queries.jsonl", {"_id": "q1", "text": "？"})
    for judged in (b"query-id\tcorpus-id\n\xff", b"query-id\tcorpus-id\n" + b"x" * 200_000):
        (folder / "qrels" / "test.tsv").write_bytes(judged)
        with pytest.raises(InputError, match="cannot be read"):
            import_questions("beir", folder, tmp_path / "o", tmp_path / "c")


def test_json_lines_are_told_from_one_json_value(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"data": []}\n{"data": []}\n')
    with pytest.raises(InputError, match=r"more follows on line 2 \(JSON Lines\?\)"):
        import_questions("squad", tmp_path / "s.json", tmp_path / "o", tmp_path / "c")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_falls_over_rubbish(tmp_path: Path, name: str) -> None:
    for at, rubbish in enumerate(
        (b"", b"\xff\xfe\x00", b"{}", b"[[[", b'{"data": [3, {"paragraphs": 4}]}')
    ):
        source = tmp_path / f"{at}.json"
        source.write_bytes(rubbish)
        with pytest.raises(InputError):
            import_questions(name, source, tmp_path / "o.jsonl", tmp_path / "c.jsonl")


def test_lenient_leaves_out_and_lists(tmp_path: Path) -> None:
    good = {"id": "q1", "question": "几个？", "answers": ["30个"]}
    source = put(tmp_path / "s.json", squad(good, good))
    done, questions, _ = run("squad", source, lenient=True)
    assert len(questions) == 1
    assert done.skipped == ("data[0].paragraphs[0].qas[1]: id 'q1' is already used",)


def test_a_format_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    words = ["import-questions", "a", "--out", str(tmp_path / "b"), "--format", "squat"]
    asked = CliRunner().invoke(app, words)
    assert asked.exit_code == 2
    assert "squat: not known; allowed: squad" in " ".join(asked.stderr.replace("│", " ").split())
