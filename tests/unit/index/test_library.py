"""A library keeps whole documents, replaces them cleanly, and says what is wrong with it."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import database as database_module
from index.library import Library
from index.schema import VERSION
from index.writer import Writer
from rag.errors import LibraryError, LockError
from rag.types import Document, Filter, Metadata
from tests.library_material import (
    DIMENSION,
    ENCODER,
    cut,
    document_of,
    original_of,
    vectors_of,
)

TEXT = "".join(
    f"第{number}条，支持建设综合性重大场景，推动人工智能应用。" for number in range(1, 13)
)
OTHER = "".join(f"案例{number}：港口自动驾驶集卡提高装卸效率。" for number in range(1, 9))


def opened(folder: Path, create: bool = True) -> Library:
    return Library.open(folder, encoder_fingerprint=ENCODER, dimension=DIMENSION, create=create)


def store(writer: Writer, document: Document, size: int = 60, recipe: str = "") -> None:
    passages = cut(document, size)
    writer.put(document, passages, vectors_of(passages), recipe=recipe)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with opened(folder) as library:
        yield library


def all_rows(library: Library) -> list[int]:
    return library._source.rows().tolist()


def test_a_document_comes_back_as_it_went_in(library: Library, tmp_path: Path) -> None:
    about = Metadata(
        "policy", "国务院", "国发〔2025〕1号", "2025-01-02", "2025-01-09", "全国", "", ("张三",)
    )
    document = document_of(TEXT, "a/意见.txt", "意见", about)
    passages = cut(document)
    with library.writing() as writer:
        writer.put(document, passages, vectors_of(passages), original_of(document, tmp_path))
    for _ in range(2):  # from the file, then from the cache
        assert library.document(document.doc_id) == document
    assert library.passages(all_rows(library)) == passages
    assert library.passages(all_rows(library)[::-1]) == passages[::-1]
    original = library.original(document.doc_id)
    assert original is not None
    assert original.read_text("utf-8") == TEXT
    (summary,) = library.documents()
    assert (summary.title, summary.chars, summary.passages) == ("意见", len(TEXT), len(passages))
    assert (summary.kind, summary.issuer, summary.warnings) == ("policy", "国务院", ("一处警告",))
    assert library.passage_count == len(passages)
    assert library.verify() == []


def test_odd_documents(library: Library) -> None:
    with library.writing() as writer:
        store(writer, document_of("", "empty.txt"))
        store(writer, document_of("a\0b 😀𠀀", "odd'; DROP TABLE documents;--%_.txt"), size=2)
    assert library.document(library.documents()[0].doc_id).text == "a\0b 😀𠀀"
    assert library.passage_count == 3
    assert library.passages([]) == []
    assert library.passages([99_999, -1]) == []
    assert library.verify() == []
    with pytest.raises(LibraryError, match="no document"):
        library.document("nowhere")
    with library.writing() as writer, pytest.raises(LibraryError, match="Unicode"):
        writer.put(
            Document("x", "bad \ud800", "", "x.txt", "0" * 64), [], np.empty((0, DIMENSION), "f4")
        )


def test_a_changed_file_replaces_its_document(library: Library) -> None:
    old = document_of(TEXT, "a.txt")
    new = document_of(TEXT[:100] + OTHER, "a.txt")
    with library.writing() as writer:
        store(writer, old)
        rows_before = all_rows(library)
        store(writer, new)
    assert [summary.doc_id for summary in library.documents()] == [new.doc_id]
    assert not set(all_rows(library)) & set(rows_before)
    assert library.sources() == {"a.txt": new.sha256}
    assert library.passages(rows_before) == []
    assert {
        library.passages([row])[0].doc_id for row, _ in library.lexical_index().search("港口", 50)
    } == {new.doc_id}
    assert library.verify() == []


def test_unchanged_passages_keep_their_rows(library: Library) -> None:
    document = document_of(TEXT, "a.txt")
    with library.writing() as writer:
        store(writer, document, recipe="1")
        before = all_rows(library)
        assert library.current("1") == {"a.txt": document.sha256}
        store(writer, document, recipe="2")
        assert all_rows(library) == before
        assert library.current("2") == {"a.txt": document.sha256}
        store(writer, document, size=90)
    assert not set(all_rows(library)) & set(before)
    assert library.verify() == []


def test_one_document_with_several_sources(library: Library, tmp_path: Path) -> None:
    first, second = document_of(TEXT, "a.txt"), document_of(TEXT, "b.txt")
    with library.writing() as writer:
        for document in (first, second):
            passages = cut(document)
            writer.put(document, passages, vectors_of(passages), original_of(document, tmp_path))
        assert len(library.documents()) == 1
        assert not writer.forget_source("b.txt")
        assert library.document(first.doc_id).source == "a.txt"
        assert not writer.forget_source("b.txt")
        assert library.original(first.doc_id) is not None
        assert writer.forget_source("a.txt")
    assert library.documents() == []
    assert list((library.folder / "originals").iterdir()) == []
    assert library.verify() == []


def test_one_text_in_two_encodings_is_one_document(library: Library, tmp_path: Path) -> None:
    plain = document_of(TEXT, "utf8.txt")
    data = TEXT.encode("gb18030")
    other = replace(plain, source="gb.txt", sha256=hashlib.sha256(data).hexdigest())
    file = tmp_path / "gb.txt"
    file.write_bytes(data)
    passages = cut(plain)
    with library.writing() as writer:
        writer.put(plain, passages, vectors_of(passages), original_of(plain, tmp_path))
        writer.put(other, passages, vectors_of(passages), file)
        assert library.sources() == {"utf8.txt": plain.sha256, "gb.txt": other.sha256}
        assert len(library.documents()) == 1
        assert len(list((library.folder / "originals").iterdir())) == 2
        writer.forget_source("gb.txt")
    assert library.document(plain.doc_id) == plain
    original = library.original(plain.doc_id)
    assert original is not None
    assert library.verify() == []
    original.unlink()
    assert "is missing" in library.verify()[0]


def test_removing_a_document_removes_its_sources(library: Library) -> None:
    with library.writing() as writer:
        store(writer, document_of(TEXT, "a.txt"))
        store(writer, document_of(OTHER, "b.txt"))
        generation = library._stored_generation()
        assert writer.set_aside(document_of(TEXT, "a.txt").doc_id)
        assert writer.set_aside("nowhere") is None
        assert library._stored_generation() == generation + 1
    assert list(library.sources()) == ["b.txt"]
    assert library.verify() == []


def test_sources_below_a_root(library: Library) -> None:
    names = ["a/x.txt", "a/y.jsonl#1", "a/y.jsonl#2", "ab.txt", "a%/z.txt"]
    with library.writing() as writer:
        for number, name in enumerate(names):
            store(writer, document_of(f"{number}{TEXT}", name))
    assert set(library.sources()) == set(names)
    assert set(library.sources("a")) == {"a/x.txt", "a/y.jsonl#1", "a/y.jsonl#2"}
    assert set(library.sources("a/")) == set(library.sources("a"))
    assert set(library.sources("a/y.jsonl")) == {"a/y.jsonl#1", "a/y.jsonl#2"}
    assert set(library.sources("ab.txt")) == {"ab.txt"}
    assert library.sources("b") == {}


def test_vectors_are_known_by_what_was_embedded(library: Library) -> None:
    document = document_of(TEXT, "a.txt", "题目")
    passages = cut(document)
    with library.writing() as writer:
        store(writer, document)
    elsewhere = cut(document_of(TEXT, "b.txt", "题目"))
    retitled = cut(document_of(TEXT, "a.txt", "另一题目"))
    for known, expected in zip(library.known_vectors(elsewhere), vectors_of(passages), strict=True):
        assert known is not None
        assert np.allclose(known, expected, atol=1e-3)
    assert library.known_vectors(retitled) == [None] * len(retitled)
    assert library.known_vectors([]) == []


@pytest.mark.parametrize(
    ("wanted", "sources"),
    [
        (Filter(kinds=["policy"]), {"a.txt", "b.txt"}),
        (Filter(years=[2025]), {"a.txt"}),
        (Filter(issuers=["发展改革委"]), {"b.txt"}),
        (Filter(regions=["上海"], kinds=["policy"]), {"b.txt"}),
        (Filter(years=[1999]), set()),
    ],
)
def test_filters(library: Library, wanted: Filter, sources: set[str]) -> None:
    about = {
        "a.txt": Metadata("policy", "国务院", written_on="2025-03"),
        "b.txt": Metadata(
            "policy", "国家发展改革委 财政部", published_on="2024", region="上海市浦东新区"
        ),
        "c.txt": Metadata("news", region="北京市"),
    }
    documents = {name: document_of(f"{name}{TEXT}", name, "", each) for name, each in about.items()}
    with library.writing() as writer:
        for document in documents.values():
            store(writer, document)
    rows = library.allowed_rows(wanted)
    assert rows is not None
    assert rows.tolist() == sorted(rows.tolist())
    found = {library.document(passage.doc_id).source for passage in library.passages(rows.tolist())}
    assert found == sources
    by_id = library.allowed_rows(Filter(doc_ids=[documents["c.txt"].doc_id]))
    assert by_id is not None
    assert len(by_id) == len(cut(documents["c.txt"]))
    assert library.allowed_rows(Filter()) is None


@pytest.mark.parametrize("fault", ["slice", "owner", "shape", "nan", "length", "original", "sha"])
def test_what_does_not_fit_is_refused_whole(library: Library, tmp_path: Path, fault: str) -> None:
    document = document_of(TEXT, "a.txt")
    passages = cut(document)
    vectors = vectors_of(passages)
    original = original_of(document, tmp_path)
    if fault == "slice":
        passages[1] = cut(document_of("别的" + TEXT, "a.txt"))[1]
    elif fault == "owner":
        passages[1] = cut(document_of(OTHER, "b.txt"))[1]
    elif fault == "shape":
        vectors = vectors[:, :-1]
    elif fault == "nan":
        vectors[0, 0] = np.nan
    elif fault == "length":
        vectors *= 2
    elif fault == "original":
        original.write_text("changed meanwhile", "utf-8")
    else:
        document = Document("d", "t", TEXT, "a.txt", "../../etc/passwd")
        passages = []
        vectors = np.empty((0, DIMENSION), np.float32)
    with library.writing() as writer, pytest.raises(LibraryError):
        writer.put(document, passages, vectors, original)
    assert library.documents() == []
    assert library.verify() == []


def test_a_reader_keeps_its_generation_until_it_asks(folder: Path) -> None:
    with opened(folder) as writing, opened(folder) as reading:
        with writing.writing() as writer:
            store(writer, document_of(TEXT, "a.txt"))
            assert writing.documents()
        assert reading.documents() == []
        assert reading.lexical_index().search("场景", 5) == []
        index = reading.lexical_index()
        generation = reading.generation
        assert reading.refresh()
        assert reading.generation == generation + 1
        assert index.search("场景", 5)
        first = reading.documents()[0].doc_id
        with writing.writing() as writer:
            writer.set_aside(first)
        writing.build_indexes()  # the stored indexes are now newer than the reader
        assert reading.document(first).text == TEXT
        assert index.search("场景", 5)
        with opened(folder) as late:
            assert late.lexical_index().search("场景", 5) == []
        assert reading.refresh()
        assert not reading.refresh()
        assert index.search("场景", 5) == []
        assert reading.notices == writing.notices == []


def test_a_second_writer_is_told_who_writes(folder: Path) -> None:
    with opened(folder) as first, opened(folder) as second:
        holder = rf"process {os.getpid()} on \S+ since"
        with (
            first.writing(),
            pytest.raises(LockError, match=holder),
            second.writing(timeout_s=0.1),
        ):
            pass
        with second.writing(timeout_s=0.1) as writer:
            store(writer, document_of(TEXT, "a.txt"))


def test_threads_share_one_library(library: Library) -> None:
    failures: list[BaseException] = []
    with library.writing() as writer:
        store(writer, document_of(TEXT, "a.txt"))

    def read() -> None:
        try:
            for _ in range(30):
                for row, _ in library.lexical_index().search("场景", 5):
                    library.passages([row])
                library.refresh()
        except BaseException as exc:  # noqa: BLE001 - handed to the test
            failures.append(exc)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    with library.writing() as writer:
        for number in range(15):
            store(writer, document_of(f"{number}{OTHER}", f"{number}.txt"))
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(library.documents()) == 16
    assert library.verify() == []


def test_no_library_here(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no library here"):
        opened(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(LibraryError):
        opened(tmp_path / "file")


@pytest.mark.parametrize(("encoder", "dimension"), [("another", DIMENSION), (ENCODER, 64)])
def test_another_encoder_is_refused_with_the_way_out(
    folder: Path, encoder: str, dimension: int
) -> None:
    opened(folder).close()
    with pytest.raises(LibraryError, match="reindex"):
        Library.open(folder, encoder_fingerprint=encoder, dimension=dimension, create=True)
    with Library.open(folder) as library:
        assert library.encoder_fingerprint == ENCODER


def filled(folder: Path) -> Path:
    with opened(folder) as library:
        with library.writing() as writer:
            for number in range(20):
                store(writer, document_of(f"{number}{TEXT}", f"{number}.txt"))
        library.build_indexes()
    return folder / "library.sqlite"


@pytest.mark.parametrize("damage", ["empty", "header", "middle", "cut", "text"])
def test_a_damaged_database_is_refused_and_left_alone(folder: Path, damage: str) -> None:
    path = filled(folder)
    data = bytearray(path.read_bytes())
    if damage == "empty":
        data.clear()
    elif damage == "header":
        data[:16] = b"not a database!!"
    elif damage == "middle":
        data[8192:20480] = os.urandom(12288)
    elif damage == "cut":
        del data[len(data) // 2 :]
    else:
        data[:] = b"plain words"
    path.write_bytes(data)
    before = sorted(each.name for each in folder.iterdir())
    for create in (False, True):
        with pytest.raises(LibraryError, match=r"damaged.*nothing was changed.*--library"):
            opened(folder, create)
    assert path.read_bytes() == bytes(data)
    assert sorted(each.name for each in folder.iterdir() if "writer" not in each.name) == [
        name for name in before if "writer" not in name
    ]


def test_damage_found_later_is_still_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(folder)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : -4096] = os.urandom(len(data) - len(data) // 2 - 4096)
    path.write_bytes(data)
    monkeypatch.setattr(database_module, "_CHECKED_BYTES", 0)
    with pytest.raises(LibraryError):
        read_everything(folder)


def read_everything(folder: Path) -> None:
    with opened(folder, create=False) as library:
        for summary in library.documents():
            library.document(summary.doc_id)
        library.passages(all_rows(library))
        if problems := library.verify():
            raise LibraryError(problems[0])


def test_a_newer_or_foreign_file_is_refused(folder: Path, tmp_path: Path) -> None:
    path = filled(folder)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(LibraryError, match="newer"):
        opened(folder)
    other = tmp_path / "other"
    other.mkdir()
    connection = sqlite3.connect(other / "library.sqlite")
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(LibraryError, match="not a library"):
        opened(other)


def test_a_lost_database_is_not_replaced_by_an_empty_one(library: Library, tmp_path: Path) -> None:
    document = document_of(TEXT, "a.txt")
    passages = cut(document)
    with library.writing() as writer:
        writer.put(document, passages, vectors_of(passages), original_of(document, tmp_path))
    library.close()
    (library.folder / "library.sqlite").unlink()
    with pytest.raises(LibraryError, match="is missing"):
        opened(library.folder)


def derived_file(folder: Path, name: str) -> Path:
    (found,) = (folder / "derived").glob(f"*/{name}")
    return found


DAMAGES = ["flip", "truncate", "delete", "folder", "manifest", "no manifest", "stamp", "rows"]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["vectors", "lexical"])
def test_a_damaged_index_is_rebuilt_and_said_so(
    folder: Path, caplog: pytest.LogCaptureFixture, name: str, damage: str
) -> None:
    filled(folder)
    manifest = folder / "derived" / f"{name}.json"
    (files,) = (folder / "derived").glob(f"{name}-*")
    target = max(files.iterdir(), key=lambda path: path.stat().st_size)
    if damage == "flip":
        data = bytearray(target.read_bytes())
        data[len(data) // 2] ^= 1
        target.write_bytes(data)
    elif damage == "truncate":
        target.write_bytes(target.read_bytes()[:-7])
    elif damage == "delete":
        target.unlink()
    elif damage == "folder":
        shutil.rmtree(files)
    elif damage == "manifest":
        manifest.write_text('{"format": 1, "files": []}', "utf-8")
    elif damage == "no manifest":
        manifest.unlink()
    elif damage == "stamp":
        manifest.write_text(
            manifest.read_text("utf-8").replace('"stamp": {', '"stamp": {"x": "y",')
        )
    else:
        (files / "rows.npy").write_bytes(b"\x93NUMPY junk")
    with opened(folder) as library:
        (problem,) = library.verify()
        assert problem.startswith(f"{name} index: ")
        query = library._source.vectors(library._source.rows()[:1])
        ((rows, vectors),) = query
        assert library.vector_index().search(vectors[0], 1)[0][0] == rows[0]
        assert library.lexical_index().search("综合性重大场景", 5)
        (notice,) = library.notices
        assert notice.startswith(f"{name} index: ")
        assert "rebuilt from the library" in notice
        assert notice in caplog.messages
        assert library.verify() == []
    with opened(folder) as library:
        library.build_indexes()
        assert library.notices == []


def test_a_manifest_cannot_point_outside(folder: Path) -> None:
    filled(folder)
    manifest = folder / "derived" / "lexical.json"
    text = manifest.read_text("utf-8")
    (files,) = (folder / "derived").glob("lexical-*")
    manifest.write_text(text.replace(files.name, "../../elsewhere"), "utf-8")
    with opened(folder) as library:
        assert library.lexical_index().search("场景", 5)
        assert "points elsewhere" in library.notices[0]


def test_verify_repairs_what_can_be_rebuilt(folder: Path) -> None:
    path = filled(folder)
    derived_file(folder, "vectors.faiss").write_bytes(b"junk")
    (folder / "originals").mkdir()
    orphan = folder / "originals" / ("a" * 64)
    orphan.write_text("x", "utf-8")
    with opened(folder) as library:
        assert len(library.verify()) == 2
        assert orphan.exists()
        repaired = library.verify(repair=True)
        assert [line.endswith("(repaired)") for line in repaired] == [True, True]
        assert library.verify() == []
        assert not orphan.exists()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE passages SET text = '改' WHERE row_id = 3")
    connection.execute("UPDATE embeddings SET vector = zeroblob(64) WHERE row_id = 4")
    connection.commit()
    connection.close()
    with opened(folder) as library:
        problems = library.verify(repair=True)
    assert any("not a slice" in line for line in problems)
    assert any("vector 4" in line for line in problems)
    assert not any(line.endswith("(repaired)") for line in problems)


def test_verify_notices_an_index_that_disagrees(folder: Path) -> None:
    """A sound file with wrong content: the vectors of another library under this manifest."""
    path = filled(folder)
    connection = sqlite3.connect(path)
    connection.execute(
        "UPDATE embeddings SET vector = (SELECT vector FROM embeddings WHERE row_id = 1)"
    )
    connection.execute("UPDATE passages SET text_hash = text_hash")
    connection.commit()
    connection.close()
    with opened(folder) as library:
        assert library.verify() == ["vectors index: its vectors are not those of the library"]
        library.verify(repair=True)
        assert library.verify() == []


def test_old_versions_of_indexes_are_swept(folder: Path) -> None:
    filled(folder)
    (folder / "derived" / "lexical-9-cut-short").mkdir()
    with opened(folder) as library:
        for number in range(3):
            with library.writing() as writer:
                store(writer, document_of(f"新{number}{OTHER}", f"n{number}.txt"))
            library.build_indexes()
            assert library.lexical_index().search("自动驾驶", 99)
        assert library.verify() == []
    names = sorted(path.name.split("-")[0] for path in (folder / "derived").glob("*-*"))
    assert names == ["lexical", "vectors"]


def test_a_reader_that_may_not_write_still_searches(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder)
    shutil.rmtree(folder / "derived")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with opened(folder, create=False) as library:
        assert library.lexical_index().search("场景", 5)
        assert library.vector_index().search(np.eye(DIMENSION, dtype=np.float32)[0], 5)
        assert len(library.notices) == 2
        with pytest.raises(LibraryError), library.writing() as writer:
            store(writer, document_of(OTHER, "b.txt"))
    assert not (folder / "derived").exists()


def test_the_cache_of_documents_is_bounded(library: Library) -> None:
    library._cache._max_chars = 3 * len(TEXT)
    with library.writing() as writer:
        for number in range(5):
            store(writer, document_of(f"{number}{TEXT}", f"{number}.txt"))
    for summary in library.documents():
        library.document(summary.doc_id)
    assert library._cache._chars <= 3 * len(TEXT)
    assert len(library._cache._documents) == 2
