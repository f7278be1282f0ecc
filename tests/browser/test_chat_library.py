"""Documents put in, replaced and taken out while people ask."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright import sync_api

from chat.desk import Desk
from rag.retriever import EVERYTHING
from rag.types import Answer, Filter, Turn

from .visits import ANSWERED, MARKS, Site, Visit

pytestmark = MARKS
BREAKING = "这个问题会弄坏程序吗？"


def test_an_uploaded_file_is_listed_asked_about_cited_replaced_removed_and_brought_back(
    visit: Visit, site: Site, tmp_path: Path
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
    row.get_by_role("button", name="移除").click()
    page.wait_for_selector("#intake >> text=已移除《青梧县低空物流试点通知》")
    assert "青梧县" not in page.inner_text("#documents")
    visit.go("问答")
    visit.ask("青梧县首批开通低空物流航线多少条？")
    told = page.inner_text("#turn-3 .reply")
    assert "17条" not in told
    assert "23条" not in told
    visit.go("资料库")
    page.click("#intake [data-event=restore]")
    page.wait_for_selector("#intake >> text=已恢复《青梧县低空物流试点通知》")
    assert "青梧县" in page.inner_text("#documents")
    actions = [entry.action for entry in site.desk.ledger.audit.entries(4)]
    assert actions == ["restore", "remove", "upload", "upload"]


def test_a_document_is_previewed_renamed_filed_and_found_without_asking(
    visit: Visit, tmp_path: Path
) -> None:
    report = tmp_path / "调研.md"
    report.write_text(
        "# 白鹭湾调研\n\n## 一、港区\n\n白鹭湾港区引航系统每天调度船舶310艘次。\n\n"
        "## 二、产业\n\n园区企业共有66家。\n",
        encoding="utf-8",
    )
    visit.upload(report)
    page = visit.page
    page.get_by_role("button", name="白鹭湾调研").click()
    page.wait_for_selector(".sheet .cut")
    assert "310艘次" in page.inner_text(".preview-text")
    assert "一、港区" in page.inner_text(".outline")
    assert page.is_visible(".preview .outline")
    visit.picture("library-preview")
    page.keyboard.press("Escape")
    page.wait_for_selector(".sheet", state="detached")

    page.locator(".document", has_text="白鹭湾").get_by_role("button", name="修改").click()
    page.fill(".edit [name=title]", "白鹭湾港区引航调研报告")
    page.select_option(".edit [name=kind]", "report")
    page.fill(".edit [name=written_on]", "去年")
    page.click(".edit [data-event=amend]")
    page.wait_for_selector(".edit .trouble >> text=写法不对")
    assert page.input_value(".edit [name=title]") == "白鹭湾港区引航调研报告"
    visit.picture("library-edit")
    page.fill(".edit [name=written_on]", "2026-03")
    page.press(".edit [name=written_on]", "Enter")
    page.wait_for_selector("#intake >> text=已保存《白鹭湾港区引航调研报告》")
    row = page.locator(".document", has_text="白鹭湾")
    assert "2026-03" in row.inner_text()
    assert "报告" in row.locator("[data-col='1']").inner_text()

    page.fill("#library-query input", "引航系统调度船舶")
    page.press("#library-query input", "Enter")
    page.wait_for_selector(".found li")
    first = page.locator(".found .near").first
    assert "白鹭湾港区引航调研报告" in first.inner_text()
    assert "引航" in first.locator("mark").all_inner_texts()
    first.click()
    page.wait_for_selector("#panel mark")
    assert "310艘次" in page.inner_text("#panel")
    visit.picture("library-search")
    page.keyboard.press("Escape")  # beside the source the rows are cards, without heads
    page.fill("#filter input", "白鹭湾 报告")
    page.wait_for_selector("#documents >> text=筛选出 1 份")
    assert page.locator(".document").count() == 1
    page.click("#documents [data-column='0']")
    page.wait_for_selector("#documents [aria-sort=ascending] button:focus")
    row.get_by_role("button", name="移除").click()
    page.wait_for_selector("#intake >> text=已移除")
    assert page.locator(".document").count() == 0, "the filter outlives a change"
    page.fill("#filter input", "")
    page.locator(".document").first.wait_for()


def test_a_file_in_quarantine_is_retried_and_dropped_and_the_library_mended(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    page = visit.page
    broken = tmp_path / "损坏的通知.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing here")
    visit.upload(broken)
    held = page.locator("#aside .held", has_text="损坏的通知.pdf")
    held.wait_for()
    assert "PDF 文件不完好" in held.inner_text()
    visit.picture("library-quarantine")
    held.get_by_role("button", name="重试").click()
    page.wait_for_selector("#aside >> text=试过 2 次")
    kept = site.settings.library / "uploads" / "损坏的通知.pdf"
    assert kept.exists()
    page.locator("#aside .held", has_text="损坏的").get_by_role("button", name="不再保留").click()
    page.wait_for_selector("#intake >> text=已不再保留")
    assert not kept.exists()
    shutil.rmtree(site.settings.library / "derived")
    page.click("#mend")
    page.wait_for_selector("#intake >> text=（已修复）")
    assert site.desk.library.verify() == []


def test_nothing_in_a_title_or_a_file_that_cannot_be_read_runs(
    visit: Visit, tmp_path: Path
) -> None:
    attack = "\"><img src=x onerror=document.title='ran'><script>document.title='ran'</script>"
    (tmp_path / "普通.txt").write_text("云杉镇通知\n云杉镇共有5个村。\n", encoding="utf-8")
    (tmp_path / "<img src=x onerror=document.title='ran'>.pdf").write_bytes(b"%PDF-1.7 nothing")
    visit.upload(*tmp_path.iterdir())
    page = visit.page
    page.locator(".document", has_text="云杉镇").get_by_role("button", name="修改").click()
    page.fill(".edit [name=title]", f"云杉镇{attack}")
    page.fill(".edit [name=issuer]", attack)
    page.click(".edit [data-event=amend]")
    page.wait_for_selector("#intake >> text=已保存《云杉镇")
    page.fill("#library-query input", f"云杉镇{attack}"[:200])
    page.click("#library-search")
    page.wait_for_selector(".found li")
    page.locator(".found .near").first.click()
    page.wait_for_selector("#panel mark")
    page.locator(".document .title", has_text="云杉镇").click()
    page.wait_for_selector(".sheet .cut")
    page.click(".sheet [data-event=close]")
    page.locator(".document", has_text="云杉镇").get_by_role("button", name="移除").click()
    page.wait_for_selector("#intake >> text=已移除《云杉镇")
    assert page.title() == "场景问答"
    assert page.locator("#tabs-column img[src=x], #panel img[src=x], #sheet img").count() == 0


def test_a_phone_shows_the_library_without_scrolling_sideways(phone: Visit) -> None:
    page = phone.page
    phone.go("资料库")
    page.wait_for_selector(".document")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.picture("phone-library")
    page.locator(".document .title").first.tap()
    page.wait_for_selector(".sheet .cut")
    phone.picture("phone-preview")


def test_where_there_is_little_room_the_table_keeps_its_titles_readable(visit: Visit) -> None:
    page = visit.page
    visit.ask(ANSWERED)
    page.locator("#turn-1 .chip").first.click()
    page.wait_for_selector("#panel mark")
    visit.go("资料库")
    page.wait_for_selector("#panel-column", state="hidden")
    page.fill("#library-query input", ANSWERED)
    page.press("#library-query input", "Enter")
    page.click(".found .near")
    page.wait_for_selector("#panel mark")

    def titles_are_readable() -> None:
        page.wait_for_selector(".cramped .document")
        box = page.locator(".document .titled").first.bounding_box()
        assert box
        assert box["width"] > 400
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    titles_are_readable()
    visit.picture("library-beside-source")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 911, "height": 512})  # an office screen at 150 %
    titles_are_readable()
    visit.go("问答")
    hints = page.locator(".hints").bounding_box()
    assert hints
    assert hints["y"] + hints["height"] <= 512


# A file dropped somewhere on the page, as if it came from the desktop.
DROPPED = """([text, name]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name, { type: 'text/plain' }));
    for (const kind of ['dragover', 'drop']) {
        const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer });
        document.querySelector('#talk').dispatchEvent(event);
        if (!event.defaultPrevented) throw new Error('the browser would open the file');
        const told = !document.querySelector('#drop-note').hidden;
        if (told !== (kind === 'dragover')) throw new Error(`the page says nothing at ${kind}`);
    }
}"""


def test_one_document_is_asked_about_removed_and_brought_back(phone: Visit, tmp_path: Path) -> None:
    visit, page = phone, phone.page
    notice = tmp_path / "白石镇通知.txt"
    notice.write_text(
        "白石镇通知\n什么是首试首用？白石镇没有说。\n全镇共有12个村。\n",
        encoding="utf-8",
    )
    page.wait_for_selector(".welcome")
    page.evaluate(DROPPED, [notice.read_text(encoding="utf-8"), notice.name])
    page.wait_for_selector("#drop-note", state="hidden")
    page.wait_for_selector("#intake .task:has-text('处理完成')")
    row = page.locator(".document", has_text=notice.name)
    row.get_by_role("button", name="提问").click()
    page.wait_for_selector(".scope-chip:has-text('白石镇')")
    visit.ask("全镇共有多少个村？")
    assert "12个" in page.inner_text("#turn-1 .body")
    visit.ask("澜江市行动计划的总体目标是什么？")  # another document says so
    assert page.locator("#turn-2 .chip").count() == 0
    visit.picture("one-document")
    visit.go("资料库")
    row.get_by_role("button", name="移除").click()
    page.wait_for_selector("#intake >> text=已移除《白石镇")
    assert row.count() == 0
    visit.picture("library-removed")
    page.click("#intake [data-event=restore]")
    page.wait_for_selector("#intake >> text=已恢复《白石镇")
    assert row.count() == 1


class SlowDesk(Desk):
    """A desk whose answers come slowly, piece by piece, and which one question breaks."""

    def ask(
        self, question: str, history: Sequence[Turn], wanted: Filter = EVERYTHING
    ) -> Iterator[Answer]:
        if question == BREAKING:
            raise ZeroDivisionError
        for answer in super().ask(question, history, wanted):
            for _ in range(900):
                time.sleep(0.1)
                yield answer


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """A chat with nothing in its library."""
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
    visit.send("有哪些政策？")
    page.wait_for_selector("#turn-1 >> text=资料库里还没有资料")
    page.click("#stop")
    visit.picture("empty-answer")
    page.click("#new")
    page.get_by_role("button", name="载入示例资料").click()
    page.click("#intake .task:has-text('处理完成') >> text=去提问")
    page.wait_for_selector(".sample")
    visit.send(ANSWERED)
    page.wait_for_selector("#stop")
    page.wait_for_selector("#turn-1 .body")
    visit.picture("streaming")
    page.keyboard.press("Escape")
    page.wait_for_selector("#turn-1 >> text=已停止")
    page.wait_for_selector("#send")
    visit.send(BREAKING)
    page.wait_for_selector("#turn-2 >> text=程序内部出错")
    page.wait_for_selector("#send")
    visit.picture("trouble")
    visit.close()
