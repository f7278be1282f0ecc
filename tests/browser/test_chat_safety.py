"""What must not happen: scripts that run, mixed-up visitors, files given away."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright import sync_api

from .visits import ANSWERED, MARKS, ROOT, Site, Visit

pytestmark = MARKS


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
    cited = page.locator(".chip, .near").last
    cited.click()
    page.wait_for_selector("#panel mark")
    cited.hover()
    visit.settle()
    assert page.title() == "场景问答"
    marked = page.locator(":is(#talk, #panel, #documents) :is(img:not([src^='sources/']), script)")
    assert marked.evaluate_all("found => found.map(one => one.outerHTML)") == []
    visit.go("资料库")
    page.locator(".document .title", has_text="注入测试资料").click()
    page.wait_for_selector(".sheet .cut")
    assert "<img src=x" in page.inner_text(".preview-text")
    assert page.locator("#sheet :is(img, script)").count() == 0
    assert page.title() == "场景问答"
    visit.picture("injection")


def test_two_visitors_at_once_each_see_their_own(site: Site, chromium: sync_api.Browser) -> None:
    visits = [Visit(chromium, site.address) for _ in range(2)]
    asked = [ANSWERED, "什么是应用场景？"]
    for visit, question in zip(visits, asked, strict=True):
        visit.send(question)
    for visit, question in zip(visits, asked, strict=True):
        visit.page.wait_for_selector("#turn-1[aria-busy=false]")
        assert visit.page.locator(".asked p").all_inner_texts() == [question]
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
    visit.send("")
    visit.send("   ")
    page.click("#send")
    page.fill("#question textarea", "问" * 600)
    assert len(page.input_value("#question textarea")) <= 600
    page.evaluate("document.querySelector('#question textarea').removeAttribute('maxlength')")
    page.fill("#question textarea", "问" * 600)
    page.click("#send")
    page.wait_for_selector(".turn >> text=问题太长了：共 600 字，最多 500 字")
    assert page.input_value("#question textarea") == "问" * 600
    assert page.locator(".turn").count() == 1


def _let_it_be_interrupted() -> None:
    """Where the tests themselves run in the background, Ctrl+C is ignored below them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_command_prints_its_address_and_ends_quietly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rag.cli", "ui", "--port", "0"]
    with subprocess.Popen(
        [*command, "--library", str(tmp_path / "library")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_let_it_be_interrupted,
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
            try:
                _, complaints = process.communicate(timeout=60)
            finally:
                process.kill()
    assert "Traceback" not in complaints
