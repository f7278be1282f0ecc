"""Documents set aside, brought back and forgotten; who did what."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.ledger import Ledger
from index.library import Library
from rag.errors import InputError, LibraryError
from tests.library_material import cut, document_of, original_of, vectors_of

TEXT = "低空经济试点在三个县开展，共开通航线十七条。" * 8


def test_what_was_set_aside_comes_back_whole(library: Library, tmp_path: Path) -> None:
    document = document_of(TEXT, "甲.txt", "甲")
    passages = cut(document)
    with library.writing() as writer:
        writer.put(document, passages, vectors_of(passages), original_of(document, tmp_path), "r1")
    library.build_indexes()
    query = vectors_of(passages)[0]
    before = library.vector_index().search(query, 3)
    with library.writing() as writer:
        entry = writer.set_aside(document.doc_id, "李雷")
    assert entry is not None
    assert library.documents() == []
    assert library.vector_index().search(query, 3) == []
    (held,) = library.removed()
    assert (held.entry, held.title, held.removed_by) == (entry, "甲", "李雷")
    assert library.verify() == [], "the original is kept for the one who changes their mind"
    with library.writing() as writer:
        assert writer.bring_back(entry) == document.doc_id
    assert library.document(document.doc_id) == document
    assert library.vector_index().search(query, 3) == before
    assert library.current("r1") == {"甲.txt": document.sha256}
    assert library.original(document.doc_id) is not None
    assert library.removed() == []
    assert library.verify() == []


def test_a_document_that_is_there_again_is_not_brought_back(library: Library) -> None:
    document = document_of(TEXT, "甲.txt", "甲")
    with library.writing() as writer:
        writer.put(document, cut(document), vectors_of(cut(document)))
        entry = writer.set_aside(document.doc_id)
        assert entry is not None
        writer.put(document, cut(document), vectors_of(cut(document)))
        with pytest.raises(LibraryError, match="in the library again"):
            writer.bring_back(entry)
        with pytest.raises(LibraryError, match="no longer kept"):
            writer.bring_back(entry + 1)
        assert writer.set_aside("nobody") is None
    assert library.document(document.doc_id) == document


def test_after_a_month_it_is_forgotten_and_its_file_goes(library: Library, tmp_path: Path) -> None:
    first, second = document_of(TEXT, "甲.txt"), document_of(TEXT + "续", "乙.txt")
    with library.writing() as writer:
        for document in (first, second):
            kept = original_of(document, tmp_path)
            writer.put(document, cut(document), vectors_of(cut(document)), kept)
        writer.set_aside(first.doc_id)
        with sqlite3.connect(library.folder / "library.sqlite") as other:
            other.execute("UPDATE removed SET removed_at = '2020-01-01T00:00:00+00:00'")
        other.close()
        writer.set_aside(second.doc_id)
    assert [held.doc_id for held in library.removed()] == [second.doc_id]
    assert [path.name for path in (library.folder / "originals").iterdir()] == [second.sha256]


def test_corrections_of_a_source_add_up(library: Library) -> None:
    with library.writing() as writer:
        writer.amend("甲.txt", {"title": "旧", "kind": "news"})
        writer.amend("甲.txt", {"title": "新"})
    assert library.amendments("甲.txt") == {"title": "新", "kind": "news"}
    assert library.amendments("乙.txt") == {}


def test_corrections_go_and_come_back_with_what_is_set_aside(library: Library) -> None:
    document = document_of(TEXT, "甲.txt", "甲")
    with library.writing() as writer:
        writer.put(document, cut(document), vectors_of(cut(document)))
        writer.amend("甲.txt", {"title": "新"})
        entry = writer.set_aside(document.doc_id)
        assert entry is not None
        assert library.amendments("甲.txt") == {}
        writer.bring_back(entry)
        assert library.amendments("甲.txt") == {"title": "新"}
        writer.forget_source("甲.txt")
    assert library.amendments("甲.txt") == {}


def test_the_audit_log_is_written_while_the_library_is(library: Library) -> None:
    with library.writing(), Ledger(library.ledger()) as ledger:
        ledger.audit.note("李雷", "upload", "甲.txt", "新增 1")
        ledger.audit.note("韩梅梅", "remove", "\ud800<b>" + "长" * 900)
    with Ledger(library.ledger()) as ledger:
        newest, oldest = ledger.audit.entries()
    assert (oldest.user, oldest.action, oldest.subject, oldest.detail) == (
        "李雷", "upload", "甲.txt", "新增 1",
    )  # fmt: skip
    assert newest.subject.startswith("?<b>长")
    assert len(newest.subject) == 500


def test_accounts_are_refused_twice_and_with_bad_names(library: Library) -> None:
    with Ledger(library.ledger()) as ledger:
        ledger.accounts.add("李雷", "editor", "hash", "now")
        for name, role in (("李雷", "editor"), ("", "reader"), ("a:b", "reader"), ("a", "king")):
            with pytest.raises(InputError):
                ledger.accounts.add(name, role, "hash", "now")
        with pytest.raises(InputError, match="no account"):
            ledger.accounts.remove("韩梅梅")
        ledger.accounts.remove("李雷")
        assert ledger.accounts.all() == []
