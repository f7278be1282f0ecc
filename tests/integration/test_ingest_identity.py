"""Which document a file or record is: under which id it is stored, and whose corrections it has."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import Ingestor
from rag.config import IngestSettings
from tests.integration.test_ingest_pipeline import Desk, counts, letter, record

pytestmark = pytest.mark.integration


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.library.close()


def ids(desk: Desk) -> dict[str, str]:
    return {Path(each.source).name: each.doc_id for each in desk.library.documents()}


def titles(desk: Desk) -> dict[str, str]:
    return {Path(each.source).name: each.title for each in desk.library.documents()}


def amend(desk: Desk, title: str) -> None:
    (only,) = desk.library.documents()
    desk.ingestor.amend(only.doc_id, {"title": title})


def test_a_record_that_changes_keeps_its_id_and_leaves_the_one_of_another_file(desk: Desk) -> None:
    desk.write("一.jsonl", record(1, "白鹭码头。"))
    desk.write("二.jsonl", record(1, "苍鹰机场。"))
    desk.ingest()
    before = ids(desk)
    for name, new, kept in (("二", "苍鹰车站", "白鹭码头"), ("一", "白鹭公园", "苍鹰车站")):
        desk.write(f"{name}.jsonl", record(1, f"{new}。"))
        assert counts(desk.ingest()) == (0, 1, 1, 0)
        assert ids(desk) == before
        for place in (new, kept):
            assert any(place in text for text in desk.found(place))


def test_a_record_of_two_files_that_changes_in_one_stays_in_the_other(desk: Desk) -> None:
    for name in ("一", "二"):
        desk.write(f"{name}.jsonl", record(1, "白鹭码头。"))
    desk.ingest()
    assert len(ids(desk)) == 1
    desk.write("二.jsonl", record(1, "苍鹰机场。"))
    assert counts(desk.ingest()) == (0, 1, 1, 0)
    assert ids(desk)["一.jsonl#r1"] == "r1"
    assert "苍鹰机场" in desk.library.document(ids(desk)["二.jsonl#r1"]).text


def test_an_id_made_longer_is_no_more_taken_from_another_than_a_short_one(desk: Desk) -> None:
    desk.write("一.jsonl", record(1, "白鹭码头。"))
    desk.write("二.jsonl", record(1, "苍鹰机场。"))
    desk.ingest()
    desk.write("二.jsonl", record(1, "苍鹰车站。"))  # it keeps the id made of the old text
    desk.ingest()
    desk.write("四.jsonl", record(1, "苍鹰机场。"))
    assert counts(desk.ingest()) == (1, 0, 2, 0)
    assert len(ids(desk)) == 3


def test_corrections_go_with_a_file_that_is_renamed_or_copied(desk: Desk) -> None:
    first = desk.write("甲.txt", letter("云州"))
    desk.ingest()
    amend(desk, "云州意见")
    first.rename(desk.docs / "乙.txt")
    assert counts(desk.ingest()) == (0, 0, 1, 0)
    assert titles(desk) == {"乙.txt": "云州意见"}
    shutil.copy(desk.docs / "乙.txt", desk.docs / "丙.txt")
    desk.ingest()
    amend(desk, "云州市意见")  # of both names, whichever goes
    (desk.docs / "丙.txt").unlink()
    desk.write("乙.txt", letter("云州") + "补充一段。")
    desk.ingest()
    assert titles(desk) == {"乙.txt": "云州市意见"}


def test_corrections_do_not_stick_to_another_file_of_the_same_name(desk: Desk) -> None:
    path = desk.write("甲.txt", letter("云州"))
    desk.ingest()
    amend(desk, "云州意见")
    path.unlink()
    desk.ingest()
    desk.write("甲.txt", letter("海川"))
    desk.ingest()
    assert "海川" in titles(desk)["甲.txt"]


def test_a_correction_of_what_another_program_read_is_no_new_reading(desk: Desk) -> None:
    desk.write("甲.txt", letter("云州"))
    desk.ingest()
    desk.ingestor = Ingestor(
        desk.library, desk.encoder, IngestSettings(target_chars=100, max_chars=150)
    )
    amend(desk, "云州意见")
    assert counts(desk.ingest()) == (0, 1, 0, 0)
    assert counts(desk.ingest()) == (0, 0, 1, 0)
