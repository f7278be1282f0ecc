"""Slides: charts of every kind, diagrams and what stands in alternatives are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Inches

from ingest.loaders.pptx import PptxLoader

NAMES = " ".join(
    f'xmlns:{short}="http://schemas.openxmlformats.org/{path}"'
    for short, path in {
        "a": "drawingml/2006/main", "p": "presentationml/2006/main",
        "dgm": "drawingml/2006/diagram", "mc": "markup-compatibility/2006",
        "r": "officeDocument/2006/relationships",
    }.items()
)  # fmt: skip
SHAPE = (
    '<p:sp {}><p:nvSpPr><p:cNvPr id="{}" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
    "<p:txBody><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>"
)


def slide_of(deck: Any) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "进展"
    return slide


def lines(deck: Any, folder: Path) -> list[str]:
    path = folder / "a.pptx"
    deck.save(str(path))
    (document,) = PptxLoader().load(path, path.name)
    return document.text.split("\n")


def test_a_chart_of_any_kind_is_read_with_all_digits(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    data = CategoryChartData()
    data.categories = ["2024年", "2025年"]
    data.add_series("投资额", (1234567, 15.5))
    data.add_series("项目数", (12, None))
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    shapes = slide_of(deck).shapes
    chart = shapes.add_chart(kind, 0, 0, Inches(4), Inches(2), data).chart
    bars = next(chart._chartSpace.iter("{*}barChart"))
    bars.tag = bars.tag.replace("barChart", "bar3DChart")  # python-pptx knows no such plots
    wanted = ["2024年 | 投资额：1234567；项目数：12", "2025年 | 投资额：15.5"]
    assert lines(deck, tmp_path) == ["进展", *wanted]


def test_a_shape_without_a_form_and_one_in_an_alternative_are_read(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    tree = slide_of(deck).shapes._spTree
    tree.append(parse_xml(SHAPE.format(NAMES, 20, "没有形状。")))
    choice = f'<mc:Choice Requires="a14">{SHAPE.format("", 21, "新的写法。")}</mc:Choice>'
    other = f"<mc:Fallback>{SHAPE.format('', 21, '旧的写法。')}</mc:Fallback>"
    inside = f"<mc:AlternateContent {NAMES}>{choice}{other}</mc:AlternateContent>"
    tree.append(parse_xml(inside))
    assert lines(deck, tmp_path) == ["进展", "没有形状。", "新的写法。"]


def test_a_diagram_is_read(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = slide_of(deck)
    point = "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    points = point.format("统筹协调") + point.format("分头落实")
    data = f"<dgm:dataModel {NAMES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>".encode()
    place = PackURI("/ppt/diagrams/data1.xml")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    part = Part(place, "application/xml", slide.part.package, data)
    link = slide.part.relate_to(part, kind)
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:graphicFrame {NAMES}><p:nvGraphicFramePr><p:cNvPr id="30" name="x"/>'
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm/><a:graphic>"
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram">'
            f'<dgm:relIds r:dm="{link}"/></a:graphicData></a:graphic></p:graphicFrame>'
        )
    )
    assert lines(deck, tmp_path) == ["进展", "统筹协调", "分头落实"]
