"""What axe-core finds: nothing serious, light and dark, on a laptop and on a phone."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from .visits import ANSWERED, MARKS, Visit

FOUND = find_spec("axe_playwright_python")
pytestmark = [
    *MARKS,
    pytest.mark.skipif(
        FOUND is None, reason="axe-core is not installed: pip install scenario-qa[test]"
    ),
]
# On a phone the source covers the button.
SWITCH = "document.querySelector('[data-theme]').click()"
# What is there once a tab is ready.
RUN = """async () => {
  const rules = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']};
  const found = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
  return found.violations
    .filter(({impact}) => ['serious', 'critical'].includes(impact))
    .map(({id, nodes}) => `${id}: ` + nodes.map(({html, any}) =>
      html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | '));
}"""


def serious(visit: Visit) -> list[str]:
    """Return what axe-core calls serious or critical on the page as it is."""
    assert FOUND is not None
    folder = Path(next(iter(FOUND.submodule_search_locations or ())))
    visit.settle()
    visit.page.evaluate((folder / "axe.min.js").read_text(encoding="utf-8"))
    found: list[str] = visit.page.evaluate(RUN)
    return found


def both(visit: Visit) -> list[str]:
    """Return what axe-core finds in the light and in the dark."""
    found = serious(visit)
    visit.page.evaluate(SWITCH)
    found += serious(visit)
    visit.page.evaluate(SWITCH)
    return found


def test_nothing_serious(sized: Visit) -> None:
    visit, page = sized, sized.page
    page.wait_for_selector(".sample")
    found = {"welcome": both(visit)}
    visit.ask(ANSWERED)
    visit.ask("月球基地的供水量是多少？")
    page.click("#turn-1 [data-value=bad]")
    page.wait_for_selector("#turn-1 .reasons")
    page.locator("#turn-1 .chip").first.click()
    page.wait_for_selector("#panel mark")
    found["source"] = both(visit)
    visit.picture("accessible")
    page.click("#panel .close")
    page.click("summary:has-text('限定范围')")
    page.select_option(".narrow select >> nth=1", "policy")
    page.wait_for_selector(".scope-chip")
    found["scope"] = serious(visit)
    page.keyboard.press("Escape")
    if page.is_visible("[data-drawer]"):
        page.click("[data-drawer]")
        found["conversations"] = serious(visit)
        page.keyboard.press("Escape")
    for tab in visit.other_tabs():
        found[tab] = both(visit)
    assert not any(found.values()), found
