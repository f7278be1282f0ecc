from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chat.library.intake import Advance, Intake, intake_html, watch
from chat.library.listing import Listing
from chat.library.shelf import Shelf
from ingest.pipeline import Summary
from rag.errors import LibraryError, LockError


def outcome(**changes: object) -> Summary:
    return Summary(**changes)  # type: ignore[arg-type]  # plain keywords


def test_every_file_is_shown_with_its_stage_and_the_outcome_at_the_end() -> None:
    def work(advance: Advance) -> Summary:
        advance("read", 1, 2, "uploads/甲.txt")
        advance("encode", 3, 4, "uploads/乙.txt")
        return outcome(added=2, passages=7)

    pages = [intake_html(intake) for intake in watch(work, ["甲.txt", "乙.txt"])]
    assert pages[0].count("等待中") == 2
    assert "新增 2 份；共 7 段" in pages[-1]


def test_a_running_file_has_a_bar_and_a_read_one_says_so() -> None:
    running = Intake(("甲.txt", "乙.txt")).advanced("read", 1, 2, "uploads/甲.txt")
    html = intake_html(running.advanced("encode", 3, 4, "uploads/乙.txt"))
    assert "<b>甲.txt</b><span>已读取</span>" in html
    assert '<progress value="3" max="4"></progress>' in html


def test_failed_files_are_listed_with_their_reason_and_their_own_name() -> None:
    failed = [("/x/uploads/<b>坏.pdf", "password-protected")]
    *_, last = watch(lambda advance: outcome(failed=failed), ["坏.pdf"])
    html = intake_html(last)
    assert "失败 1 份" in html
    assert "<b>&lt;b&gt;坏.pdf</b><span>未能读取：文件有密码" in html


def test_a_locked_library_says_who_writes() -> None:
    def work(advance: Advance) -> Summary:
        raise LockError("library: being written by process 42")

    *_, last = watch(work, ["甲.txt"])
    html = intake_html(last)
    assert "另一个程序正在写入资料库" in html
    assert "process 42" in html


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_ingest_that_breaks_ends_so_that_the_next_one_can_begin() -> None:
    def work(advance: Advance) -> Summary:
        advance("read", 1, 2, "uploads/甲.txt")
        raise FileNotFoundError("gone")

    *_, last = watch(work, ["甲.txt"])
    assert last.finished
    assert "程序内部出错，没有读完" in intake_html(last)


def test_a_file_that_lies_in_two_folders_of_an_upload_is_taken_in_once() -> None:
    taken: list[Path] = []

    def take_in(paths: list[Path], advance: Advance, who: object) -> Summary:
        taken.extend(paths)
        return outcome(added=len(paths))

    def unreadable() -> None:
        raise LibraryError("nothing to list here")

    desk: Any = SimpleNamespace(keeper=SimpleNamespace(take_in=take_in), counts=unreadable)
    list(Shelf(desk).take_in(["/tmp/1/附件.txt", "/tmp/1/附件.txt", "/tmp/2/附件.txt"], Listing()))
    assert taken == [Path("/tmp/1/附件.txt"), Path("/tmp/2/附件.txt")]
