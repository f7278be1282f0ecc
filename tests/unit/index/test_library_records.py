"""Jobs and quarantine: kept with the documents, out of the way of the indexes."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from index.writer import Writer
from rag.errors import LibraryError
from rag.types import Document
from tests.library_material import (
    cut,
    document_of,
    original_of,
    vectors_of,
)


def test_a_bad_file_stays_in_quarantine_until_it_is_read(library: Library) -> None:
    before = library.generation
    with library.writing() as writer:
        writer.quarantine("a.txt", "1" * 64, "empty file")
        writer.quarantine("a.txt", "1" * 64, "empty file")
    (held,) = library.quarantined()
    assert (held.source, held.reason, held.attempts) == ("a.txt", "empty file", 2)
    with library.writing() as writer:
        writer.quarantine("a.txt", "2" * 64, "not JSON")
    (held,) = library.quarantined()
    assert (held.sha256, held.reason, held.attempts) == ("2" * 64, "not JSON", 1)
    assert library.generation == before
    document = document_of("读得懂的内容", "a.txt")
    with library.writing() as writer:
        writer.put(document, cut(document), vectors_of(cut(document)))
        writer.quarantine("b.txt", "", "gone")
        writer.release("b.txt")
    assert library.quarantined() == []


def test_a_job_tells_how_far_it_came_and_how_it_ended(library: Library) -> None:
    with library.writing() as writer:
        first = writer.start_job(["/papers"])
        writer.note_job(first, "read", 3, 10, {"added": 3})
        (running,) = library.jobs()
        assert (running.state, running.stage, running.done, running.total) == (
            "running", "read", 3, 10,
        )  # fmt: skip
    (killed,) = library.jobs()  # its process is gone: nobody holds the right to write
    assert (killed.state, killed.paths, killed.counts) == (
        "interrupted",
        ("/papers",),
        {"added": 3},
    )
    with library.writing() as writer:
        second = writer.start_job(["/papers"])
        assert [job.state for job in library.jobs()] == ["running", "interrupted"]
        writer.note_job(second, "index", 10, 10, {"added": 7}, "done")
    assert [(job.job_id, job.state) for job in library.jobs()] == [
        (second, "done"), (first, "interrupted"),
    ]  # fmt: skip


def test_a_ledger_sees_and_writes_without_the_right_to_write(library: Library) -> None:
    ledger = library.ledger()
    with library.writing() as writer:
        writer.quarantine("a.txt", "", "reason")
        assert ledger.rows("SELECT count(*) FROM quarantine") == [(1,)]
        with ledger.transaction() as connection:
            connection.execute("DELETE FROM quarantine")
        assert library.quarantined() == []
    ledger.close()


def test_changes_made_together_are_there_wholly_or_not_at_all(
    library: Library, tmp_path: Path
) -> None:
    first, second, third = (document_of(f"第{n}篇内容", f"{n}.txt") for n in range(3))

    def put(writer: Writer, document: Document) -> None:
        original = original_of(document, tmp_path)
        writer.put(document, cut(document), vectors_of(cut(document)), original)

    def break_off(writer: Writer) -> None:
        with writer.together():
            put(writer, second)
            writer.forget_source("0.txt")
            raise ZeroDivisionError

    with library.writing() as writer:
        put(writer, first)
        with pytest.raises(ZeroDivisionError):
            break_off(writer)
    assert [each.doc_id for each in library.documents()] == [first.doc_id]
    assert library.original(first.doc_id) is not None
    with library.writing() as writer, writer.together():
        put(writer, second)
        with pytest.raises(LibraryError):  # this one alone fails
            writer.put(third, cut(third), vectors_of(cut(third))[:, :3])
        writer.forget_source("0.txt")
    assert [each.doc_id for each in library.documents()] == [second.doc_id]
    left = {path.name for path in (library.folder / "originals").iterdir()}
    assert second.sha256 in left
    assert first.sha256 not in left
