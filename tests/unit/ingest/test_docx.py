"""Word documents: nothing that stands on the page is lost, and its numbers are Word's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.loaders.docx import DocxLoader
from rag.types import Document

RUN = "<w:r><w:t>{}</w:t></w:r>"


def xml(text: str) -> Any:
    """Elements of WordprocessingML; the first tag gets the names of its prefixes."""
    tag, rest = text.split(">", 1)
    short = tag.endswith("/")
    return parse_xml(f"{tag.rstrip('/')} {nsdecls('w', 'r')}{'/' if short else ''}>{rest}")


def read(word: Any, folder: Path) -> Document:
    path = folder / "a.docx"
    word.save(str(path))
    (document,) = DocxLoader().load(path, path.name)
    return document


def lines(word: Any, folder: Path) -> list[str]:
    return read(word, folder).text.split("\n")


def table(word: Any, *rows: tuple[str, ...]) -> Any:
    made = word.add_table(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            made.cell(row, column).text = text
    return made


def numbered(word: Any, kinds: dict[int, str]) -> None:
    """Define lists: what stands inside each w:abstractNum, and a list of the same id."""
    root = word.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for name, inside in kinds.items():
        root.append(xml(f'<w:abstractNum w:abstractNumId="{name}">{inside}</w:abstractNum>'))
    for name in kinds:
        root.append(xml(f'<w:num w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'))


def level(index: int, form: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def in_list(paragraph: Any, number: int, index: int = 0) -> None:
    inside = f'<w:ilvl w:val="{index}"/><w:numId w:val="{number}"/>'
    paragraph._p.get_or_add_pPr().append(xml(f"<w:numPr>{inside}</w:numPr>"))


def test_content_controls_are_read_but_for_the_contents_that_word_makes(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("关于场景创新的通知")
    made = table(word, ("名称", "金额"), ("甲", "1"))
    row = f"<w:tc><w:p>{RUN.format('乙')}</w:p></w:tc><w:tc><w:p>{RUN.format('2')}</w:p></w:tc>"
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    made._tbl.append(xml(control.format("", f"<w:tr>{row}</w:tr>")))
    body = f"<w:p>{RUN.format('补贴金额为五百万元。')}</w:p>"
    inner = control.format("", f'<w:customXml w:element="a">{body}</w:customXml>')
    made._tbl.addnext(xml(control.format("", inner)))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    made._tbl.addprevious(xml(control.format(gallery, f"<w:p>{RUN.format('目录')}</w:p>")))
    assert lines(word, tmp_path) == [
        "关于场景创新的通知", "名称 | 金额", "名称：甲；金额：1", "名称：乙；金额：2",
        "补贴金额为五百万元。",
    ]  # fmt: skip


def test_a_text_box_in_a_cell_is_read(tmp_path: Path) -> None:
    word = docx.Document()
    made = table(word, ("左", "右"))
    box = f"<w:txbxContent><w:p>{RUN.format('补贴五百万元。')}</w:p></w:txbxContent>"
    made.cell(0, 1).paragraphs[0]._p.append(xml(f"<w:r><w:pict>{box}</w:pict></w:r>"))
    assert lines(word, tmp_path) == ["左 | 右补贴五百万元。"]


def test_a_text_framed_by_one_cell_reads_as_it_stands(tmp_path: Path) -> None:
    word = docx.Document()
    (cell,) = table(word, ("实施细则",)).rows[0].cells
    cell.add_paragraph("第一条 近两年增长不低于5%。")
    inner = cell.add_table(2, 2)
    for at, text in enumerate(("类别", "奖励金额", "甲类", "100万元")):
        inner.cell(at // 2, at % 2).text = text
    cell.add_paragraph("第二条 有效期为三年。")
    assert lines(word, tmp_path) == [
        "实施细则",
        "第一条 近两年增长不低于5%。",
        "类别 | 奖励金额",
        "类别：甲类；奖励金额：100万元",
        "第二条 有效期为三年。",
    ]


def test_a_diagram_is_read(tmp_path: Path) -> None:
    names = (
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    point = "<dgm:pt{}><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    points = point.format("", "统筹协调") + point.format(' type="pres"', "统筹协调")
    data = f"<dgm:dataModel {names}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
    word = docx.Document()
    place = PackURI("/word/diagrams/data1.xml")
    part = Part(place, "application/xml", data.encode(), word.part.package)
    link = word.part.relate_to(part, f"{RELATIONSHIP_TYPE.IMAGE.rsplit('/', 1)[0]}/diagramData")
    run = parse_xml(f'<w:r {nsdecls("w", "r")} {names}><dgm:relIds r:dm="{link}"/></w:r>')
    word.add_paragraph("职责分工如下。")._p.append(run)
    assert lines(word, tmp_path) == ["职责分工如下。", "统筹协调"]


def test_articles_count_on_through_the_chapters_where_the_list_says_so(tmp_path: Path) -> None:
    word = docx.Document()
    never = '<w:lvlRestart w:val="0"/>'
    chapters = level(0, "chineseCounting", "第%1章")
    numbered(word, {7: chapters + level(1, "chineseCounting", "第%2条", never)})
    for text, index in (("总则", 0), ("甲。", 1), ("乙。", 1), ("职责", 0), ("丙。", 1)):
        in_list(word.add_paragraph(text), 7, index)
    assert lines(word, tmp_path) == [
        "第一章 总则", "第一条 甲。", "第二条 乙。", "第二章 职责", "第三条 丙。",
    ]  # fmt: skip


def test_a_level_restarts_after_the_level_that_the_list_names(tmp_path: Path) -> None:
    word = docx.Document()
    third = level(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>')
    two = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）")
    numbered(word, {7: two + third})
    for index in (0, 1, 2, 1, 2, 0, 2):
        in_list(word.add_paragraph("项"), 7, index)
    assert lines(word, tmp_path) == [
        "一、项", "（一）项", "1. 项", "（二）项", "2. 项", "二、项", "1. 项",
    ]  # fmt: skip


def test_numbers_of_a_style_in_circles_and_in_digits_throughout(tmp_path: Path) -> None:
    word = docx.Document()
    numbered(
        word,
        {
            8: level(0, "decimalEnclosedCircleChinese", "%1"),
            9: '<w:styleLink w:val="S"/>' + level(0, "chineseCounting", "%1、"),
            10: '<w:numStyleLink w:val="S"/>',
            11: level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        },
    )
    for number, index in ((8, 0), (10, 0), (11, 0), (11, 1)):
        in_list(word.add_paragraph("小标题"), number, index)
    assert lines(word, tmp_path) == ["① 小标题", "一、小标题", "一、小标题", "1.1 小标题"]


def test_paragraphs_in_cells_are_numbered_and_counted(tmp_path: Path) -> None:
    word = docx.Document()
    numbered(word, {7: level(0, "chineseCounting", "第%1条")})
    made = table(word, ("条款", "内容"), ("", "甲内容。"), ("", "乙内容。"))
    for row in (1, 2):
        in_list(made.cell(row, 0).paragraphs[0], 7)
    in_list(word.add_paragraph("丙内容。"), 7)
    assert lines(word, tmp_path)[1:] == [
        "条款：第一条；内容：甲内容。", "条款：第二条；内容：乙内容。", "第三条 丙内容。",
    ]  # fmt: skip


def test_cells_merged_down_are_read_in_every_row_or_by_themselves_without_a_start(
    tmp_path: Path,
) -> None:
    word = docx.Document()
    made = table(word, ("类别", "任务"), ("基建", "修路"), ("", "架桥"), ("产业", "招商"))
    made.cell(1, 0).merge(made.cell(2, 0))
    for row, column in ((0, 0), (3, 1)):  # Word reads them, though nothing is merged above
        cell = made._tbl.tr_lst[row].tc_lst[column]
        cell.get_or_add_tcPr().append(xml("<w:vMerge/>"))
    assert lines(word, tmp_path) == [
        "类别 | 任务", "类别：基建；任务：修路", "类别：基建；任务：架桥", "类别：产业；任务：招商",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["gridSpan", "gridBefore"])
def test_a_table_has_as_many_columns_as_word_allows(tmp_path: Path, mark: str) -> None:
    word = docx.Document()
    made = table(word, ("名称", "金额"))
    row = made._tbl.tr_lst[0]
    of = row.get_or_add_trPr() if mark == "gridBefore" else row.tc_lst[0].get_or_add_tcPr()
    of.append(xml(f'<w:{mark} w:val="500000000"/>'))
    assert lines(word, tmp_path) == ["名称 | 金额"]
