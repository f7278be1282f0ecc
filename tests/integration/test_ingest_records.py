"""What an ingest leaves in the library besides documents: jobs, quarantine, relations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import ModelError
from tests.integration.test_ingest_pipeline import SENTENCE, Desk, counts, letter

pytestmark = pytest.mark.integration


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.library.close()


def test_a_bad_file_is_set_aside_and_tried_again_on_demand(desk: Desk) -> None:
    good, bad = desk.write("好.txt", letter("云州")), desk.docs / "坏.txt"
    bad.write_bytes(b"\x00\x01\x02" * 50)
    first = desk.ingest()
    assert [(Path(source).name) for source, _ in first.failed] == ["坏.txt"]
    (held,) = desk.library.quarantined()
    assert (Path(held.source).name, held.reason, held.attempts) == ("坏.txt", first.failed[0][1], 1)

    again = desk.ingest()
    assert (again.failed, again.set_aside, again.unchanged) == ([], 1, 1)
    assert desk.ingest(bad).failed  # who names it wants it tried
    assert desk.ingestor.retry().failed
    assert desk.library.quarantined()[0].attempts == 3

    bad.write_text(letter("海川"), encoding="utf-8")
    assert counts(desk.ingest()) == (1, 0, 1, 0)
    assert desk.library.quarantined() == []

    bad.write_bytes(b"\x00\x01\x02" * 51)
    assert desk.ingest().failed
    assert len(desk.titles()) == 2  # what it held before stays
    bad.unlink()
    assert desk.ingestor.retry().removed == 1
    assert desk.library.quarantined() == []
    good.unlink()
    assert counts(desk.ingest()) == (0, 0, 0, 1)


def test_a_bad_file_that_is_gone_leaves_quarantine(desk: Desk) -> None:
    bad = desk.docs / "坏.txt"
    bad.write_bytes(b"\x00\x01\x02" * 50)
    desk.ingest()
    bad.unlink()
    desk.ingest()
    assert desk.library.quarantined() == []


def test_a_job_is_noted_to_its_end(desk: Desk) -> None:
    desk.write("甲.txt", letter("云州"))
    desk.ingest()
    (job,) = desk.library.jobs()
    assert (job.state, job.stage, job.done, job.total) == ("done", "index", 1, 1)
    assert (job.counts["added"], job.counts["failed"]) == (1, 0)
    assert job.paths == (desk.docs.resolve().as_posix(),)


def test_a_job_that_fails_says_why_and_the_next_one_finishes_it(desk: Desk) -> None:
    for number in range(200):
        desk.write(f"{number}.txt", letter(f"云{number}"))
    encode, calls = desk.encoder.encode_passages, iter(range(100))

    def failing(texts: list[str]) -> object:
        if next(calls) > 4:
            raise ModelError("the endpoint went away")
        return encode(texts)

    desk.encoder.encode_passages = failing  # type: ignore[method-assign, assignment]
    with pytest.raises(ModelError):
        desk.ingest()
    assert (desk.library.jobs()[0].state, desk.library.jobs()[0].error) == (
        "failed",
        "the endpoint went away",
    )
    kept = len(desk.titles())
    assert 0 < kept < 200
    desk.encoder.encode_passages = encode  # type: ignore[method-assign]
    finished = desk.ingest()
    assert (finished.added, finished.unchanged) == (200 - kept, kept)


def test_relations_are_read_and_tell_what_is_repealed(desk: Desk) -> None:
    old = (
        "甲市人民政府关于印发甲市场景办法的通知\n甲政发〔2019〕7号\n" + SENTENCE + "\n2019年3月1日"
    )
    new = (
        "甲市人民政府关于印发甲市场景实施办法的通知\n甲政发〔2024〕2号\n"
        "本办法自印发之日起施行，《甲市场景办法》（甲政发〔2019〕7号）同时废止。\n2024年5月6日"
    )
    desk.write("旧.txt", old)
    desk.write("新.txt", new)
    desk.ingest()
    by_number = {each.number: each.doc_id for each in desk.library.documents()}
    standing = desk.library.standing(list(by_number.values()))
    assert set(standing) == {by_number["甲政发〔2019〕7号"]}
    assert "甲政发〔2024〕2号）废止（2024-05-06）" in standing[by_number["甲政发〔2019〕7号"]].label
    (desk.docs / "新.txt").unlink()
    desk.ingest()
    assert desk.library.standing(list(by_number.values())) == {}


def test_a_renamed_file_keeps_its_document(desk: Desk) -> None:
    before = desk.write("旧名.txt", letter("云州"))
    desk.ingest()
    (held,) = desk.library.documents()
    rows = desk.library._source.rows().tolist()
    before.rename(desk.docs / "新名.txt")
    summary = desk.ingest()
    assert summary.encoded == 0
    (renamed,) = desk.library.documents()
    assert renamed.doc_id == held.doc_id
    assert Path(renamed.source).name == "新名.txt"
    assert desk.library._source.rows().tolist() == rows


def test_an_unchanged_corpus_file_is_not_read_and_one_changed_record_alone_is(desk: Desk) -> None:
    def write(changed: str = "") -> None:
        records = [
            {
                "id": str(n),
                "title": f"第{n}篇",
                "text": f"{SENTENCE * 3}编号{n}{changed * (n == 7)}。",
            }
            for n in range(200)
        ]
        lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in records)
        desk.write("corpus.jsonl", lines)

    write()
    assert desk.ingest().added == 200
    told: list[str] = []
    desk.ingestor.ingest([desk.docs], lambda stage, *rest: told.append(rest[-1]))
    assert not any(name.endswith("#7") for name in told)
    write("改了")
    changed = desk.ingest()
    assert (counts(changed), changed.encoded) == ((0, 1, 199, 0), 1)
    with desk.library.writing() as writer:
        writer.forget_source(f"{(desk.docs / 'corpus.jsonl').resolve().as_posix()}#11")
    assert desk.ingest().added == 1


def test_one_paragraph_of_two_hundred_documents(desk: Desk) -> None:
    """Only the changed passages are embedded again, counted."""
    parts = [f"{mark}、第{mark}部分\n{mark * 3}{SENTENCE * 6}" for mark in "一二三四五六"]
    for number in range(200):
        desk.write(f"{number}.txt", f"甲{number}市关于场景开放的意见\n" + "\n".join(parts))
    whole = desk.ingest()
    assert whole.added == 200
    assert whole.encoded >= 1200
    parts[3] = parts[3].replace("明确时间表", "公布时间表", 1)
    desk.write("77.txt", "甲77市关于场景开放的意见\n" + "\n".join(parts))
    changed = desk.ingest()
    assert (changed.updated, changed.unchanged) == (1, 199)
    assert changed.encoded == len(desk.encoder.encoded) == 1
    assert "公布时间表" in desk.encoder.encoded[0]


def test_grown_step_by_step_answers_as_built_at_once(desk: Desk, tmp_path: Path) -> None:
    texts = {f"{n}.txt": letter(f"云{n}") + f"专项资金{n}万元用于低空经济。\n" for n in range(60)}
    for name in list(texts)[:20]:
        desk.write(name, texts[name])
    desk.ingest()
    for name in list(texts)[15:45]:
        desk.write(name, texts[name] + "旧的一段。" * 5)
    desk.ingest()
    (desk.docs / "3.txt").unlink()
    desk.ingest()
    for name, text in texts.items():
        desk.write(name, text)
    desk.ingest()

    (tmp_path / "anew").mkdir()
    anew = Desk(tmp_path / "anew")
    for name, text in texts.items():
        anew.write(name, text)
    anew.ingest()
    for question in ["低空经济专项资金", "云7市的任务", "试验环境", "专项资金33万元"]:
        vector = desk.encoder.encode_queries([question])[0]
        assert _found(desk, vector, question) == _found(anew, vector, question)
    anew.library.close()


def _found(desk: Desk, vector: object, question: str) -> tuple[list[str], list[str]]:
    """Return the texts both indexes find, equal scores in the order of their texts."""
    library = desk.library
    dense = library.vector_index().search(vector, 20)  # type: ignore[arg-type]
    words = library.lexical_index().search(question, 300)
    found = []
    for pairs, places in ((dense, 3), (words, 2)):
        passages = library.passages([row for row, _ in pairs])
        scored = zip((round(score, places) for _, score in pairs), passages, strict=True)
        found.append(sorted(f"{-score:.3f} {each.text}" for score, each in scored))
    return found[0], found[1][:20]


def test_a_followed_folder_is_searched_as_it_is(desk: Desk) -> None:
    first, second = desk.write("一.txt", letter("云州")), desk.write("二.txt", letter("海川"))
    desk.ingest()
    ids = {each.title: each.doc_id for each in desk.library.documents()}
    moved = first.rename(desk.docs / "改名.txt")
    second.unlink()
    third = desk.write("三.txt", "白鹭码头新开十条测试航线。" + SENTENCE * 3)
    summary = desk.ingestor.follow([moved, third], [str(first.resolve()), str(second.resolve())])
    assert counts(summary) == (1, 0, 1, 1)  # a rename removes nothing
    assert {each.title: each.doc_id for each in desk.library.documents()}[
        "云州市人民政府关于开放试验环境的意见"
    ] == ids["云州市人民政府关于开放试验环境的意见"]
    assert any("白鹭码头" in text for text in desk.found("白鹭码头"))
    assert not any("海川" in text for text in desk.found("海川市的任务"))
