"""A library that moves on while it is read, and a disk that is full."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import lock, vectors
from index.ledger import Ledger
from index.lexical import LexicalKind
from index.library import Library
from index.rows import as_document
from index.storage import RowIds, Storage
from rag.errors import LibraryError
from rag.types import Document
from tests.library_material import DIMENSION, ENCODER, cut, document_of, vector_of, vectors_of


class Two:
    """A library that one process writes and another reads."""

    def __init__(self, folder: Path, held: ExitStack) -> None:
        self.folder = folder
        self.writing, self.reading = (
            held.enter_context(
                Library.open(folder, encoder_fingerprint=ENCODER, dimension=DIMENSION, create=True)
            )
            for _ in range(2)
        )

    def put(self, document: Document) -> None:
        passages = cut(document)
        with self.writing.writing() as writer:
            writer.put(document, passages, vectors_of(passages))


@pytest.fixture
def two(tmp_path: Path) -> Any:
    with ExitStack() as held:
        yield Two(tmp_path / "library", held)


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def once(before: Callable[..., Any], then: Callable[[], object]) -> Callable[..., Any]:
    """Return ``before`` with something that happens between its first end and its return."""
    left = [then]

    def wrapped(*values: Any) -> Any:
        result = before(*values)
        while left:
            left.pop()()
        return result

    return wrapped


def test_after_one_failure_the_index_is_not_taken_for_the_newest(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = two.reading.lexical_index()
    assert index.search("渡船", 5) == []
    two.put(document_of("白鹭岛渡船每天两班。", "a.txt"))
    two.reading.refresh()
    with monkeypatch.context() as patched:
        patched.setattr(Storage, "commit", full)
        with pytest.raises(LibraryError, match="No space left"):
            index.search("渡船", 5)
    assert len(index.search("渡船", 5)) == 1


def test_a_document_read_before_a_refresh_is_not_kept_after_it(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (Document("d", "", text, "a.txt", digit * 64) for digit, text in ("1旧", "2新"))
    two.put(old)
    two.reading.refresh()

    def move_on() -> None:
        two.put(new)
        two.reading.refresh()

    monkeypatch.setattr("index.shelf.as_document", once(as_document, move_on))
    assert two.reading.document("d").text == "旧"
    assert two.reading.document("d").text == "新"


def test_a_passage_that_goes_while_an_index_is_built_is_no_fault(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = document_of("第一份文件。", "a.txt"), document_of("第二份文件。", "b.txt")
    two.put(first)
    two.put(second)
    two.reading.refresh()

    def move_on() -> None:
        with two.writing.writing() as writer:
            writer.forget_source("a.txt")
        two.reading.refresh()

    source = two.reading._source
    monkeypatch.setattr(source, "rows", once(source.rows, move_on))
    ((row, _),) = two.reading.vector_index().search(vector_of("x"), 5)
    assert two.reading.passages([row])[0].doc_id == second.doc_id


def test_a_full_disk_is_told_of(two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two.put(document_of("白鹭岛渡船每天两班。", "a.txt"))

    def refuse(*_: object) -> None:
        raise RuntimeError("Error in x.cpp:1: Error: 'ret == 1' failed: write error (disk full)")

    monkeypatch.setattr(vectors.faiss, "write_index", refuse)
    with pytest.raises(LibraryError, match=r"vectors.faiss: cannot be written \(write error"):
        two.writing.build_indexes()
    rows: RowIds = np.empty(0, np.int64)
    with pytest.raises(LibraryError, match="cannot be written"):
        LexicalKind(two.writing._source).build(tmp_path / "not there", rows)
    monkeypatch.setattr(lock, "_announce", full)
    with pytest.raises(LibraryError, match="No space left"), two.writing.writing():
        pass


def test_the_log_of_a_reader_that_stays_open_does_not_grow_for_ever(two: Two) -> None:
    log = two.folder / "library.sqlite-wal"
    two.writing.close()
    with Ledger(two.reading.ledger()) as ledger:
        for number in range(40):
            ledger.audit.note("李雷", "upload", "甲" * 500, str(number))
            two.reading.refresh()
    assert log.stat().st_size < 100_000


def test_documents_are_counted(two: Two) -> None:
    two.put(document_of("第一份文件。", "a.txt"))
    two.put(document_of("第二份文件。", "b.txt"))
    assert (two.reading.document_count, two.writing.document_count) == (0, 2)
