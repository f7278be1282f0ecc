"""Documents put in, replaced and taken out while people ask."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright import sync_api

from chat.desk import Desk
from rag.types import Answer, Turn

from .visits import ANSWERED, MARKS, Site, Visit

pytestmark = MARKS
BREAKING = "这个问题会弄坏程序吗？"


def test_an_uploaded_file_is_listed_asked_about_cited_replaced_and_removed(
    visit: Visit, tmp_path: Path
) -> None:
    notice = tmp_path / "青梧县低空物流通知.txt"
    notice.write_text(
        "青梧县低空物流试点通知\n一、试点范围\n青梧县首批开通低空物流航线17条，覆盖9个乡镇。\n",
        encoding="utf-8",
    )
    broken = tmp_path / "坏文件.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing here")
    visit.upload(notice, broken)
    page = visit.page
    assert "坏文件.pdf" in page.inner_text("#intake .failed")
    assert "青梧县低空物流" in page.inner_text("#documents")
    visit.picture("library")
    visit.go("问答")
    visit.ask("青梧县首批开通低空物流航线多少条？")
    assert "17条" in page.inner_text("#turn-1 .body")
    page.locator("#turn-1 .chip").first.click()
    page.wait_for_selector("#panel mark")
    assert "17条" in page.inner_text("#panel mark")

    notice.write_text(notice.read_text("utf-8").replace("17条", "23条"), encoding="utf-8")
    visit.upload(notice)
    visit.go("问答")
    visit.ask("青梧县首批开通低空物流航线多少条？")
    assert "23条" in page.inner_text("#turn-2 .body")
    page.locator("#turn-1 .chip").first.click()
    page.wait_for_selector("#panel >> text=已被移除或更新")

    visit.go("资料库")
    row = page.locator(".document", has_text="青梧县低空物流")
    row.get_by_text("移除", exact=True).click()
    row.get_by_text("确定移除").click()
    page.wait_for_function("!document.querySelector('#documents').innerText.includes('青梧县')")
    visit.go("问答")
    visit.ask("青梧县首批开通低空物流航线多少条？")
    told = page.inner_text("#turn-3 .reply")
    assert "17条" not in told
    assert "23条" not in told


class SlowDesk(Desk):
    """A desk whose answers come slowly, piece by piece, and which one question breaks."""

    def ask(self, question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        if question == BREAKING:
            raise ZeroDivisionError
        for answer in super().ask(question, history):
            for _ in range(900):
                time.sleep(0.1)
                yield answer


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    one = Site(tmp_path / "library", SlowDesk)
    yield one
    one.close()


def test_an_empty_library_says_what_to_do_a_slow_answer_stops_and_a_broken_one_is_told(
    empty_site: Site, chromium: sync_api.Browser
) -> None:
    visit = Visit(chromium, empty_site.address)
    page = visit.page
    page.wait_for_selector("text=资料库还是空的")
    visit.picture("empty")
    page.get_by_role("button", name="载入示例资料").click()
    page.wait_for_selector("#intake .task:has-text('处理完成')")
    visit.go("问答")
    page.wait_for_selector(".sample")
    page.fill("#question textarea", ANSWERED)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#stop")
    page.wait_for_selector("#turn-1 .body")
    visit.picture("streaming")
    page.keyboard.press("Escape")
    page.wait_for_selector("#turn-1 >> text=已停止")
    page.wait_for_selector("#send")
    page.fill("#question textarea", BREAKING)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#turn-2 >> text=程序内部出错")
    page.wait_for_selector("#send")
    visit.picture("trouble")
    visit.close()
