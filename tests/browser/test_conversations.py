"""Conversations kept, found, renamed, deleted, exported; questions changed; answers rated."""

from __future__ import annotations

import io
import json
import urllib.request
from pathlib import Path

import docx
import pypdf
import pytest

from chat.ask import scope

from .visits import ANSWERED, MARKS, Site, Visit

pytestmark = MARKS
OTHER = "什么是应用场景？"


def open_list(visit: Visit) -> None:
    if visit.page.is_visible("[data-drawer]"):
        visit.page.click("[data-drawer]")
    visit.page.wait_for_selector("#find-talk")


def test_a_conversation_is_kept_found_renamed_deleted_and_brought_back(sized: Visit) -> None:
    visit, page = sized, sized.page
    visit.ask(ANSWERED)
    own = f"它的目的是什么？{visit.picture_prefix}"
    visit.ask(own)
    assert page.inner_text("#turn-2 .understood").startswith("理解为：首试首用")
    open_list(visit)
    page.click("#new")
    page.wait_for_selector(".welcome")
    visit.ask(OTHER)
    open_list(visit)
    visit.picture("conversations")
    page.go_back()
    page.wait_for_selector("#turn-2 .reply")
    assert page.inner_text("#turn-1 .asked p") == ANSWERED
    page.go_forward()
    page.wait_for_selector(f"#turn-1 .asked:has-text('{OTHER}')")
    open_list(visit)
    page.fill("#find-talk textarea, #find-talk input", own)
    page.wait_for_function("document.querySelectorAll('.talk-open').length === 1")
    page.click(".talk-open")
    page.wait_for_selector("#turn-2 .reply")
    assert page.inner_text("#turn-1 .asked p") == ANSWERED
    page.locator("#turn-1 .chip").first.click()
    page.wait_for_selector("#panel mark")
    assert "首试首用" in page.inner_text("#panel mark >> nth=0")
    page.click("#panel .close")

    page.fill("#question textarea", "还没写完的")
    visit.reload()
    page.wait_for_selector("#turn-2 .reply")
    page.wait_for_function("document.querySelector('#question textarea').value === '还没写完的'")
    open_list(visit)
    current = page.locator(".talks li[aria-current]")
    current.locator("[data-rename]").click()
    current.locator("[name=title]").fill("首试首用<img src=x onerror=\"document.title='ran'\">")
    current.locator("[name=title]").press("Enter")
    page.wait_for_selector(".talk-heading h2:has-text('<img src=x')")
    current.locator("[data-event=remove]").click()
    page.wait_for_selector(".undo")
    page.wait_for_selector(".welcome", state="attached")
    assert page.locator(".turn").count() == 0
    visit.picture("conversation-deleted")
    page.click(".undo [data-event=restore]")
    page.wait_for_selector(".talk-open:has-text('<img src=x')")
    assert page.title() == "场景问答"
    assert page.locator("#talks img, #talk-heading img").count() == 0


def test_a_question_is_changed_and_asked_again(visit: Visit) -> None:
    page = visit.page
    visit.ask(ANSWERED)
    visit.ask(OTHER)
    page.press("#question textarea", "ArrowUp")
    page.fill("#turn-2 .editing textarea", "什么是综合场景？")
    page.press("#turn-2 .editing textarea", "Enter")
    page.wait_for_selector("#turn-2[aria-busy=false] .asked:has-text('综合场景')")
    page.wait_for_selector("#turn-2 footer")
    assert page.locator(".turn").count() == 2
    page.locator("#turn-1").hover()
    page.click("#turn-1 [data-edit]")
    page.press("#turn-1 .editing textarea", "Escape")
    assert page.is_visible("#turn-1 .asked")
    page.click("#turn-1 [data-edit]")
    page.click("#turn-1 .send")
    page.wait_for_function("document.querySelectorAll('.turn').length === 1")
    page.wait_for_selector("#turn-1 footer")


def test_what_is_offered_next_is_answered(phone: Visit) -> None:
    visit, page = phone, phone.page
    visit.ask(ANSWERED)
    page.wait_for_selector(".offer")
    visit.picture("offers")
    question = page.inner_text(".offer >> nth=0")
    page.click(".offer >> nth=0")
    page.wait_for_selector("#turn-2[aria-busy=false] footer .confidence")
    assert page.inner_text("#turn-2 .asked p") == question
    assert page.locator("#turn-2 .chip").count() > 0


def test_questions_are_offered_below_a_long_conversation_too(visit: Visit, site: Site) -> None:
    kept = site.desk.ledger.conversations
    talk = kept.begin("local", "很长", {})
    for number in range(1, 31):  # more than are drawn
        kept.finish(kept.add("local", talk, f"第{number}问"), "stopped", None, "")
    page = visit.page
    page.goto(f"{site.address}#talk={talk}")
    visit.reload()
    page.wait_for_selector("#turn-30")
    assert page.locator("#turn-9").count() == 0
    visit.send(ANSWERED)
    page.wait_for_selector("#turn-31[aria-busy=false]")
    page.wait_for_selector(".offer")
    page.click("#talk .earlier")
    page.wait_for_selector("#turn-1", state="attached")
    assert page.is_visible(".offer")


def test_a_rating_with_its_reason_is_kept_and_exported(visit: Visit, site: Site) -> None:
    page = visit.page
    visit.ask(ANSWERED)
    page.click("#turn-1 [data-value=good]")
    page.wait_for_selector("#turn-1 .thanks")
    with urllib.request.urlopen(f"{site.address}feedback/good.jsonl") as told:
        last = json.loads(told.read().decode().splitlines()[-1])
    assert (last["question"], last["answerable"]) == (ANSWERED, True)
    doc_id, start, end = last["evidence_spans"][0]
    assert "首试首用" in site.desk.document(doc_id).text[start:end]
    page.set_viewport_size({"width": 1366, "height": 560})
    page.click("#turn-1 [data-value=bad]")
    page.wait_for_selector("#turn-1 .reasons")
    reasons, asking = (page.locator(each).bounding_box() for each in (".reasons", "#asking"))
    assert reasons
    assert asking
    assert reasons["y"] + reasons["height"] <= asking["y"], "the reasons are in sight"
    attack = "<script>document.title='ran'</script>引用不对"
    page.fill("#turn-1 [name=reason]", attack)
    visit.picture("rating")
    page.press("#turn-1 [name=reason]", "Enter")
    page.wait_for_selector("#turn-1 .thanks")
    visit.go("评测")
    with page.expect_download() as coming:
        page.get_by_role("link", name="没帮助的存为待改题集").click()
    told = Path(coming.value.path()).read_text(encoding="utf-8")
    assert json.loads(told.splitlines()[-1])["feedback"]["reason"] == attack
    visit.picture("ratings")
    assert page.title() == "场景问答"


def test_a_conversation_is_exported_in_three_formats(visit: Visit) -> None:
    page = visit.page
    visit.ask(ANSWERED)
    files = {}
    for name in ("Markdown", "Word", "PDF"):
        page.click(".exports summary")
        if name == "Markdown":
            visit.picture("exports")
        with page.expect_download() as coming:
            page.get_by_role("link", name=name).click()
        files[name] = Path(coming.value.path()).read_bytes()
        assert coming.value.suggested_filename.startswith("什么是首试首用")
    assert "[1] 《" in files["Markdown"].decode()
    word = docx.Document(io.BytesIO(files["Word"]))
    assert any(line.text.startswith("[1] 《") for line in word.paragraphs)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["PDF"])).pages)
    assert "首试首用" in text


def test_choices_made_at_once_are_all_kept(phone: Visit) -> None:
    visit, page = phone, phone.page
    page.wait_for_selector("summary:has-text('限定范围')")
    page.click("summary:has-text('限定范围')")
    page.wait_for_selector(".narrow select[name=value] >> nth=3")
    page.evaluate(
        """() => {
            const fields = [...document.querySelectorAll('.narrow [name=value]')];
            for (const field of fields) {
                if (field.tagName === 'SELECT') field.value = field.options[1].value;
                else if (field.type === 'date') field.value = '2026-01-01';
                else field.checked = true;
                field.dispatchEvent(new Event('change', { bubbles: true }));
            }
        }"""
    )
    page.wait_for_function(
        "document.querySelectorAll('.scope-chip').length"
        " === document.querySelectorAll('.narrow [name=value]').length"
    )
    visit.picture("scope-at-once")
    visit.ask("有哪些场景？")
    assert page.locator("#turn-1 .abstained").count() == 1, "no document is all of that"
    while chips := page.locator(".scope-chip").count():
        # A key is down and up on one chip, though the scope be drawn anew meanwhile.
        page.press(".scope-chip >> nth=0", "Enter")
        page.wait_for_function(f"document.querySelectorAll('.scope-chip').length < {chips}")
    visit.ask(ANSWERED)
    assert page.locator("#turn-2 .chip").count() > 0


def test_the_scope_narrows_the_answer_and_stays_with_its_conversation(
    monkeypatch: pytest.MonkeyPatch, sized: Visit
) -> None:
    monkeypatch.setattr(scope, "EASILY_SEEN", 3)  # as if there were very many documents
    visit, page = sized, sized.page
    visit.reload()
    page.wait_for_selector("summary:has-text('限定范围')")
    page.click("summary:has-text('限定范围')")
    find = page.locator(".find-option").first
    find.fill("创新 工作问答")
    listed = ".narrow select >> nth=0 >> option:not([hidden])"
    assert page.locator(listed).all_text_contents() == ["全部", "场景创新工作问答"]
    find.press("Enter")
    page.wait_for_selector(".scope-chip:has-text('场景创新工作问答')")
    page.fill(".narrow input[type=date]", "2001-01-01")
    page.wait_for_selector(".scope-chip:has-text('截至 2001-01-01')")
    visit.picture("scope")
    page.keyboard.press("Escape")
    page.click(".scope-chip:has-text('截至')")
    page.wait_for_selector(".scope-chip:has-text('截至')", state="detached")
    visit.ask("全市累计发布场景机会多少项？")  # answered by another document only
    cited = page.locator("#turn-1 .chip").evaluate_all("chips => chips.map(c => c.dataset.title)")
    assert all(title.startswith("场景创新工作问答") for title in cited)
    visit.reload()
    page.wait_for_selector(".scope-chip:has-text('场景创新工作问答')")
    page.click(".scope-chip")
    page.wait_for_selector(".scope-chip", state="detached")
