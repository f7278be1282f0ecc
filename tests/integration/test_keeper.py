"""Documents put in, corrected, removed, brought back, retried; by whom; with real models."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chat.desk import Desk
from chat.server.door import LOCAL, ForbiddenError, Visitor
from index.library import Library
from rag.config import ReaderSettings, Settings
from rag.errors import InputError, LibraryError, LockError
from rag.wiring import build_ingestor, open_library

pytestmark = pytest.mark.integration
READER = Visitor("韩梅梅", may_edit=False)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    library = tmp_path_factory.mktemp("keeper") / "library"
    one = Desk(Settings(library=library, reader=ReaderSettings(backend="rules")))
    yield one
    one.close()


def nothing(stage: str, done: int, total: int, name: str) -> None:
    """Heed no progress."""


def put(desk: Desk, folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    desk.keeper.take_in([path], nothing, LOCAL)


def test_a_corrected_title_is_cited_and_outlives_a_new_version(desk: Desk, tmp_path: Path) -> None:
    put(desk, tmp_path, "通知.txt", "云杉镇通知\n云杉镇共有5个村。\n")
    (before,) = desk.documents()
    desk.keeper.amend(before.doc_id, {"title": "云杉镇村庄情况", "kind": "report"}, LOCAL)
    *_, answer = desk.ask("云杉镇共有几个村？", ())
    assert "5个" in answer.text
    assert [citation.title for citation in answer.citations] == ["云杉镇村庄情况"]
    put(desk, tmp_path, "通知.txt", "云杉镇通知\n云杉镇共有7个村。\n")
    (after,) = desk.documents()
    assert (after.title, after.kind) == ("云杉镇村庄情况", "report")
    assert "7个" in desk.document(after.doc_id).text
    assert desk.library.verify() == []
    for wrong in ({"title": " "}, {"kind": "poem"}, {"written_on": "2025-13"}, {"sha256": "x"}):
        with pytest.raises(InputError):
            desk.keeper.amend(after.doc_id, wrong, LOCAL)


def test_removed_and_brought_back_with_who_did_it(desk: Desk, tmp_path: Path) -> None:
    put(desk, tmp_path, "岛.txt", "白鹭岛概况\n白鹭岛常住人口310人。\n")
    found = next(each for each in desk.documents() if each.title.startswith("白鹭岛"))
    removed = desk.keeper.remove(found.doc_id, Visitor("李雷", may_edit=True))
    assert removed is not None
    *_, answer = desk.ask("白鹭岛常住人口是多少？", ())
    assert "310" not in answer.text
    assert desk.keeper.bring_back(removed[0], LOCAL) == found.title
    *_, answer = desk.ask("白鹭岛常住人口是多少？", ())
    assert "310" in answer.text
    with pytest.raises(LibraryError, match="no longer kept"):
        desk.keeper.bring_back(removed[0], LOCAL)
    restored, taken = desk.ledger.audit.entries(2)
    assert (restored.action, taken.action, taken.user) == ("restore", "remove", "李雷")


def test_a_file_that_cannot_be_read_waits_is_retried_and_dropped(
    desk: Desk, tmp_path: Path
) -> None:
    broken = tmp_path / "损坏.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    desk.keeper.take_in([broken], nothing, LOCAL)
    uploads = desk.settings.library / "uploads"
    (held,) = desk.library.quarantined()
    assert [path.name for path in uploads.iterdir()] == ["损坏.pdf"]
    desk.keeper.retry(held.source, nothing, LOCAL)
    assert desk.library.quarantined()[0].attempts == 2
    with pytest.raises(InputError, match="not in quarantine"):
        desk.keeper.drop("/etc/passwd", LOCAL)
    desk.keeper.drop(held.source, LOCAL)
    assert desk.library.quarantined() == []
    assert list(uploads.iterdir()) == []


def test_an_upload_that_is_refused_while_another_program_writes_is_not_left_behind(
    desk: Desk, tmp_path: Path
) -> None:
    uploads = desk.settings.library / "uploads"
    with desk.library.writing(), pytest.raises(LockError):
        put(desk, tmp_path, "迟到.txt", "白鹭岛通知\n白鹭岛共有3个村。\n")
    assert list(uploads.iterdir()) == []


def test_lost_indexes_are_built_anew_and_readers_change_nothing(desk: Desk) -> None:
    shutil.rmtree(desk.settings.library / "derived")
    problems = desk.keeper.mend(LOCAL)
    assert problems
    assert all(problem.endswith("(repaired)") for problem in problems)
    assert desk.keeper.mend(LOCAL) == []
    for change in (
        lambda: desk.keeper.take_in([], nothing, READER),
        lambda: desk.keeper.amend("x", {}, READER),
        lambda: desk.keeper.remove("x", READER),
        lambda: desk.keeper.bring_back(1, READER),
        lambda: desk.keeper.retry("x", nothing, READER),
        lambda: desk.keeper.drop("x", READER),
        lambda: desk.keeper.mend(READER),
    ):
        with pytest.raises(ForbiddenError):
            change()


def test_another_ingest_is_followed_seldom_where_catching_up_takes_long(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(desk.documents())

    def put_beside(name: str) -> None:
        path = tmp_path / name
        path.write_text(f"{name}概况\n{name}常住人口310人。\n", encoding="utf-8")
        with open_library(desk.settings, desk._encoder) as other:
            build_ingestor(desk.settings, other, desk._encoder).ingest([path])

    monkeypatch.setattr(Library, "catch_up_s", 0.0)
    put_beside("鹤岛.txt")
    assert len(desk.documents()) == before + 1
    monkeypatch.setattr(Library, "catch_up_s", 60.0)
    put_beside("雁岛.txt")
    assert len(desk.documents()) == before + 1
    put(desk, tmp_path, "鸥岛.txt", "鸥岛概况\n鸥岛常住人口31人。\n")
    assert len(desk.documents()) == before + 3
    assert desk.counts() == (before + 3, sum(each.passages for each in desk.documents()))


def test_whoever_serves_a_library_forgets_what_was_deleted_long_ago(tmp_path: Path) -> None:
    settings = Settings(library=tmp_path / "library")
    with closing(Desk(settings)) as desk:
        kept = desk.ledger.conversations
        old, new = (kept.begin("lin", question, {}) for question in ("旧的", "新的"))
        for conversation in (old, new):
            kept.remove("lin", conversation)
    with closing(sqlite3.connect(settings.library / "library.sqlite")) as database, database:
        database.execute(
            "UPDATE conversations SET deleted_at = '2020-01-01T00:00:00+00:00'"
            " WHERE conversation_id = ?",
            (old,),
        )
    with closing(Desk(settings)) as desk:
        for conversation in (old, new):
            desk.ledger.conversations.restore("lin", conversation)
        assert [one.title for one in desk.ledger.conversations.listed("lin")] == ["新的"]
