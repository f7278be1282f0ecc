"""The source panel: outline, pages of a PDF with the quote marked, the original, keyboard."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright import sync_api
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from chat.server.door import LOCAL

from .visits import ANSWERED, MARKS, Site, Visit, marked_share

pytestmark = MARKS
PAGES = (
    (
        (20, "白榆县低空物流试点办法"),
        (12, "一、试点范围"),
        (12, "白榆县首批开通低空物流航线17条，覆盖9个乡镇。"),
        (12, "二、保障措施"),
        (12, "县财政每年安排300万元用于补贴。"),
    ),
    ((12, "三、安全管理"), (12, "白榆县运营单位每季度开展一次应急演练。")),
)
ASKED = "白榆县首批开通低空物流航线多少条？"


@pytest.fixture(scope="module")
def pdf(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of two pages, in the library."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path_factory.mktemp("pdf") / "白榆县办法.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for lines in PAGES:
        down = 780.0
        for size, text in lines:
            canvas.setFont("STSong-Light", size)
            canvas.drawString(72, down, text)
            down -= size * 1.8
        canvas.showPage()
    canvas.save()
    copy = path.read_bytes()
    site.desk.keeper.take_in([path], lambda stage, done, total, name: None, LOCAL)
    path.write_bytes(copy)
    return path


def test_outline_pages_and_original_of_a_pdf(sized: Visit, pdf: Path) -> None:
    visit, page = sized, sized.page
    visit.ask(ASKED)
    page.locator("#turn-1 .chip").first.click()
    page.wait_for_selector("#panel mark")
    if not page.is_visible(".outline"):
        page.click("[data-toggle=outline]")
    assert page.inner_text(".outline [aria-current]") == "一、试点范围"
    visit.picture("source-outline")
    page.click(".outline button:has-text('三、安全管理')")
    page.wait_for_selector(".outline [aria-current]:has-text('三、安全管理')", state="attached")
    assert "应急演练" in page.inner_text("[data-aim] + p")
    page.wait_for_selector("#panel .step:has-text('1 / 1')")

    page.click("[data-toggle=pages]")
    picture = page.locator(".source-pages img").first
    page.wait_for_function("document.querySelector('.source-pages img').naturalWidth > 0")
    assert page.is_hidden(".outline"), "the page has all the room"
    visit.picture("source-page")
    with urllib.request.urlopen(picture.evaluate("image => image.src")) as drawn:
        share, top, bottom = marked_share(drawn.read())
    assert 0.003 < share < 0.03  # one line of a page
    assert 0.11 < top < bottom < 0.16  # the third line
    with urllib.request.urlopen(
        page.locator("#panel a:has-text('打开原文件')").evaluate("link => link.href")
    ) as original:
        assert original.read() == pdf.read_bytes()
        assert original.headers["Content-Type"] == "application/pdf"
        assert original.headers["Content-Disposition"].startswith("inline")
    page.click("[data-toggle=pages]")
    assert page.is_visible("#panel .source-text")


def test_what_is_looked_at_stays_where_it_is(visit: Visit) -> None:
    page = visit.page
    for _ in range(2):
        visit.ask("杭州和合肥的做法有什么不同？")
    page.wait_for_selector(".offers[data-after='2']")
    page.evaluate("document.querySelector('#talk').scrollTop = 60")
    visit.settle()
    chip = page.locator("#turn-1 .chip").last
    top = "one => one.getBoundingClientRect().top"
    before = chip.evaluate(top)
    chip.click()
    page.wait_for_selector("#panel mark")
    visit.settle()
    assert abs(chip.evaluate(top) - before) < 2
    mark = page.locator("#panel mark").first
    before = mark.evaluate(top)
    page.click("[data-toggle=outline]")
    visit.settle()
    assert abs(mark.evaluate(top) - before) < 2
    before = chip.evaluate(top)
    page.click("#panel .close")
    visit.settle()
    assert abs(chip.evaluate(top) - before) < 2


def test_originals_come_by_document_only_and_run_nothing(site: Site) -> None:
    documents = {one.source: one.doc_id for one in site.desk.documents()}
    markdown = next(doc_id for source, doc_id in documents.items() if source.endswith(".md"))
    with urllib.request.urlopen(f"{site.address}sources/{markdown}/original") as told:
        assert told.headers["Content-Disposition"].startswith("attachment")
        assert told.headers["Content-Type"] == "application/octet-stream"
        assert told.headers["X-Content-Type-Options"] == "nosniff"
    for path in (
        "sources/..%2flibrary.sqlite/original",
        "sources/../../etc/passwd",
        "sources/nothing/original",
        f"sources/{markdown}/page-1.png",
        f"sources/{markdown}/page-1.png?start=x&end=1",
        "conversations/nothing.md",
        "conversations/nothing.exe",
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(site.address + path)
        with refused.value as answer:
            assert answer.code == 404


def test_keys_step_through_citations_and_reach_the_question(visit: Visit) -> None:
    page = visit.page
    visit.ask("杭州和合肥的做法有什么不同？")
    page.locator(".chip, .near").first.click()
    page.wait_for_selector("#panel mark")
    total = int(page.inner_text("#panel .step").partition(" / ")[2])
    assert total > 1
    page.locator("#panel .source-text").focus()
    page.keyboard.press("n")
    page.wait_for_selector("#panel .step:has-text('2 /')")
    page.keyboard.press("p")
    page.wait_for_selector("#panel .step:has-text('1 /')")
    page.click("#panel [data-step='1']")
    page.wait_for_selector("#panel .step:has-text('2 /')")
    page.click("#panel [data-step='-1']")
    page.wait_for_selector("#panel .step:has-text('1 /')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel-column", state="hidden")
    page.keyboard.press("/")
    page.keyboard.type("np")
    assert page.input_value("#question textarea") == "np"


def test_a_repealed_source_says_what_repealed_it(
    site: Site, chromium: sync_api.Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "repealed"
    folder.mkdir()
    (folder / "旧.txt").write_text(
        "白桦县夜市管理办法\n白桦政发〔2019〕3号\n2019年3月1日\n"
        "第一条　白桦县夜市摊位每晚收费12元。\n",
        encoding="utf-8",
    )
    (folder / "新.txt").write_text(
        "白桦县夜市管理条例\n白桦政发〔2025〕8号\n2025年5月1日\n第一条　鼓励夜间消费。\n"
        "第二条　本条例自2025年6月1日起施行，"
        "《白桦县夜市管理办法》（白桦政发〔2019〕3号）同时废止。\n",
        encoding="utf-8",
    )
    site.desk.keeper.take_in(sorted(folder.iterdir()), lambda stage, done, total, name: None, LOCAL)
    visit = Visit(chromium, site.address)
    page = visit.page
    visit.ask("白桦县夜市摊位每晚收费多少元？")
    assert "12元" in page.inner_text("#turn-1 .body")
    page.locator("#turn-1 .chip.changed").first.click()
    page.wait_for_selector("#panel mark")
    assert "已被《白桦县夜市管理条例》" in page.inner_text("#panel .standing")
    visit.picture("repealed")
    page.click("#panel .standing [data-event=cite]")
    page.wait_for_selector("#panel h3:has-text('白桦县夜市管理条例')")
    assert "同时废止" in "".join(page.locator("#panel mark").all_text_contents())
    visit.close()


def test_nothing_moves_while_an_answer_streams(visit: Visit) -> None:
    page = visit.page
    page.wait_for_selector(".sample")
    page.evaluate(
        "new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " if (!entry.hadRecentInput) window.moved = (window.moved ?? 0) + entry.value })"
        ".observe({type: 'layout-shift', buffered: false})"
    )
    visit.ask(ANSWERED)
    visit.ask("杭州和合肥的做法有什么不同？")
    visit.settle()
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert (page.evaluate("window.moved") or 0) < 0.01
