"""The tab 背景导读 in a real browser: read, narrow, open sources, test oneself, print, save."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright import sync_api
from pypdf import PdfReader

from chat.server.door import LOCAL

from .visits import MARKS, Site, Visit

pytestmark = MARKS
POISON = (
    "<img src=x onerror=alert(1)>智慧港口发展规划\n"
    "一、<b onclick=alert(2)>进展</b>\n"
    "2024年3月，国务院办公厅印发《智慧“港口\" & '意见》，作出部署。\n"
    "智慧港口是指利用自动化\"装备'作业的现代港口&amp;码头。\n"
    "2024年全国港口市场规模达3000亿元，同比增长5%。\n"
    "宁波以码头为载体，建成无人车队，开放三个作业面。目前，已有40家企业入驻，效率提升32%。\n"
    "二、<script>alert(3)</script>基本原则\n（一）安全第一\n（二）开放共享\n"
)
ATTACK = "<img src=x onerror=alert(9)><script>alert(8)</script>"


def open_guide(visit: Visit) -> None:
    visit.go("背景导读")
    visit.page.wait_for_selector("#guide-timeline")


def test_reading_the_guide(sized: Visit) -> None:
    visit, page = sized, sized.page
    open_guide(visit)
    for section in ("timeline", "cases", "figures", "terms", "voices", "path", "test", "briefing"):
        assert page.locator(f"#guide-{section}").is_visible()
    flag = page.locator(".timeline-picture .flag").first
    words = flag.get_attribute("data-quote")
    flag.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel-column .source mark")
    assert page.locator("#panel-column mark").first.inner_text() in (words or "")
    visit.picture("guide-timeline")
    page.keyboard.press("Escape")  # on a phone the source lies over the page
    before = page.locator(".timeline-picture").bounding_box()
    page.locator('#guide-timeline [data-zoom="1.4"]').click()
    after = page.locator(".timeline-picture").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"]
    page.locator('.tile[data-province="安徽"]').click()
    shown = page.locator(".case[data-of]:visible")
    assert shown.count() == page.locator('.case[data-of="安徽"]').count() > 0
    visit.picture("guide-cases")
    page.locator('.tile[data-province="安徽"]').click()
    page.locator(".outlines summary").first.click()
    page.locator(".outlines .heading").first.click()
    page.wait_for_selector('#panel-column .source[data-turn="guide-outline"]')
    visit.picture("guide-outline")
    page.keyboard.press("Escape")
    page.locator("#guide-terms .chip").first.click()
    page.wait_for_selector('#panel-column .source[data-turn="guide-terms"]')
    page.keyboard.press("Escape")
    visit.settle()
    # Who looks into another tab finds the guide as it was left.
    left = page.evaluate("window.scrollY")
    assert left > 0
    for tab in ("评测", "背景导读"):
        page.get_by_role("tab", name=tab).evaluate("tab => tab.click()")
        page.wait_for_selector("#runs p, #runs table" if tab == "评测" else "#guide-briefing")
    page.wait_for_function("left => Math.abs(window.scrollY - left) < 2", arg=left)
    assert page.locator(".outlines details[open] .heading").count() > 0
    visit.reload()
    page.wait_for_selector("#guide-timeline")
    page.go_back()
    page.wait_for_selector("#runs")


def test_narrowing_to_a_topic_and_saving(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    open_guide(visit)
    every = page.locator("#guide .chip").count()
    page.fill("#topic input, #topic textarea", "低空")
    page.click("#make-guide")
    page.wait_for_selector("text=低空：一页简报")
    assert 0 < page.locator("#guide .chip").count() < every
    assert page.locator("#guide .guide-section > .none").count() == 0, "no empty section"
    page.fill("#topic input, #topic textarea", "火锅")
    page.click("#make-guide")
    page.wait_for_selector("#guide .none:has-text('关于“火锅”')")
    page.click(".topic:has-text('全部')")
    page.wait_for_selector("#guide-timeline")
    assert page.input_value("#topic input, #topic textarea") == ""
    page.fill("#topic input, #topic textarea", "低空")
    page.click("#make-guide")
    page.wait_for_selector("text=低空：一页简报")

    title = page.locator("#guide .chip").first.get_attribute("data-title") or ""
    page.click("#guide-documents input")
    page.get_by_role("option", name=title, exact=True).click()
    page.keyboard.press("Escape")
    page.click("#make-guide")
    page.wait_for_selector(".basis:has-text('依据 1 份资料')")
    cited = page.locator("#guide .chip").evaluate_all("chips => chips.map(c => c.dataset.title)")
    assert set(cited) == {title}
    visit.picture("guide-chosen")
    saved = {}
    for ending in ("html", "md", "json"):
        with page.expect_download() as download:
            page.click(f'#guide-briefing a[href^="guide.{ending}"]')
        path = tmp_path / f"guide.{ending}"
        download.value.save_as(path)
        saved[ending] = path.read_text(encoding="utf-8")
    told = json.loads(saved["json"])
    assert (told["topic"], told["documents"]) == ("低空", 1)
    assert "背景导读：低空" in saved["md"]
    assert 'id="n1"' in saved["html"]


def test_the_self_test_grades_and_shows_the_cited_answer(phone: Visit) -> None:
    page = phone.page
    open_guide(phone)
    page.locator("#guide-test").scroll_into_view_if_needed()
    asked = page.locator(".exam .question").inner_text()
    assert asked.startswith("什么是“应用场景”")
    page.fill(
        ".exam textarea",
        "为检验新技术新产品提供的具体情境，包括使用它的人和地方、设施、商业模式和制度",
    )
    page.click('[data-event="grade"]')
    page.wait_for_selector(".exam .grade.right")
    assert page.locator(".exam .proof .chip").count() >= 1
    phone.picture("guide-test-phone")
    page.click('[data-event="onward"]')
    page.wait_for_selector("text=第 2 题")
    while page.locator(".exam .score").count() == 0:
        at = page.locator(".exam .hint").inner_text()
        page.click('[data-event="grade"]')
        page.wait_for_selector(".exam .grade")
        page.click('[data-event="onward"]')
        page.wait_for_function(
            "at => document.querySelector('.exam .hint')?.textContent !== at", arg=at
        )
    assert page.locator(".exam .score").inner_text() == "得分 1.0 / 10"
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390  # nothing pushes a phone's page sideways
    phone.picture("guide-result-phone")


def test_the_briefing_prints_alone_on_one_page(visit: Visit) -> None:
    page = visit.page
    open_guide(visit)
    page.evaluate("window.print = () => { window.printed = true }")
    page.click("[data-print]")
    assert page.evaluate("window.printed") is True
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert len(pages) == 1
    assert "简报" in pages[0].extract_text()


@pytest.fixture
def poisoned(tmp_path: Path, chromium: sync_api.Browser) -> Iterator[Visit]:
    """A chat over one document full of markup."""
    site = Site(tmp_path / "library")
    path = tmp_path / "港口.txt"
    path.write_text(POISON, encoding="utf-8")
    site.desk.keeper.take_in([path], lambda stage, done, total, name: None, LOCAL)
    visit = Visit(chromium, site.address)
    yield visit
    visit.close()
    site.close()


def test_nothing_of_a_document_runs(poisoned: Visit) -> None:
    """The visit fails by itself if a dialog opened or a script raised."""
    open_guide(poisoned)
    page = poisoned.page
    assert "利用自动化\"装备'作业的现代港口&amp;码头" in page.locator("#guide-terms").inner_text()
    page.fill(".exam textarea", ATTACK)
    page.click('[data-event="grade"]')
    page.wait_for_selector(".exam .said")
    assert ATTACK in page.locator(".exam .said").inner_text()
    marked = "#guide-column :is(script, img, [onclick], [onload], [onerror])"
    assert page.locator(marked).count() == 0
    page.fill("#topic input, #topic textarea", ATTACK)
    page.click("#make-guide")
    page.wait_for_selector("#guide-briefing h3:has-text('alert(9)')")
    assert page.locator(marked).count() == 0
    for query in ({}, {"topic": ATTACK}):
        saved = page.request.get(f"{page.url.partition('#')[0]}guide.html", params=query).text()
        assert "<script" not in saved
        assert "<img" not in saved
