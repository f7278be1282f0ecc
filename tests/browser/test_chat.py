"""The chat as people use it, in a real Chromium over a real library."""

from __future__ import annotations

import re
import resource
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright import sync_api

from chat.desk import Desk
from rag.types import Answer, Turn

from .visits import ROOT, Site, Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.integration,
    # gradio counts requests by ways of pandas that pandas is about to drop; as an error in
    # the server's thread that would leave the page waiting for ever.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    # gradio leaves event loops of its threads to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
ANSWERED = "什么是首试首用？"
UNANSWERED = "月球基地的供水量是多少？"


def test_ask_click_a_citation_and_read_it_in_its_place(visit: Visit, site: Site) -> None:
    visit.ask(ANSWERED)
    page = visit.page
    assert "真实环境" in page.inner_text("#turn-1 .body")
    assert page.inner_text("#turn-1 .confidence").startswith("依据")
    chip = page.locator("#turn-1 .chip").first
    chip.hover()
    quote = chip.get_attribute("data-quote") or ""
    assert quote[:40] in page.inner_text("#quote-card")
    visit.picture("answer")
    chip.click()
    page.wait_for_selector("#panel mark")
    marked = "\n".join(page.locator("#panel mark").all_text_contents())
    assert marked == quote
    place = chip.evaluate("chip => ({...chip.dataset})")
    document = site.desk.document(place["doc"])
    assert document.text[int(place["start"]) : int(place["end"])] == quote
    mark, text = (
        page.locator(f"#panel {part}").first.bounding_box() for part in ("mark", ".source-text")
    )
    assert mark is not None
    assert text is not None
    assert text["y"] <= mark["y"] <= text["y"] + text["height"]
    assert document.title in page.inner_text("#panel h3")
    visit.picture("source")


def test_step_from_citation_to_citation(visit: Visit) -> None:
    visit.ask("杭州和合肥的做法有什么不同？")
    page = visit.page
    page.locator(".chip, .near").first.click()
    page.wait_for_selector("#panel mark")
    step = page.inner_text("#panel .step")
    assert step.startswith("1 / ")
    if step != "1 / 1":
        page.click("#panel [data-step='1']")
        page.wait_for_function("document.querySelector('#panel .step').textContent.startsWith('2')")
        page.click("#panel [data-step='-1']")
        page.wait_for_function("document.querySelector('#panel .step').textContent.startsWith('1')")


def test_copy_carries_the_sources(visit: Visit) -> None:
    visit.ask(ANSWERED)
    visit.page.click("#turn-1 [data-copy]")
    visit.page.wait_for_selector("text=已复制")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"问：{ANSWERED}")
    assert re.search(r"出处：\n\[1\] 《.+》.*：“.+”", copied)
    visit.page.locator(".chip").first.click()
    visit.page.click("#panel [data-copy]")
    visit.page.wait_for_selector("#panel >> text=已复制")
    assert re.fullmatch(r"“.+”——《.+》.*", visit.page.evaluate("navigator.clipboard.readText()"))


def test_what_is_not_in_the_documents_is_said_and_the_nearest_offered(visit: Visit) -> None:
    visit.ask(UNANSWERED)
    page = visit.page
    assert "资料中没有找到" in page.inner_text(".abstained")
    visit.picture("abstention")
    page.locator(".near").first.click()
    page.wait_for_selector("#panel mark")


def test_keyboard_alone_is_enough(visit: Visit) -> None:
    visit.ask(ANSWERED)
    chip = visit.page.locator(".chip").first
    chip.focus()
    assert visit.page.is_visible("#quote-card")
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden("#quote-card")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#panel mark")


def test_a_sample_question_is_asked_by_a_click_and_a_new_conversation_starts_empty(
    visit: Visit,
) -> None:
    page = visit.page
    page.wait_for_selector(".sample")
    visit.picture("welcome")
    question = page.inner_text(".sample >> nth=0")
    page.click(".sample >> nth=0")
    page.wait_for_selector("#turn-1[aria-busy=false]")
    assert page.inner_text(".asked") == question
    assert page.locator("#turn-1 .chip").count() > 0
    visit.ask("它的目的是什么？")
    assert page.locator(".turn").count() == 2
    page.click("#new")
    page.wait_for_selector(".sample")
    assert page.locator(".turn").count() == 0


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


def test_nothing_in_a_document_a_file_name_or_a_question_runs(visit: Visit, tmp_path: Path) -> None:
    attack = (
        "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
        "${document.title='ran'} {{constructor}} `+(document.title='ran')+`"
    )
    name = "\"><img src=x onerror=document.title='ran'>.txt"
    (tmp_path / name).write_text(
        f"注入测试资料{attack}\n一、注入标题{attack}\n"
        f"所谓蓝莓协议，是指甲乙双方约定的{attack}保密办法，共有41项内容。\n",
        encoding="utf-8",
    )
    visit.upload(tmp_path / name)
    visit.go("问答")
    visit.ask(f"什么是蓝莓协议？{attack}"[:480])
    visit.ask("蓝莓协议共有多少项内容？")
    page = visit.page
    page.locator(".chip, .near").last.click()
    page.wait_for_selector("#panel mark")
    page.locator(".chip, .near").last.hover()
    page.wait_for_timeout(300)
    assert page.title() == "场景问答"
    assert (
        page.locator("#talk img, #talk script, #panel img, #panel script, #documents img").count()
        == 0
    )
    assert "<img src=x" in page.inner_text("#panel .source-text")
    visit.picture("injection")


def test_on_a_phone_the_source_rises_from_below(phone: Visit) -> None:
    page = phone.page
    page.wait_for_selector(".sample")
    phone.picture("phone-welcome")
    phone.ask(ANSWERED)
    page.locator(".chip").first.tap()
    page.wait_for_selector("#panel mark")
    page.wait_for_timeout(400)
    sheet = page.locator("#panel-column").bounding_box()
    assert sheet is not None
    assert sheet["y"] < 300
    assert round(sheet["y"] + sheet["height"]) == 844
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    phone.picture("phone-source")
    page.click(".close")
    page.wait_for_selector("#panel mark", state="hidden")
    box = page.locator("#question").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844
    phone.picture("phone-answer")
    phone.go("资料库")
    phone.picture("phone-library")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_dark_is_followed_switched_and_remembered(site: Site, chromium: sync_api.Browser) -> None:
    visit = Visit(chromium, site.address, color_scheme="dark")
    page = visit.page
    page.wait_for_selector(".sample")
    dark = "document.body.classList.contains('dark')"
    assert page.evaluate(dark)
    visit.ask(ANSWERED)
    page.locator(".chip").first.click()
    page.wait_for_selector("#panel mark")
    visit.picture("dark")
    page.click("[data-theme]")
    assert not page.evaluate(dark)
    page.reload()
    page.wait_for_selector(".sample")
    assert not page.evaluate(dark)
    visit.close()


def test_two_visitors_at_once_each_see_their_own(site: Site, chromium: sync_api.Browser) -> None:
    visits = [Visit(chromium, site.address) for _ in range(2)]
    asked = [ANSWERED, "什么是应用场景？"]
    for visit, question in zip(visits, asked, strict=True):
        visit.page.fill("#question textarea", question)
        visit.page.press("#question textarea", "Enter")
    for visit, question in zip(visits, asked, strict=True):
        visit.page.wait_for_selector("#turn-1[aria-busy=false]")
        assert visit.page.locator(".asked").all_inner_texts() == [question]
        assert question[3:-1] in visit.page.inner_text("#turn-1 .body")
        visit.close()


@pytest.mark.parametrize("path", ["gradio_api/file=pyproject.toml", "gradio_api/file=/etc/passwd"])
def test_files_of_the_machine_are_not_served(site: Site, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(site.address + path)
    with refused.value as answer:
        assert answer.code in (403, 404)


def test_questions_that_cannot_be_asked(visit: Visit) -> None:
    page = visit.page
    page.wait_for_selector(".sample")
    page.press("#question textarea", "Enter")
    page.fill("#question textarea", "   ")
    page.click("#send")
    page.wait_for_timeout(300)
    assert page.locator(".turn").count() == 0
    page.fill("#question textarea", "问" * 600)
    assert len(page.input_value("#question textarea")) <= 600
    page.evaluate("document.querySelector('#question textarea').removeAttribute('maxlength')")
    page.fill("#question textarea", "问" * 600)
    page.click("#send")
    page.wait_for_selector("text=问题太长了：共 600 字，最多 500 字")
    assert page.input_value("#question textarea") == "问" * 600


class SlowDesk(Desk):
    """A desk whose answers come slowly, piece by piece, as from a language model."""

    def ask(self, question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        for answer in super().ask(question, history):
            for _ in range(40):
                time.sleep(0.1)
                yield answer


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    one = Site(tmp_path / "library", SlowDesk)
    yield one
    one.close()


def test_an_empty_library_says_what_to_do_and_a_slow_answer_can_be_stopped(
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
    visit.close()


def test_the_command_prints_its_address_and_starts_quickly(tmp_path: Path) -> None:
    """Ten seconds of processor time, because wall time counts who else uses the machine."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "rag.cli", "ui", "--port", "0"]
    with subprocess.Popen(
        [*command, "--library", str(tmp_path / "library")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert address, line
            with urllib.request.urlopen(address[0]) as page:
                assert page.status == 200
        finally:
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < 10
    assert "Traceback" not in complaints
