"""Scanned pages are recognised: text, boxes and how sure it is."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.layout.embedded import Pictures
from ingest.loaders import load
from rag.errors import IngestError

ROOT = Path(__file__).resolve().parents[2]
TITLE = "关于开放应用场景的通知"
LINES = (
    "各有关单位：",
    "为加快新技术、新产品的规模化应用，现将2025年第一批应用场",
    "景清单予以公布，共计36项，请于9月30日前完成对接。",
)


def _distance(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """The image of a small page, as a scanner would give it at 150 dots an inch."""
    path = tmp_path_factory.mktemp("scan") / "text.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=(A4[0], 220))
    canvas.setFont("STSong-Light", 20)
    canvas.drawString(150, 170, TITLE)
    canvas.setFont("STSong-Light", 14)
    for index, line in enumerate(LINES):
        canvas.drawString(80, 120 - 26 * index, line)
    canvas.save()
    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[0].render(scale=150 / 72).to_pil()


def test_a_scanned_page_between_text_pages_is_recognised(tmp_path: Path, page: Image.Image) -> None:
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path), pagesize=(A4[0], 220))
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(80, 120, "这一页有文字层，第二页是扫描件。")
    canvas.showPage()
    canvas.drawImage(ImageReader(page), 0, 0, A4[0], 220)
    canvas.save()
    (document,) = load(path, path.name)
    wanted = TITLE + "".join(LINES)
    scanned = "".join(
        document.text[line.start : line.end] for line in document.lines if line.page == 2
    )
    assert _distance(scanned, wanted) <= 0.03 * len(wanted)
    assert "第2页由扫描识别，置信度 0.9" in document.warnings[0]
    assert "第1页" not in document.warnings[0]
    line = next(line for line in document.lines if line.page == 2 and line.box)
    assert line.box is not None
    assert 140 <= line.box[0] <= 160
    assert 25 <= line.box[1] < line.box[3] <= 60


def test_a_picture_beside_text_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "figure.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4)
    for name in ("有图的一页", "无图的一页"):
        canvas.setFont("STSong-Light", 14)
        for row in range(6):
            canvas.drawString(80, 760 - 20 * row, name + "，这里的文字有文字层，不需要识别。")
        if name.startswith("有"):
            canvas.drawImage(ImageReader(Image.new("RGB", (60, 40), "gray")), 100, 200, 300, 200)
        canvas.showPage()
    canvas.save()
    (document,) = load(path, path.name)
    assert document.warnings == ("有图片未识别的页（图中如有文字未收入）：第1页",)


def test_an_image_file_is_a_scan(tmp_path: Path, page: Image.Image) -> None:
    path = tmp_path / "scan.tiff"
    page.save(path)
    (document,) = load(path, path.name)
    assert document.title == TITLE
    assert "共计36项，请于9月30日前完成对接。" in document.text
    assert "第1页由扫描识别" in document.warnings[0]


def test_an_image_that_cannot_be_read_says_why(tmp_path: Path, page: Image.Image) -> None:
    blank, broken = tmp_path / "blank.png", tmp_path / "broken.png"
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(blank)
    page.save(broken)
    broken.write_bytes(broken.read_bytes()[:4000])
    for path, reason in ((blank, "no writing"), (broken, "not a readable image")):
        with pytest.raises(IngestError, match=reason) as caught:
            list(load(path, path.name))
        assert "\n" not in str(caught.value)


def test_writing_on_a_picture_in_a_document_is_read_where_it_stands_and_once(
    tmp_path: Path, page: Image.Image
) -> None:
    picture, path = tmp_path / "page.png", tmp_path / "letter.docx"
    page.save(picture)
    word = docx.Document()
    word.add_paragraph("图片之前的一段话，比六十个字要长一些。" * 4)
    for _ in range(2):
        word.add_picture(str(picture))
    word.add_paragraph("图片之后的一段话。")
    word.save(str(path))
    (document,) = load(path, path.name)
    before, after = document.text.index("之前"), document.text.index("之后")
    assert before < document.text.index("共计36项") < after
    assert document.text.count("共计36项") == 1
    assert document.warnings[0].startswith("1幅图片中的文字由识别得到，置信度 0.9")


def test_writing_on_pictures_of_pages_and_books_is_read_where_it_stands(
    tmp_path: Path, page: Image.Image
) -> None:
    picture = io.BytesIO()
    page.save(picture, "PNG")
    body = (
        "<h1>场景清单</h1><p>图片之前的一段话。</p><p>附图<img src='{}'/>如上。</p>"
        "<p>图片之后的一段话。<img src='missing.png'/><img src='dot.png' width='1'/></p>"
    )
    saved = tmp_path / "page.html"
    inline = "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()
    logo = "<div><img src='logo.png'/></div>"
    saved.write_text(f"<html><body>{logo}{body.format(inline)}</body></html>", "utf-8")
    book = tmp_path / "book.epub"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr(
            "META-INF/container.xml",
            "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
            "<rootfile full-path='OPS/book.opf'/></rootfiles></container>",
        )
        archive.writestr(
            "OPS/book.opf",
            "<package xmlns='http://www.idpf.org/2007/opf'><manifest><item id='a' "
            "href='text/a.xhtml' media-type='application/xhtml+xml'/></manifest>"
            "<spine><itemref idref='a'/></spine></package>",
        )
        archive.writestr("OPS/images/list 1.png", picture.getvalue())
        text = body.format("../images/list%201.png")
        archive.writestr("OPS/text/a.xhtml", f"<html><body>{text}</body></html>")
    for path in (saved, book):
        (document,) = load(path, path.name)
        before, after = document.text.index("之前"), document.text.index("之后")
        assert before < document.text.index("共计36项") < after
        assert document.warnings[0].startswith("1幅图片中的文字由识别得到，置信度 0.9")
        assert document.warnings[1] == "1幅图片不在文件中，其中如有文字未收入"


def test_a_picture_that_is_not_read_is_told_of(
    page: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = io.BytesIO()
    page.save(picture, "PNG")
    broken = Pictures("a.docx")
    assert broken.writing(picture.getvalue()[:4000]) == []
    assert broken.warnings == ["1幅图片无法打开，其中如有文字未收入"]
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    unread = Pictures("a.docx")
    assert unread.writing(picture.getvalue()) == []
    (told,) = unread.warnings
    assert told.startswith("1幅图片未识别")
    assert "pip install rapidocr" in told


def test_without_the_package_a_scan_is_refused_with_the_way_out(
    tmp_path: Path, page: Image.Image
) -> None:
    path = tmp_path / "scan.png"
    page.save(path)
    code = (
        "import sys; sys.modules['rapidocr'] = None\n"
        "from pathlib import Path; from ingest.loaders import load\n"
        f"list(load(Path({str(path)!r}), 'scan.png'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "pip install rapidocr" in done.stderr.splitlines()[-1]


def test_a_table_on_a_scan_is_read_row_by_row(tmp_path: Path) -> None:
    """Its rules are seen on the image: cells of two lines are whole, a merged one in each row."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    drawn = tmp_path / "drawn.pdf"
    canvas = Canvas(str(drawn), pagesize=(A4[0], 260))
    canvas.setFont("STSong-Light", 14)
    canvas.setLineWidth(0.7)
    for y in (220, 190, 70):
        canvas.line(80, y, 500, y)
    canvas.line(200, 130, 500, 130)
    for x in (80, 200, 300, 500):
        canvas.line(x, 220, x, 70)
    for x, y, text in (
        (110, 200, "支持方向"), (220, 200, "补助上限"), (360, 200, "申报要求"),
        (110, 125, "场景示范"), (220, 155, "二百万元"), (310, 165, "在本市注册登记满三年，"),
        (310, 145, "上年度研发投入不低"), (220, 95, "一百万元"), (310, 95, "已完成项目验收"),
    ):  # fmt: skip
        canvas.drawString(x, y, text)
    canvas.save()
    path = tmp_path / "scan.png"
    with pypdfium2.PdfDocument(drawn) as pdf:
        pdf[0].render(scale=200 / 72).to_pil().rotate(0.3, fillcolor="white").save(path)
    (document,) = load(path, path.name)
    assert document.text.split("\n") == [
        "支持方向 | 补助上限 | 申报要求",
        "场景示范 | 二百万元 | 在本市注册登记满三年，上年度研发投入不低",
        "场景示范 | 一百万元 | 已完成项目验收",
    ]
