"""A library in a folder where one may read and not write."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index import database
from index.library import Library
from rag.errors import LibraryError
from tests.library_material import DIMENSION, ENCODER, cut, document_of, vectors_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of one document, with both indexes."""
    document = document_of("白鹭岛渡船每天两班。", "a.txt")
    with opened(tmp_path / "library") as library:
        with library.writing() as writer:
            writer.put(document, cut(document), vectors_of(cut(document)))
        library.build_indexes()
    return tmp_path / "library"


def opened(folder: Path) -> Library:
    return Library.open(folder, encoder_fingerprint=ENCODER, dimension=DIMENSION, create=True)


def only_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)


def test_both_indexes_are_used_as_they_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (folder / "derived").glob("*/.tantivy-*.lock"):
        path.unlink()
    before = sorted((folder / "derived").rglob("*"))
    only_read(monkeypatch)
    with opened(folder) as library:
        assert library.lexical_index().search("渡船", 5)
        assert library.vector_index().search(np.eye(DIMENSION, dtype=np.float32)[0], 5)
        assert library.verify() == []
        assert library.notices == []
    assert sorted((folder / "derived").rglob("*")) == before


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_whoever_may_read_the_library_may_read_its_indexes(folder: Path) -> None:
    files = [path for path in (folder / "derived").glob("*/*") if path.suffix != ".lock"]
    assert files
    for path in files:
        assert path.stat().st_mode & 0o666 == path.parent.stat().st_mode & 0o666


def test_an_index_that_may_not_be_read_is_not_called_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("index.manifest._sha256", refuse)
    with opened(folder) as library:
        assert "cannot be read (Permission denied)" in library.verify()[0]


def test_changes_that_only_the_log_holds_are_not_left_out(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied, late = tmp_path / "copied", document_of("青石县下辖七个乡镇。", "b.txt")
    with opened(folder) as library:
        with library.writing() as writer:
            writer.put(late, cut(late), vectors_of(cut(late)))
        shutil.copytree(folder, copied, ignore=shutil.ignore_patterns("*-shm"))
    connected = database._connected

    def without_shared_memory(uri: str) -> sqlite3.Connection:
        if "immutable" not in uri:
            raise sqlite3.OperationalError("unable to open database file")
        return connected(uri)

    only_read(monkeypatch)
    monkeypatch.setattr(database, "_connected", without_shared_memory)
    with opened(folder) as library:
        assert len(library.documents()) == 2  # closed well, it left no log
    with pytest.raises(LibraryError, match="last changes are in library"):
        opened(copied)
