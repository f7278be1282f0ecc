"""The chat as others reach it: signing in, reading only, locked out; and in English."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest
from playwright import sync_api

from rag.config import ServerSettings

from .visits import ANSWERED, HANDHELD, MARKS, PASSWORD, Site, Visit, sample_site

pytestmark = MARKS
# Each window asks under a name of its own: how fast one may ask is counted by name.
READERS = {"desktop": "韩梅梅", "phone": "林涛"}
ACCOUNTS = {"李雷": "editor", **dict.fromkeys(READERS.values(), "reader")}


@pytest.fixture(scope="module")
def closed_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A chat that asks for a name and a password, as it does once others can connect."""
    library = tmp_path_factory.mktemp("accounts") / "library"
    server = ServerSettings(port=0, accounts="always", questions_per_minute=2)
    one = sample_site(library, server=server, accounts=ACCOUNTS)
    yield one
    one.close()


def sign_in(page: sync_api.Page, name: str, password: str) -> None:
    page.fill("[name=name]", name)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


@pytest.mark.parametrize("size", list(READERS))
def test_a_reader_signs_in_asks_and_changes_nothing(
    closed_site: Site, chromium: sync_api.Browser, size: str
) -> None:
    name = READERS[size]
    visit = Visit(chromium, closed_site.address, **(HANDHELD if size == "phone" else {}))
    visit.picture_prefix, page = size, visit.page
    page.wait_for_url("**/login")
    visit.picture("login")
    sign_in(page, name, "wrong password")
    page.wait_for_selector("text=账号或密码不对")
    visit.wrong.clear()  # the browser notes the 401 itself
    sign_in(page, name, PASSWORD)
    page.wait_for_selector(f".masthead >> text={name}")
    visit.ask(ANSWERED)
    assert page.locator("#turn-1 .chip").count() > 0
    visit.ask("什么是应用场景？")
    visit.send("再问一个问题")
    page.wait_for_selector("text=提问太快了")
    visit.go("资料库")
    page.wait_for_selector(".document")
    assert page.locator("#upload, #mend, .document [data-event=remove]").count() == 0
    visit.picture("library-reader")
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"}
    refused = page.request.post(
        f"{closed_site.address}gradio_api/upload", multipart={"files": file}
    )
    assert refused.status == 403
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login")
    page.goto(closed_site.address)
    page.wait_for_url("**/login")
    visit.forgive_leaving()
    visit.close()


def test_the_interface_speaks_english_when_asked_and_keeps_it(visit: Visit) -> None:
    page = visit.page
    page.wait_for_selector(".sample")
    page.click("[data-language]")
    page.wait_for_selector(".masthead >> text=Scenario QA")
    page.get_by_role("tab", name="Ask", exact=True).wait_for()
    assert page.get_attribute("html", "lang") == "en"
    visit.ask(ANSWERED)
    assert "真实环境" in page.inner_text("#turn-1 .body"), "answers stay as the documents are"
    visit.picture("english-answer")
    page.get_by_role("tab", name="Library").click()
    page.wait_for_selector(".documents >> text=Issuer")
    page.locator(".document").first.get_by_role("button", name="Edit").click()
    page.wait_for_selector(".sheet >> text=Edit document")
    visit.picture("english-library")
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector(".masthead >> text=Scenario QA")
    page.click("[data-language]")
    page.wait_for_selector(".masthead >> text=场景问答")
    visit.forgive_leaving()


def test_a_set_is_run_and_its_figures_and_failures_read(visit: Visit, site: Site) -> None:
    page = visit.page
    visit.go("评测")
    page.wait_for_selector("#runs >> text=还没有评测")
    assert not page.is_visible("#stop-evaluation"), "there is nothing to stop"
    page.click("#sample input")
    page.get_by_role("option", name="20", exact=True).click()
    page.click("#evaluate")
    page.wait_for_selector("#stop-evaluation")
    page.wait_for_selector("#evaluate", state="hidden")
    page.wait_for_selector("#run .figures", timeout=240_000)
    page.wait_for_selector("#evaluate")
    assert not page.is_visible("#stop-evaluation")
    assert page.locator("#run .against").count() == 0, "there is no other run to compare with"
    assert "答到要点" in page.inner_text("#run")
    assert "20" in page.inner_text("#runs")
    visit.picture("measure")
    report = page.request.get(
        site.address.rstrip("/") + (page.get_attribute("#runs a.quiet", "href") or "")
    )
    assert report.status == 200
    assert "<html" in report.text()
    assert page.request.get(f"{site.address}evaluations/..%2f..%2fx/report.html").status == 404


def test_a_run_is_compared_with_the_one_that_is_chosen(sized: Visit, site: Site) -> None:
    visit, page = sized, sized.page
    runs = site.settings.library / "evaluations"
    newest = max(path for path in runs.iterdir() if path.is_dir())
    for year in ("2020", "2021"):
        copied = shutil.copytree(newest, runs / f"{year}0101-000000", dirs_exist_ok=True)
        about = json.loads((copied / "run.json").read_text(encoding="utf-8"))
        about["started_at"] = f"{year}-01-01T12:00:00+00:00"
        (copied / "run.json").write_text(json.dumps(about), encoding="utf-8")
    visit.go("评测")
    page.locator("#runs [data-event=open]").first.click()
    page.wait_for_selector("#run summary:has-text('与 2021-01-01')")
    assert page.locator(".against option").count() == 2
    page.locator(".against select").select_option(index=1)
    page.wait_for_selector("#run summary:has-text('与 2020-01-01')")
    assert "各项指标没有变化" in page.inner_text("#run")
    shares = page.locator("#runs tr >> nth=1").locator("td").all_inner_texts()[3:7]
    assert all(share.endswith("%") for share in shares), "as the whole report writes them"
    visit.picture("compared")


def test_on_a_phone_a_run_is_started_and_stopped(phone: Visit) -> None:
    page = phone.page
    phone.go("评测")
    page.click("#evaluate")
    page.wait_for_selector("#evaluation-status progress")
    phone.picture("phone-evaluation")
    page.click("#stop-evaluation")
    page.wait_for_selector("#evaluation-status >> text=已停止", timeout=240_000)
    page.wait_for_selector("#evaluate")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
