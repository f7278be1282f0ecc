"""Takes the pictures of the documents again: ``python -m docs.pictures``.

They show a chat over the sample documents in a library of its own, as it is now. Needs Chromium,
and some minutes for the two runs of the evaluation. With ``--report DIR``, a folder written by
``scenario-qa evaluate``, only the plots of its confidence are taken.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright import sync_api

from rag.config import ReaderSettings
from tests.browser.visits import ANSWERED, HANDHELD, ROOT, Visit, open_chromium, sample_site

DOCS = ROOT / "docs"
PICTURES = DOCS / "walkthrough"
COMPARED = "杭州和合肥的做法有什么不同？"
ON_PAGE = "澜江市2024年末常住人口是多少？"
UNKNOWN = "澜江市有几条地铁线路？"
PLOTS = {"可靠性图": "reliability.png", "风险—覆盖曲线": "risk-coverage.png"}
ALL_OFFERED = ".sample >> nth=5"  # they come one after the other
GAP = 12  # pixels between the views of a phone


def take(visit: Visit, path: Path) -> None:
    """Take what is in sight once nothing moves any more."""
    visit.page.mouse.move(0, 0)
    visit.settle()
    visit.page.screenshot(path=path)


def talk(visit: Visit) -> None:
    """Ask, go on asking, be declined, narrow the scope, rate and export."""
    page = visit.page
    page.wait_for_selector(ALL_OFFERED)
    take(visit, PICTURES / "welcome.png")
    visit.ask(ANSWERED)
    visit.ask("它解决了什么问题？")
    page.wait_for_selector(".offer")
    take(visit, PICTURES / "answer.png")
    page.locator(".rating button").last.click()
    page.wait_for_selector(".reasons")
    page.click(".exports summary")
    take(visit, PICTURES / "rating.png")
    page.keyboard.press("Escape")
    page.click("#new")
    page.wait_for_selector(".turn", state="detached")
    visit.ask(UNKNOWN)
    take(visit, PICTURES / "abstained.png")
    page.click("summary:has-text('限定范围')")
    page.select_option(".narrow select >> nth=0", label="场景创新工作问答")
    page.wait_for_selector(".scope-chip:has-text('场景创新工作问答')")
    page.fill(".narrow input[type=date]", "2026-01-01")
    page.wait_for_selector(".scope-chip:has-text('截至 2026-01-01')")
    take(visit, PICTURES / "scope.png")


def sources(visit: Visit) -> None:
    """Open a citation: its text, then its page."""
    page = visit.page
    visit.ask(ANSWERED)
    visit.ask(COMPARED)
    page.locator("#turn-2 .chip").last.click()
    page.wait_for_selector("#panel mark")
    take(visit, PICTURES / "source.png")
    shutil.copyfile(PICTURES / "source.png", DOCS / "chat.png")
    visit.ask(ON_PAGE)
    page.locator("#turn-3 .chip").first.click()
    page.wait_for_selector("#panel h3:has-text('澜江市')")
    page.click("[data-toggle=pages]")
    page.wait_for_function("document.querySelector('.source-pages img')?.naturalWidth > 0")
    take(visit, PICTURES / "page.png")
    page.click("[data-toggle=pages]")


def tabs(visit: Visit) -> None:
    """Look into the other tabs; two runs of twenty questions fill the last one."""
    page = visit.page
    visit.go("资料库")
    page.wait_for_selector(".documents")
    take(visit, PICTURES / "library.png")
    visit.go("背景导读")
    page.wait_for_selector(".timeline-picture")
    take(visit, PICTURES / "guide.png")
    visit.go("评测")
    page.click("#sample input")
    page.get_by_role("option", name="20", exact=True).click()
    for runs in (1, 2):
        page.click("#evaluate")
        page.wait_for_selector(f"#runs tbody tr:nth-child({runs})", timeout=600_000)
        page.wait_for_selector("#run .figures", timeout=600_000)
        page.wait_for_selector("#evaluate")
    take(visit, PICTURES / "measure.png")


def phone(visit: Visit, folder: Path) -> None:
    """Put four views of a phone in the dark beside each other."""
    page = visit.page
    page.click("[data-theme]")
    page.wait_for_selector(ALL_OFFERED)
    shots = [folder / f"phone-{number}.png" for number in range(4)]
    take(visit, shots[0])
    visit.ask(ANSWERED)
    page.wait_for_selector(".offer")
    take(visit, shots[1])
    page.locator("#turn-1 .chip").first.click()
    page.wait_for_selector("#panel mark")
    take(visit, shots[2])
    page.click("[data-close]")
    page.click("[data-drawer]")
    take(visit, shots[3])
    views = [Image.open(shot) for shot in shots]
    width = sum(view.width for view in views) + GAP * (len(views) - 1)
    sheet = Image.new("RGB", (width, views[0].height), "#8f8b82")
    left = 0
    for view in views:
        sheet.paste(view, (left, 0))
        left += view.width + GAP
    sheet.save(PICTURES / "phone.png")


def plots(browser: sync_api.Browser, report: Path) -> None:
    """Take the plots of the confidence out of a report."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=2)
    page.goto((report / "report.html").resolve().as_uri())
    for title, name in PLOTS.items():
        page.locator("figure", has=page.locator(f"h3:text-is('{title}')")).screenshot(
            path=DOCS / name
        )


def main() -> None:
    """Take all pictures, or those of a report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path, help="take the plots of this report only")
    report = parser.parse_args().report
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("chromium is not installed: apt-get install chromium")
    with open_chromium(chromium) as browser:
        if report:
            plots(browser, report)
        else:
            chat(browser)


def chat(browser: sync_api.Browser) -> None:
    """Take all that the walk shows."""
    with tempfile.TemporaryDirectory() as name:
        site = sample_site(Path(name) / "library", reader=ReaderSettings())
        for look in (talk, sources, tabs):
            visit = Visit(browser, site.address)
            look(visit)
            visit.close()
        visit = Visit(browser, site.address, **HANDHELD)
        phone(visit, Path(name))
        visit.close()
        site.close()


if __name__ == "__main__":
    main()
