"""Slides, tables, books, old Word files and archives: read whole, refused with a reason."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.loaders import REGISTRY, load, xlsx
from rag.errors import IngestError
from rag.types import Document
from tests.ole_material import word_document

SENTENCE = "场景是用于系统性验证新技术新产品新业态产业化应用的具体情境。"


def _one(path: Path) -> Document:
    (document,) = load(path, path.name)
    return document


def _refusal(path: Path) -> str:
    with pytest.raises(IngestError) as caught:
        list(load(path, path.name))
    assert "\n" not in str(caught.value)
    return caught.value.reason


# --- slides -----------------------------------------------------------------------------


def test_slides_are_pages_with_titles_tables_charts_and_notes(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "场景创新进展"
    slide.placeholders[1].text_frame.text = "开放场景1400项"
    slide.placeholders[1].text_frame.add_paragraph().text = "签约项目320个"
    slide.notes_slide.notes_text_frame.text = "口头说明来源"
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "分城市情况"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for index, text in enumerate(("城市", "数量", "合肥", "1400")):
        table.cell(index // 2, index % 2).text = text
    data = CategoryChartData()
    data.categories = ["2024年", "2025年"]
    data.add_series("场景数", (820, 1400))
    second.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(4), Inches(4), Inches(2), data
    )
    third = deck.slides.add_slide(deck.slide_layouts[5])
    third.shapes.title.text = "不放映的一页"
    third.element.set("show", "0")
    path = tmp_path / "汇报.pptx"
    deck.save(path)
    document = _one(path)
    assert document.text.split("\n") == [
        "场景创新进展", "开放场景1400项", "签约项目320个", "备注：口头说明来源",
        "分城市情况", "城市 | 数量", "城市：合肥；数量：1400",
        "2024年 | 场景数：820", "2025年 | 场景数：1400",
    ]  # fmt: skip
    assert document.title == "场景创新进展"
    assert document.page_at(document.text.index("合肥")) == 2
    assert {"场景创新进展", "分城市情况"} <= {section.heading for section in document.sections}
    assert document.warnings == ("隐藏的幻灯片未收入：第3页",)


# --- tables -----------------------------------------------------------------------------


def test_a_workbook_is_read_row_by_row_and_computes_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "场景清单"
    sheet.append(["2025年场景清单", None, None, None])
    sheet.append(["地区", "场景名称", "投资额", "完成率", "开工日期"])
    sheet.append(["合肥", "低空物流", 1200, 0.155, date(2025, 3, 5)])
    sheet.append([None, "智慧养老", 800.5, 1, date(2025, 4, 1)])
    sheet.append(["合计", "=1+1", '=HYPERLINK("http://x")', None, None])
    sheet.merge_cells("A3:A4")
    for row in (3, 4):
        sheet.cell(row, 4).number_format = "0.0%"
    book.create_sheet("底稿").append(["看不见"])
    book["底稿"].sheet_state = "hidden"
    path = tmp_path / "清单.xlsx"
    book.save(path)
    document = _one(path)
    assert document.text.split("\n") == [
        "场景清单",
        "2025年场景清单",
        "地区 | 场景名称 | 投资额 | 完成率 | 开工日期",
        "地区：合肥；场景名称：低空物流；投资额：1200；完成率：15.5%；开工日期：2025-03-05",
        "地区：合肥；场景名称：智慧养老；投资额：800.5；完成率：100%；开工日期：2025-04-01",
        "合计",
    ]
    assert document.warnings == (
        "隐藏的工作表未收入：底稿",
        "2个公式没有存下结果，未收入；用表格软件打开并保存一次即可",
    )
    line = document.line_at(document.text.index("智慧养老"))
    assert line is not None
    assert (line.page, line.number) == (1, 4)


def test_what_is_merged_in_a_workbook_is_read_in_every_row_it_covers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务"
    sheet.append(["重点任务表", None, None, None])
    sheet.append([None] * 4)
    sheet.append(["类别", "子类", "任务", "单位"])
    for row in (["基建", None, "修路", "交通局"], [None, None, "架桥", "住建局"]):
        sheet.append(row)
    sheet.append(["产业", "工业", "招商", "商务局"])
    for number in range(600):
        sheet.append([None, None, f"任务{number}", None])
    sheet.append([None] * 4)
    for area in ("A1:D2", "A4:B5", "A6:A607"):
        sheet.merge_cells(area)
    path = tmp_path / "任务.xlsx"
    book.save(path)
    lines = _one(path).text.split("\n")
    assert lines[1:6] == [
        "重点任务表", "类别 | 子类 | 任务 | 单位", "类别：基建；任务：修路；单位：交通局",
        "类别：基建；任务：架桥；单位：住建局", "类别：产业；子类：工业；任务：招商；单位：商务局",
    ]  # fmt: skip
    assert lines[6:] == [f"类别：产业；任务：任务{number}" for number in range(600)]


def test_a_long_sheet_of_few_columns_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "_MAX_CELLS", 40)
    book = openpyxl.Workbook()
    book.active.append(["编号", "企业名称"])
    for number in range(19):
        book.active.append([number, f"企业{number}"])
    book.save(tmp_path / "名单.xlsx")
    assert _one(tmp_path / "名单.xlsx").text.endswith("编号：18；企业名称：企业18")
    book.active.append([19, "企业19"])
    book.save(tmp_path / "名单.xlsx")
    assert "more than 40 cells" in _refusal(tmp_path / "名单.xlsx")


def test_a_workbook_tells_of_remarks_and_pictures_it_leaves_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "补助"
    for row in (["地区", "补助", None], [None, "中央", "地方"], ["合肥", 4, 2]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    sheet["B3"].comment = Comment("口径见附注", "张")
    sheet["C3"].comment = Comment("待核", "李")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=3, max_row=3))
    sheet.add_chart(chart, "E1")
    path = tmp_path / "补助.xlsx"
    book.save(path)
    document = _one(path)
    assert document.text.split("\n")[-1] == "地区：合肥；补助中央：4；补助地方：2"
    assert document.warnings == ("批注2条未收入", "图片、图表或文本框1个未收入")


@pytest.mark.parametrize(
    ("name", "codec", "mark"), [("a.csv", "gb18030", ","), ("a.csv", "utf-8-sig", ";"),
                                ("a.tsv", "utf-16", "\t")]
)  # fmt: skip
def test_separated_values_in_any_encoding(tmp_path: Path, name: str, codec: str, mark: str) -> None:
    rows = [["城市", "场景数", "备注"], ["合肥", "1400", '"含在建\n项目"'], ["杭州", "150", ""]]
    path = tmp_path / name
    path.write_bytes("\r\n".join(mark.join(row) for row in rows).encode(codec))
    document = _one(path)
    assert document.title == "a"  # its first row only names the columns
    assert document.text.split("\n") == [
        "城市 | 场景数 | 备注",
        "城市：合肥；场景数：1400；备注：含在建项目",
        "城市：杭州；场景数：150",
    ]  # fmt: skip
    assert [line.number for line in document.lines] == [1, 2, 4]


# --- books ------------------------------------------------------------------------------


def _book(path: Path, extra: dict[str, str] | None = None) -> Path:
    chapter = "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>{}</h1><p>{}</p></body></html>"
    parts = {
        "META-INF/container.xml": "<container "
        "xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='OPS/book.opf'/></rootfiles></container>",
        "OPS/book.opf": "<package xmlns='http://www.idpf.org/2007/opf'><metadata "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>场景创新读本</dc:title>"
        "<dc:creator>李明</dc:creator><dc:date>2025-05-01</dc:date></metadata><manifest>"
        "<item id='b' href='two.xhtml' media-type='application/xhtml+xml'/>"
        "<item id='a' href='c%201.xhtml' media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='a'/><itemref idref='b'/></spine></package>",
        "OPS/c 1.xhtml": chapter.format("第一章 起点", SENTENCE),
        "OPS/two.xhtml": chapter.format("第二章 展开", SENTENCE),
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    document = _one(_book(tmp_path / "读本.epub"))
    assert document.text.split("\n") == ["第一章 起点", SENTENCE, "第二章 展开", SENTENCE]
    assert (document.title, document.metadata.authors) == ("场景创新读本", ("李明",))
    assert document.metadata.published_on == "2025-05-01"


def test_what_a_book_does_not_show_is_told(tmp_path: Path) -> None:
    chapter = f"<html><body><p>{SENTENCE}</p><p style='display:none'>看不见的话</p></body></html>"
    document = _one(_book(tmp_path / "a.epub", {"OPS/two.xhtml": chapter}))
    assert "看不见" not in document.text
    assert document.warnings == ("隐藏文字5字未收入",)


def test_a_protected_book_is_refused(tmp_path: Path) -> None:
    locked = (
        "<encryption xmlns:e='http://www.w3.org/2001/04/xmlenc#'>"
        "<e:CipherReference URI='OPS/two.xhtml'/></encryption>"
    )
    path = _book(tmp_path / "a.epub", {"META-INF/encryption.xml": locked})
    assert "DRM" in _refusal(path)


# --- old Word files ---------------------------------------------------------------------


def test_an_old_word_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "通知.doc"
    path.write_bytes(
        word_document(
            [
                (f"关于开放场景的通知\r{SENTENCE}\r", False),
                ("Version 2.0\r", True),
                ("城市\x07数量\x07\x07合肥\x071400\x07\x07", False),
                ('见\x13 HYPERLINK "http://example.org" \x14附件一\x15。\x02\r', False),
            ],
            footnotes="\x02数据截至2025年底。\r",
        )
    )
    document = _one(path)
    assert document.text.split("\n") == [
        "关于开放场景的通知", SENTENCE, "Version 2.0", "城市 | 数量", "城市：合肥；数量：1400",
        "见附件一。", "［注］数据截至2025年底。",
    ]  # fmt: skip


def test_what_an_old_word_file_struck_out_is_not_read_and_its_text_boxes_are(
    tmp_path: Path,
) -> None:
    path = tmp_path / "办法.doc"
    text = "期限为30日15日。\r整条不要。\r由市数据局\r负责解释。\r"
    path.write_bytes(word_document([(text, False)], boxes="咨询电话：12345\r", deleted="30日"))
    document = _one(path)
    assert document.text.split("\n") == [
        "期限为15日。", "整条不要。", "由市数据局", "负责解释。", "咨询电话：12345"
    ]  # fmt: skip
    assert document.warnings == ()
    path.write_bytes(word_document([(text, False)], deleted="整条不要。\r由市数据局\r"))
    assert _one(path).text.split("\n") == ["期限为30日15日。", "负责解释。"]


def test_an_old_word_file_tells_that_its_generated_numbers_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "条例.doc"
    listed = b"\x0b\x46\x07\x00".decode("utf-16-le")  # what marks a paragraph of a list
    path.write_bytes(word_document([(f"为规范处理，制定本条例。\r{listed}", False)]))
    assert "自动编号未收入，另存为 .docx 更可靠" in _one(path).warnings


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (  # an empty cell in the middle of a row ends no row
            "序号\x07名称\x07备注\x07\x071\x07\x07无\x07\x072\x07乙\x07\x07\x07此后。\r",
            ["序号 | 名称 | 备注", "序号：1；备注：无", "序号：2；名称：乙", "此后。"],
        ),
        (  # a cell of two paragraphs ends no table
            "指标\x07数值\x07\x07第一产业\r增加值\x07增长百分之五\x07\x07"
            "第二产业\x07\x07\x07第三产业\x07甲\r乙\x07\x07",
            ["指标 | 数值", "指标：第一产业增加值；数值：增长百分之五", "指标：第二产业",
             "指标：第三产业；数值：甲乙"],
        ),
        (  # text between tables does
            "城市\x07数量\x07\x07合肥\x071\x07\x07\r企业情况\r单位\x07金额\x07\x07甲\x0712\x07\x07",
            ["城市 | 数量", "城市：合肥；数量：1", "企业情况", "单位 | 金额", "单位：甲；金额：12"],
        ),
        (
            "城市\x07数量\x07\x07合肥\x071\x07\x07企业情况\r序号\x07单位\x07金额\x07\x071\x07甲\x0712\x07\x07",
            ["城市 | 数量", "城市：合肥；数量：1", "企业情况", "序号 | 单位 | 金额",
             "序号：1；单位：甲；金额：12"],
        ),
        (  # rows of different length, their cells being merged
            "任务\x07单位\x07时限\x07\x07一、综合类\x07\x07立法\x07司法局\x076月\x07\x07",
            ["任务 | 单位 | 时限", "一、综合类", "任务：立法；单位：司法局；时限：6月"],
        ),
    ],
)  # fmt: skip
def test_tables_of_an_old_word_file_keep_their_rows(
    tmp_path: Path, text: str, lines: list[str]
) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(word_document([(text, False)]))
    assert _one(path).text.split("\n") == lines


def test_an_old_word_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(word_document([("文字", False)], encrypted=True))
    assert _refusal(path) == "password-protected"
    path.write_bytes(b"no container")
    assert _refusal(path) == "not a Word document"
    path.write_bytes(word_document([("文字", False)])[:1500])
    assert "damaged Word document" in _refusal(path)


def test_a_file_under_the_suffix_of_another_format_is_read_as_what_it_is(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph(SENTENCE)
    word.save(str(tmp_path / "新.doc"))
    (tmp_path / "旧.docx").write_bytes(word_document([(SENTENCE, False)]))
    page = f"<html><body><p>{SENTENCE}</p></body></html>".encode()
    for name in ("网页.doc", "网页.xls"):
        (tmp_path / name).write_bytes(b"\r\n" + page)
    for name in ("新.doc", "旧.docx", "网页.doc", "网页.xls"):
        assert _one(tmp_path / name).text == SENTENCE, name


# --- archives ---------------------------------------------------------------------------


def _zip(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_members_of_an_archive_are_documents_under_their_own_names(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("深处.txt", "深处的文件。" + SENTENCE)
    records = "\n".join(json.dumps({"id": f"r{n}", "text": f"{n}。{SENTENCE}"}) for n in (1, 2))
    path = _zip(
        tmp_path / "材料.zip",
        {
            "一/通知.txt": f"关于开放场景的通知\n{SENTENCE}".encode("gb18030"),
            "二.md": f"# 标题\n\n{SENTENCE}",
            "内层.zip": inner.getvalue(),
            "库.jsonl": records,
            "程序.exe": b"MZ",
            "__MACOSX/._二.md": b"\0\5",
        },
    )
    documents = list(load(path, "材料.zip"))
    assert [document.source for document in documents] == [
        "材料.zip/一/通知.txt", "材料.zip/二.md", "材料.zip/内层.zip/深处.txt",
        "材料.zip/库.jsonl#r1", "材料.zip/库.jsonl#r2",
    ]  # fmt: skip
    assert documents[0].title == "关于开放场景的通知"
    assert documents[1].title == "标题"


def test_a_bad_member_is_told_after_the_good_ones_are_read(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"空.txt": b"", "好.txt": SENTENCE, "坏.pdf": b"no"})
    documents = []
    with pytest.raises(IngestError, match=r"2 of 3 files not read: 空\.txt: empty file; 坏\.pdf"):
        documents += list(load(path, "a.zip"))
    found = load(path, "a.zip")
    assert next(iter(found)).text == SENTENCE


def test_a_member_of_a_format_that_can_be_converted_is_told(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"旧.xls": b"\xd0\xcf", "好.txt": SENTENCE, "a.exe": b"MZ"})
    with pytest.raises(IngestError, match=r"1 of 2 files not read: 旧\.xls: .*save it as \.xlsx"):
        list(load(path, "a.zip"))


def test_no_member_may_be_larger_than_a_file(tmp_path: Path) -> None:
    inner = _zip(tmp_path / "内.zip", {"大.txt": SENTENCE * 99}).read_bytes()
    path = _zip(tmp_path / "a.zip", {"大.txt": SENTENCE * 99, "好.txt": SENTENCE, "内.zip": inner})
    found = iter(load(path, "a.zip", 3000))
    assert next(found).text == SENTENCE
    with pytest.raises(IngestError, match=r"大\.txt: too large.*内\.zip: 1 of 1.*too large"):
        next(found)


def test_a_member_that_a_parser_trips_over_is_one_member(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(*_: object) -> list[Document]:
        raise KeyError("no such part")

    monkeypatch.setattr(REGISTRY[".docx"], "load", trips)
    path = _zip(tmp_path / "a.zip", {"a.txt": SENTENCE, "b.docx": b"PK", "c.txt": SENTENCE})
    found = iter(load(path, "a.zip"))
    assert [next(found).source for _ in range(2)] == ["a.zip/a.txt", "a.zip/c.txt"]
    with pytest.raises(IngestError, match=r"1 of 3 files not read: b\.docx: .*no such part"):
        next(found)


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a\\..\\..\\out.txt", "C:/out.txt", "."]
)
def test_names_that_lead_out_of_an_archive_are_refused(tmp_path: Path, name: str) -> None:
    assert "leads out" in _refusal(_zip(tmp_path / "a.zip", {name: SENTENCE}))


def test_archives_out_of_bounds_are_refused(tmp_path: Path) -> None:
    data = SENTENCE.encode()
    for depth in range(3):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(f"{depth}.zip" if depth else "a.txt", data)
        data = buffer.getvalue()
    deep = tmp_path / "deep.zip"
    deep.write_bytes(data)
    assert "nested deeper" in _refusal(deep)
    many = _zip(tmp_path / "many.zip", {f"{n}.txt": b"" for n in range(5001)})
    assert _refusal(many) == "5001 files, the limit is 5000"
    bomb = _zip(tmp_path / "bomb.zip", {"a.txt": bytes(210_000_000)})
    assert "zip bomb" in _refusal(bomb)
    liar = bytearray(_zip(tmp_path / "liar.zip", {"a.txt": SENTENCE * 9}).read_bytes())
    entry = liar.index(b"PK\x01\x02")
    struct.pack_into("<I", liar, entry + 24, 10)
    (tmp_path / "liar.zip").write_bytes(liar)
    assert "not read" in _refusal(tmp_path / "liar.zip")
    assert "not a readable archive" in _refusal(_write(tmp_path / "no.zip", b"no archive"))
    assert "no file of a known format" in _refusal(_zip(tmp_path / "x.zip", {"a.exe": b"MZ"}))


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_names_in_the_code_page_of_old_windows_are_read(tmp_path: Path) -> None:
    name = "通知.txt"
    path = _zip(tmp_path / "a.zip", {"????.txt": SENTENCE})
    path.write_bytes(path.read_bytes().replace(b"????.txt", name.encode("gbk")))
    assert [document.source for document in load(path, "a.zip")] == ["a.zip/通知.txt"]


def test_word_lists_restart_deletions_and_remarks_are_told_and_nested_tables_read(
    tmp_path: Path,
) -> None:
    word = docx.Document()
    numbering = word.part.numbering_part.element
    for number, start in ((90, ""), (91, '<w:startOverride w:val="1"/>')):
        override = f'<w:lvlOverride w:ilvl="0">{start}</w:lvlOverride>' if start else ""
        numbering.append(_xml("num", f'<w:abstractNumId w:val="90"/>{override}', numId=number))
    level = '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    listed = _xml("abstractNum", f'<w:lvl w:ilvl="0">{level}</w:lvl>', abstractNumId=90)
    numbering.find(qn("w:num")).addprevious(listed)
    for text, number in (("建设平台", 90), ("开放数据", 90), ("加强领导", 91), ("落实资金", 91)):
        part = f'<w:ilvl w:val="0"/><w:numId w:val="{number}"/>'
        word.add_paragraph(text)._p.get_or_add_pPr().append(_xml("numPr", part))
    changed = word.add_paragraph("补助上限为")
    changed._p.append(_xml("del", "<w:r><w:delText>100万元</w:delText></w:r>", id=1))
    changed._p.append(_xml("ins", "<w:r><w:t>200万元</w:t></w:r>", id=2))
    word.add_comment(changed.add_run("，每年一次。"), text="这里要再核对", author="李四")
    formula = "".join(f"<m:r><m:t>{part}</m:t></m:r>" for part in ("S=", "ab"))
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    word.add_paragraph("面积")._p.append(parse_xml(f"<m:oMath {math}>{formula}</m:oMath>"))
    outer = word.add_table(1, 2)
    outer.cell(0, 0).text = "补助标准"
    inner = outer.cell(0, 1).add_table(2, 2)
    for row, cells in enumerate((("一档", "50万元"), ("二档", "30万元"))):
        for column, cell in enumerate(cells):
            inner.cell(row, column).text = cell
    word.save(str(tmp_path / "a.docx"))
    document = _one(tmp_path / "a.docx")
    assert document.text.split("\n") == [
        "1. 建设平台", "2. 开放数据", "1. 加强领导", "2. 落实资金",
        "补助上限为200万元，每年一次。", "面积S=ab", "补助标准 | 一档，50万元；二档，30万元",
    ]  # fmt: skip
    assert document.warnings == (
        "有修订痕迹：删除的1处未收入，按修订后的文字读取",
        "公式1处只依次收入字符，请核对原件", "批注1条未收入",
    )  # fmt: skip


def _xml(tag: str, inner: str, **values: int) -> Any:
    """An element of WordprocessingML."""
    named = "".join(f' w:{name}="{value}"' for name, value in values.items())
    return parse_xml(f"<w:{tag} {nsdecls('w')}{named}>{inner}</w:{tag}>")
