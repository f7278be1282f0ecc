"""The chat as people use it, in a real Chromium over a real library."""

from __future__ import annotations

import re

from playwright import sync_api

from .visits import ANSWERED, MARKS, Site, Visit

pytestmark = MARKS
UNANSWERED = "澜江市的供水量是多少？"


def test_a_citation_is_clicked_read_in_its_place_copied_and_reached_by_keys(
    visit: Visit, site: Site
) -> None:
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

    page.click("#turn-1 [data-copy]")
    page.wait_for_selector("#turn-1 >> text=已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"问：{ANSWERED}")
    assert re.search(r"出处：\n\[1\] 《.+》.*：“.+”", copied)
    kinds = "navigator.clipboard.read().then(items => items[0].types)"
    assert page.evaluate(kinds) == ["text/plain", "text/html"]
    # A page that is not secure has no clipboard of its own.
    page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error()); }")
    page.evaluate("navigator.clipboard.writeText('')")
    page.click("#turn-1 [data-copy]")
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('问：'))")
    assert page.evaluate(kinds) == ["text/plain", "text/html"]
    page.click("#panel [data-copy]")
    page.wait_for_selector("#panel >> text=已复制")
    assert re.fullmatch(r"“.+”——《.+》.*", page.evaluate("navigator.clipboard.readText()"))

    page.click("#panel .close")
    page.click("#turn-1 .source-link")
    page.wait_for_selector("#panel-column.open mark")
    assert page.locator("#panel .step").inner_text().startswith("1 /")
    page.click("#panel .close")
    visit.settle()  # what scrolls as the text widens would hide the card
    chip.focus()
    assert page.is_visible("#quote-card")
    page.keyboard.press("Escape")
    assert page.is_hidden("#quote-card")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel mark")


def test_what_is_not_in_the_documents_is_said_and_the_nearest_offered(visit: Visit) -> None:
    visit.ask(UNANSWERED)
    page = visit.page
    assert "资料中没有找到" in page.inner_text(".abstained")
    visit.picture("abstention")
    told = page.locator(".near > span:last-child").first.inner_text()
    page.locator(".near").first.click()
    page.wait_for_selector("#panel mark")
    marked = "".join(page.locator("#panel mark").all_inner_texts())
    assert squeezed(marked) == squeezed(told.rstrip("…"))
    visit.ask("月球基地有几座？")
    assert page.locator("#turn-2 .near").count() == 0, "nothing is offered that is not near"


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_sample_question_is_asked_by_a_click_and_a_new_conversation_starts_empty(
    visit: Visit,
) -> None:
    page = visit.page
    page.wait_for_selector(".sample")
    visit.picture("welcome")
    page.click(".help summary")
    for word in ("编号", "依据充分", "限定范围", "理解为"):
        assert word in page.inner_text(".help dl")
    visit.picture("help")
    page.click(".first-visit button")
    page.wait_for_selector("#guide-briefing")
    assert page.is_hidden(".help dl")
    visit.go("问答")
    question = page.inner_text(".sample >> nth=0")
    page.click(".sample >> nth=0")
    page.wait_for_selector("#turn-1[aria-busy=false]")
    assert page.inner_text(".asked p") == question
    assert page.locator("#turn-1 .chip").count() > 0
    visit.ask("它的目的是什么？")
    assert page.locator(".turn").count() == 2
    page.click("#new")
    page.wait_for_selector(".sample")
    assert page.locator(".turn").count() == 0


def test_on_a_phone_the_source_rises_from_below(phone: Visit) -> None:
    page = phone.page
    page.wait_for_selector(".sample")
    phone.picture("phone-welcome")
    phone.ask("杭州和合肥的做法有什么不同？")
    assert page.evaluate("document.activeElement === document.body"), "the keys would stay"
    alone = page.locator(".tied").evaluate_all(
        "held => held.filter(one => one.getClientRects().length > 1).length"
    )
    assert alone == 0, "a number stands on the line of what it bears out"
    page.locator(".chip").first.tap()
    page.wait_for_selector("#panel mark")
    phone.settle()
    sheet = page.locator("#panel-column").bounding_box()
    assert sheet is not None
    assert sheet["y"] < 300
    assert round(sheet["y"] + sheet["height"]) == 844
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    phone.picture("phone-source")
    page.go_back()  # as a phone's own key does
    page.wait_for_selector("#panel mark", state="hidden")
    page.locator(".chip").first.tap()
    page.wait_for_selector("#panel mark")
    page.click(".close")
    page.wait_for_selector("#panel mark", state="hidden")
    box = page.locator("#question").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844
    phone.picture("phone-answer")


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
    visit.reload()
    page.wait_for_selector("#turn-1 .chip")
    assert not page.evaluate(dark)
    visit.close()
