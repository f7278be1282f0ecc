"""Files into a real library: what is read, skipped, replaced, removed and encoded."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.library import Library
from ingest.pipeline import Ingestor, Summary
from rag.config import IngestSettings
from rag.errors import ModelError
from rag.protocols import Vectors

DIMENSION = 32
SENTENCE = "各部门要结合实际细化措施，明确时间表和责任人，定期通报进展，确保落到实处。"


class HashEncoder:
    """Unit vectors drawn from a digest of the text; counts what it encodes."""

    fingerprint = "hash-32"
    dimension = DIMENSION

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.stack([self._vector(text) for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        drawn = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
        return drawn / np.linalg.norm(drawn)


class FailingEncoder(HashEncoder):
    """Breaks down at its second call."""

    calls = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        if self.calls > 1:
            raise ModelError("the model is gone")
        return super().encode_passages(texts)


class Desk:
    """A folder of documents, a library beside it, and what reads the one into the other."""

    def __init__(self, folder: Path) -> None:
        self.docs = folder / "docs"
        self.docs.mkdir()
        self.encoder = HashEncoder()
        self.library = Library.open(
            folder / "library", encoder_fingerprint="hash-32", dimension=DIMENSION, create=True
        )
        self.ingestor = Ingestor(self.library, self.encoder, IngestSettings())

    def write(self, name: str, text: str) -> Path:
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def ingest(self, *paths: Path) -> Summary:
        self.encoder.encoded.clear()
        return self.ingestor.ingest(paths or (self.docs,))

    def titles(self) -> list[str]:
        self.library.refresh()
        return sorted(summary.title for summary in self.library.documents())

    def found(self, words: str) -> list[str]:
        rows = [row for row, _ in self.library.lexical_index().search(words, 5)]
        return [passage.text for passage in self.library.passages(rows)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.library.close()


def letter(place: str) -> str:
    return (
        f"{place}市人民政府关于开放试验环境的意见\n一、总体要求\n{SENTENCE * 4}\n"
        f"二、{place}的任务\n{SENTENCE * 5}\n"
    )


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.added, summary.updated, summary.unchanged, summary.removed


def test_the_first_documents_are_stored_soon(desk: Desk) -> None:
    """So that something can be found early, and little is lost where an ingest ends midway."""
    for number in range(40):
        desk.write(f"{number:02}.txt", letter(f"云江第{number}"))
    ingestor = Ingestor(desk.library, FailingEncoder(), IngestSettings())
    with pytest.raises(ModelError):
        ingestor.ingest([desk.docs])
    kept = len(desk.titles())
    assert 0 < kept < 40
    assert counts(desk.ingest()) == (40 - kept, 0, kept, 0)


def test_add_skip_change_remove(desk: Desk) -> None:
    desk.write("甲.txt", letter("云州"))
    second = desk.write("下/乙.md", "# 海川试点\n\n" + SENTENCE * 3)
    first = desk.ingest()
    assert counts(first) == (2, 0, 0, 0)
    assert first.passages == first.encoded == len(desk.encoder.encoded) > 2
    assert desk.titles() == ["云州市人民政府关于开放试验环境的意见", "海川试点"]

    again = desk.ingest()
    assert counts(again) == (0, 0, 2, 0)
    assert desk.encoder.encoded == []

    desk.write(
        "下/乙.md",
        "# 海川试点\n\n" + SENTENCE * 3 + "\n\n白鹭码头新开十条测试航线。" + SENTENCE * 6,
    )
    changed = desk.ingest()
    assert counts(changed) == (0, 1, 1, 0)
    assert any("白鹭码头" in text for text in desk.found("白鹭码头"))

    second.unlink()
    gone = desk.ingest()
    assert counts(gone) == (0, 0, 1, 1)
    assert not any("白鹭码头" in text for text in desk.found("白鹭码头"))
    assert desk.library.vector_index().search(np.ones(DIMENSION, np.float32), 50)


def test_only_changed_passages_are_encoded_again(desk: Desk) -> None:
    parts = [
        f"{n}、第{n}项任务\n{chr(0x4E00 + i * 7) * 4}工作。{SENTENCE * 5}"
        for i, n in enumerate("一二三四五六")
    ]
    desk.write("长.txt", "工作方案\n" + "\n".join(parts) + "\n")
    total = desk.ingest().encoded
    # An edit of the same length in the last part leaves the places of all others alone.
    parts[5] = parts[5].replace("定期通报", "按月通报")
    desk.write("长.txt", "工作方案\n" + "\n".join(parts) + "\n")
    changed = desk.ingest()
    assert changed.updated == 1
    assert 0 < changed.encoded < total / 2
    # Text put in front moves everything, but a vector belongs to the words, not the place.
    desk.write("长.txt", "工作方案\n前言\n" + SENTENCE * 5 + "\n" + "\n".join(parts) + "\n")
    assert desk.ingest().encoded <= 2


def test_one_bad_file_never_stops_the_others(desk: Desk) -> None:
    desk.write("好.txt", letter("云州"))
    (desk.docs / "空.txt").write_bytes(b"")
    (desk.docs / "坏.docx").write_bytes(b"PK\x03\x04 not a real one")
    (desk.docs / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
    desk.write("坏.jsonl", '{"id": "1", "title": "", "text": "' + SENTENCE + '"}\n{broken\n')
    summary = desk.ingest()
    failed = {Path(source).name: reason for source, reason in summary.failed}
    assert failed.keys() == {"空.txt", "坏.docx", "坏.pdf", "坏.jsonl"}
    assert all(reason and "\n" not in reason for reason in failed.values())
    assert summary.added == 2  # the good file, and the record before the broken one
    # What a file held before stays when it can no longer be read.
    (desk.docs / "好.txt").write_bytes(b"")
    assert desk.ingest().removed == 0
    assert "云州市人民政府关于开放试验环境的意见" in desk.titles()


def test_names_and_what_is_left_out(desk: Desk) -> None:
    desk.write("甲.txt", letter("云州"))
    desk.write(".hidden.txt", letter("海川"))
    desk.write(".git/乙.txt", letter("海川"))
    desk.write("图.xyz", "x")
    whole = desk.ingest()
    assert counts(whole) == (1, 0, 0, 0)
    assert whole.skipped == 1
    desk.write("旧表.xls", "x")
    (failed,) = desk.ingest().failed
    assert failed[1] == "unknown format .xls; save it as .xlsx"
    direct = desk.ingest(desk.docs / "图.xyz", desk.docs / "没有.txt")
    reasons = {Path(source).name: reason for source, reason in direct.failed}
    assert sorted(reasons) == ["图.xyz", "没有.txt"]
    assert reasons["没有.txt"] == "no such file or folder"
    assert "unknown format" in reasons["图.xyz"]
    # Naming one file says nothing about the others of its folder.
    assert counts(desk.ingest(desk.docs / "甲.txt")) == (0, 0, 1, 0)
    # The same file by another path is the same source.
    assert counts(desk.ingest(desk.docs / ".." / "docs" / "甲.txt")) == (0, 0, 1, 0)


def test_same_bytes_twice_and_a_rename(desk: Desk) -> None:
    path = desk.write("甲.txt", letter("云州"))
    desk.write("乙.txt", letter("云州"))
    assert counts(desk.ingest()) == (1, 0, 1, 0)
    (only,) = desk.library.documents()
    path.rename(desk.docs / "丙.txt")
    (desk.docs / "乙.txt").unlink()
    renamed = desk.ingest()
    assert renamed.added == 0
    assert renamed.encoded == 0
    (still,) = desk.library.documents()
    assert still.doc_id == only.doc_id
    assert still.source.endswith("丙.txt")


def record(number: int, words: str = "") -> str:
    text = f"第{number}号材料。{words}{SENTENCE * 3}"
    return json.dumps(
        {"id": f"r{number}", "title": f"材料{number}", "text": text}, ensure_ascii=False
    )


def test_records_of_json_lines(desk: Desk) -> None:
    desk.write("集.jsonl", "\n".join(map(record, range(30))) + "\n")
    assert counts(desk.ingest()) == (30, 0, 0, 0)
    assert counts(desk.ingest()) == (0, 0, 30, 0)
    lines = [record(n) for n in range(29)]
    lines[7] = record(7, "白鹭码头新开航线。")
    desk.write("集.jsonl", "\n".join(lines) + "\n")
    changed = desk.ingest()
    assert counts(changed) == (0, 1, 28, 1)
    assert changed.encoded == 1
    assert any("白鹭" in text for text in desk.found("白鹭码头"))
    (desk.docs / "集.jsonl").unlink()
    assert desk.ingest().removed == 29
    assert desk.titles() == []


def test_a_broken_record_never_stops_the_others(desk: Desk) -> None:
    lines = [record(n) for n in range(6)]
    desk.write("集.jsonl", "\n".join(lines) + "\n")
    assert desk.ingest().added == 6
    lines[2] = '{"id": "r2", "title": "材料2", "text": " "}'
    lines[4] = "{broken"
    lines.append(record(6))
    desk.write("集.jsonl", "\n".join(lines) + "\n")
    again = desk.ingest()
    assert (again.added, again.removed) == (1, 0)
    assert [reason[:7] for _, reason in again.failed] == ["line 3:", "line 5:"]
    assert len(desk.titles()) == 7, "what the broken records were is kept"
    lines[2] = record(2, "白鹭码头。")
    del lines[4]
    desk.write("集.jsonl", "\n".join(lines) + "\n")
    mended = desk.ingest()
    assert (mended.updated, mended.removed, mended.failed) == (1, 1, [])


def test_lines_that_are_no_records_end_the_reading(desk: Desk) -> None:
    desk.write("集.jsonl", record(1) + "\n" + "no record\n" * 200)
    (_, reason) = desk.ingest().failed[-1]
    assert "over 100 lines are broken" in reason
    assert len(desk.titles()) == 1


def test_the_same_id_in_two_collections(desk: Desk) -> None:
    desk.write("一.jsonl", record(1, "白鹭码头。") + "\n" + record(2))
    desk.write("二.jsonl", record(1, "苍鹰机场。") + "\n" + record(2))
    first = desk.ingest()
    assert (first.added, first.unchanged) == (3, 1)
    assert any("白鹭码头" in text for text in desk.found("白鹭码头"))
    assert any("苍鹰机场" in text for text in desk.found("苍鹰机场"))
    assert {summary.doc_id[:2] for summary in desk.library.documents()} == {"r1", "r2"}
    assert counts(desk.ingest()) == (0, 0, 4, 0)
    (desk.docs / "一.jsonl").unlink()
    desk.ingest()
    assert not any("白鹭码头" in text for text in desk.found("白鹭码头"))
    assert any("苍鹰机场" in text for text in desk.found("苍鹰机场"))
    assert len(desk.titles()) == 2


def test_a_file_that_changes_while_it_is_read(desk: Desk) -> None:
    path = desk.write("甲.txt", letter("云州"))
    desk.write("乙.txt", letter("海川"))

    def meddle(stage: str, done: int, total: int, name: str) -> None:
        if stage == "encode":
            path.write_text(letter("白鹭"), encoding="utf-8")

    summary = desk.ingestor.ingest([desk.docs], meddle)
    assert [Path(source).name for source, _ in summary.failed] == ["甲.txt"]
    assert summary.added == 1
    assert counts(desk.ingest()) == (1, 0, 1, 0)


def test_other_settings_cut_again(desk: Desk) -> None:
    desk.write("甲.txt", letter("云州"))
    desk.ingest()
    desk.ingestor = Ingestor(
        desk.library, desk.encoder, IngestSettings(target_chars=100, max_chars=150)
    )
    assert counts(desk.ingest()) == (0, 1, 0, 0)
    (document,) = desk.library.documents()
    assert document.passages > 2


def test_progress_is_told_in_order(desk: Desk) -> None:
    for number in range(3):
        desk.write(f"{number}.txt", letter(f"云{number}"))
    told: list[tuple[str, int, int, str]] = []
    desk.ingestor.ingest([desk.docs], lambda *report: told.append(report))
    stages = [stage for stage, _, _, _ in told]
    assert stages[0] == "read"
    assert stages[-1] == "index"
    assert set(stages) == {"read", "encode", "index"}
    assert all(0 <= done <= total for _, done, total, _ in told)
    assert [done for stage, done, _, _ in told if stage == "read"] == [0, 1, 2]


def test_nothing_to_read(desk: Desk) -> None:
    assert counts(desk.ingest()) == (0, 0, 0, 0)
    assert counts(desk.ingestor.ingest([])) == (0, 0, 0, 0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
@pytest.mark.skipif(os.name == "nt", reason="Windows names are Unicode")
def test_a_name_that_is_not_utf_8_is_told_of_and_the_others_are_read(desk: Desk) -> None:
    desk.write("好.txt", letter("云州"))
    name = os.fsencode(desk.docs) + b"/" + "场景".encode("gbk") + b".txt"
    Path(os.fsdecode(name)).write_text(letter("海川"), encoding="utf-8")
    summary = desk.ingest()
    assert counts(summary) == (1, 0, 0, 0)
    ((source, reason),) = summary.failed
    assert source.endswith(r"\xb3\xa1\xbe\xb0.txt")
    assert "rename it" in reason


def test_a_pipe_is_told_of_and_not_waited_for(desk: Desk) -> None:
    desk.write("甲.txt", letter("云州"))
    os.mkfifo(desk.docs / "管道.txt")
    (desk.docs / "断.txt").symlink_to(desk.docs / "没有.txt")
    summary = desk.ingest()
    assert summary.added == 1
    failed = {Path(source).name: reason for source, reason in summary.failed}
    assert failed == {"管道.txt": "not a regular file", "没有.txt": "a link that leads nowhere"}


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_links_that_lead_out_of_the_folder_are_left_out(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "外.txt"
    outside.write_text(letter("海川"), encoding="utf-8")
    desk.write("甲.txt", letter("云州"))
    (desk.docs / "乙.txt").symlink_to(outside)
    (desk.docs / "丙").symlink_to(tmp_path, target_is_directory=True)
    summary = desk.ingest()
    assert (summary.added, summary.skipped) == (1, 1)
