"""The chat without a mouse: every control is reached, shows that it is, and Escape leads back."""

from __future__ import annotations

import pytest

from .visits import ANSWERED, MARKS, Visit

pytestmark = MARKS
COMPARED = "杭州和合肥的做法有什么不同？"
# Gradio keeps a second, unseen row of tabs to measure their widths.
CONTROLS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter((each) => each.tabIndex >= 0 && !each.disabled && each.getClientRects().length
    && each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => !reached.has(each))
  .map((each) => each.outerHTML.slice(0, 160))"""
HERE = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const again = reached.has(at);
  reached.add(at);
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  const framed = at.closest('.wrap');  // where Gradio draws the frame of a choice around it
  let box;
  do {  // what lies below the fold scrolls into view in the next frames
    box = at.getBoundingClientRect();
    await frame();
    await frame();
  } while (at.getBoundingClientRect().top !== box.top);
  return {
    again,
    shown: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 || boxShadow !== 'none'
      || Boolean(framed) && getComputedStyle(framed).boxShadow !== 'none',
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    told: at.outerHTML.slice(0, 160),
  };
}"""


def unreached(visit: Visit) -> list[str]:
    """Press Tab through the whole page; return what it misses, hides or does not mark."""
    page = visit.page
    page.evaluate("window.reached = new Set(); document.activeElement.blur(); scrollTo(0, 0)")
    page.mouse.click(2, 2)
    wrong = []
    for _ in range(600):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or here["again"]:
            break
        if not here["shown"] or not here["inView"]:
            wrong.append(f"not marked or not in view: {here['told']}")
    return wrong + [f"missed: {each}" for each in page.evaluate(CONTROLS)]


def focused(visit: Visit, selector: str) -> bool:
    return bool(visit.page.evaluate("words => document.activeElement.matches(words)", selector))


def test_every_control_is_reached_and_shows_it(sized: Visit) -> None:
    visit, page = sized, sized.page
    page.wait_for_selector(".sample")
    found = {"welcome": unreached(visit)}
    visit.ask(COMPARED)
    page.locator("#turn-1 [data-value=bad]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#turn-1 .reasons")
    found["answer"] = unreached(visit)
    page.locator("summary:has-text('限定范围')").focus()
    page.keyboard.press("Enter")
    found["scope"] = unreached(visit)
    page.keyboard.press("Escape")
    for tab in visit.other_tabs():
        found[tab] = unreached(visit)
    assert not any(found.values()), found


def test_a_source_is_opened_stepped_through_and_left_by_keys(sized: Visit) -> None:
    visit, page = sized, sized.page
    visit.ask(COMPARED)
    page.locator("#turn-1 .chip").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .step:has-text('1 / 2')")
    assert focused(visit, "#panel .source-text"), "the source is read on at once"
    found = unreached(visit)
    assert not [each for each in found if "chip" not in each and "panel" in each], found
    page.locator("#panel [data-step='1']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .step:has-text('2 / 2')")
    assert focused(visit, "#panel .source-text"), "there is no further step to press"
    page.keyboard.press("p")
    page.wait_for_selector("#panel .step:has-text('1 / 2')")
    visit.picture("keyboard-source")
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel-column", state="hidden")
    assert focused(visit, "#turn-1 .chip"), "back where it was opened"
    assert page.is_hidden("#quote-card")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel-column.open")
    page.locator("#question textarea").focus()
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel-column", state="hidden")


@pytest.mark.parametrize(
    ("opener", "opened"),
    [
        ("details.narrow summary", ".narrow-fields"),
        ("details.exports summary", ".exports a"),
        ("[data-drawer]", "#talks-column"),
        ("#turn-1 [data-edit]", "#turn-1 .editing"),
    ],
)
def test_escape_closes_what_a_key_opened_and_leads_back(
    phone: Visit, opener: str, opened: str
) -> None:
    page = phone.page
    phone.ask(ANSWERED)
    page.locator(opener).focus()
    page.keyboard.press("Enter")
    page.locator(opened).first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.locator(opened).first.wait_for(state="hidden")
    assert focused(phone, opener)


def test_a_document_is_looked_at_and_a_name_changed_by_keys(visit: Visit) -> None:
    page = visit.page
    visit.ask(ANSWERED)
    page.locator("[data-rename]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("改")
    page.keyboard.press("Escape")
    assert focused(visit, "[data-rename]")
    assert page.locator(".renaming").first.is_hidden()
    page.get_by_role("tab", name="资料库").focus()
    page.keyboard.press("Enter")
    page.locator(".document .title").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".sheet .preview")
    assert focused(visit, ".sheet [data-event=close]")
    page.keyboard.press("Escape")
    page.wait_for_selector(".sheet", state="detached")
    assert focused(visit, ".document .title")
