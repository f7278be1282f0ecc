"""Waiting in line with the place shown, and conversations that survive a restart."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright import sync_api

from chat.desk import Desk
from rag.config import Settings
from rag.retriever import EVERYTHING
from rag.types import Answer, Filter, Turn

from .visits import ANSWERED, HANDHELD, MARKS, Site, Visit, sample_site

pytestmark = MARKS


class HeldDesk(Desk):
    """A desk whose answers come when the test lets them."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.go_on = threading.Event()

    def ask(
        self, question: str, history: Sequence[Turn], wanted: Filter = EVERYTHING
    ) -> Iterator[Answer]:
        self.go_on.wait(240)
        yield from super().ask(question, history, wanted)


@pytest.fixture
def held_site(tmp_path: Path) -> Iterator[Site]:
    one = sample_site(tmp_path / "library", HeldDesk)
    yield one
    one.close()


def waits(ahead: int) -> str:
    return f"正在排队，前面还有 {ahead} 个问题"


def until_told(visits: Sequence[Visit], expected: list[str]) -> list[str]:
    """Wait until the visitors are told these things, in whatever order they came to the line."""
    told: list[str] = []
    for _ in range(200):
        told = [visit.page.inner_text("#turn-1 .busy").strip() for visit in visits]
        if sorted(told) == sorted(expected):
            break
        visits[0].page.wait_for_timeout(300)
    assert sorted(told) == sorted(expected)
    return told


def test_the_place_in_line_is_shown_and_a_restart_loses_no_conversation(
    held_site: Site, chromium: sync_api.Browser
) -> None:
    sizes: list[dict[str, object]] = [{}, HANDHELD]
    visits = [Visit(chromium, held_site.address, **options) for options in sizes * 2]
    for visit in visits:
        visit.send(ANSWERED)
    served = ["正在查找资料"] * 2
    told = until_told(visits, [*served, waits(2), waits(3)])
    third, fourth = (visits[told.index(waits(ahead))] for ahead in (2, 3))
    third.picture("waiting")
    third.page.click("#stop")
    third.page.wait_for_selector("#turn-1 >> text=已停止")
    fourth.page.wait_for_selector(f"#turn-1 .busy:has-text('{waits(2)}')")
    assert isinstance(held_site.desk, HeldDesk)
    held_site.desk.go_on.set()
    for visit in visits:
        if visit is third:
            visit.page.get_by_role("button", name="再试一次").click()
        visit.page.wait_for_selector("#turn-1 footer .confidence")
    place = visits[0].page.url.partition("#")[2]
    for visit in visits:
        visit.close()

    deleted = (held_site.desk.ledger.conversations.begin("local", each, {}) for each in "新旧")
    new, old = deleted
    with sqlite3.connect(held_site.settings.library / "library.sqlite") as database:
        database.executemany(
            "UPDATE conversations SET deleted_at = ? WHERE conversation_id = ?",
            [(datetime.now(UTC).isoformat(), new), ("2020-01-01T00:00:00+00:00", old)],
        )
    database.close()
    again = Site(held_site.settings.library)
    for number, kept in ((new, True), (old, False)):  # a week is for second thoughts
        again.desk.ledger.conversations.restore("local", number)
        assert bool(again.desk.ledger.conversations.load("local", number)) is kept
    again.desk.ledger.conversations.remove("local", new)
    for options in sizes:
        visit = Visit(chromium, f"{again.address}#{place}", **options)
        visit.page.wait_for_selector("#turn-1 .chip")
        assert visit.page.locator(".talk-open").count() == 4
        visit.page.locator("#turn-1 .chip").first.click()
        visit.page.wait_for_selector("#panel mark")
        visit.close()

    kept = again.desk.ledger.conversations
    cut_off = kept.begin("local", "断了", {})
    kept.add("local", cut_off, "断了")
    visit = Visit(chromium, f"{again.address}#talk={cut_off}")
    visit.page.wait_for_selector("#turn-1 >> text=页面或程序中途关闭过")
    visit.page.context.set_offline(True)
    visit.send(ANSWERED)
    visit.page.wait_for_selector(".toast-body:has-text('与程序的连接断了')")
    visit.picture("connection-lost")
    visit.page.context.set_offline(False)
    visit.page.wait_for_selector(".toast-body", state="detached")
    visit.page.wait_for_selector("#turn-1 >> text=页面或程序中途关闭过")
    assert visit.page.input_value("#question textarea") == ANSWERED
    visit.wrong.clear()  # a browser notes every request that finds nobody
    visit.close()
    again.close()
