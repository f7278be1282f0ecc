"""A scan in the source panel: the page as a picture, boxes where the recognised words stand."""

from __future__ import annotations

import urllib.request

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from chat.server.door import LOCAL

from .visits import MARKS, Site, Visit, marked_share

pytestmark = MARKS
SCANNED = (
    "青杨县老年食堂建设通知",
    "全县要在年底前建成老年食堂38家。",
    "每家食堂每年补贴六万元。",
    "食堂的饭菜要清淡可口。",
)
SCANNED_SIZE = (A4[0], 300)


@pytest.fixture(scope="module")
def scan(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A scanned page, which is a picture and nothing else, in the library."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    folder = tmp_path_factory.mktemp("scan")
    page = Canvas(str(folder / "text.pdf"), pagesize=SCANNED_SIZE)
    for down, line in enumerate(SCANNED):
        page.setFont("STSong-Light", 15)
        page.drawString(60, SCANNED_SIZE[1] - 60 - 40 * down, line)
    page.save()
    with pypdfium2.PdfDocument(folder / "text.pdf") as text:
        picture = text[0].render(scale=150 / 72).to_pil()
    path = folder / "扫描件.pdf"
    canvas = Canvas(str(path), pagesize=SCANNED_SIZE)
    canvas.drawImage(ImageReader(picture), 0, 0, *SCANNED_SIZE)
    canvas.save()
    site.desk.keeper.take_in([path], lambda stage, done, total, name: None, LOCAL)


def test_boxes_stand_on_the_cited_line_of_a_scanned_page(visit: Visit, scan: None) -> None:
    page = visit.page
    visit.ask("青杨县年底前建成老年食堂多少家？")
    assert "38家" in page.inner_text("#turn-1 .body")
    page.locator("#turn-1 .chip").first.click()
    page.wait_for_selector("#panel mark")
    page.click("[data-toggle=pages]")
    page.wait_for_function("document.querySelector('.source-pages img').naturalWidth > 0")
    visit.picture("source-scan")
    source = page.locator(".source-pages img").first.evaluate("image => image.src")
    with urllib.request.urlopen(source) as drawn:
        share, top, bottom = marked_share(drawn.read())
    line = (60 + 40) / SCANNED_SIZE[1]  # the base of the second line, from the top
    assert line - 25 / SCANNED_SIZE[1] < top < bottom < line + 12 / SCANNED_SIZE[1]
    assert 0.01 < share < 0.05
    page.click("[data-toggle=pages]")
