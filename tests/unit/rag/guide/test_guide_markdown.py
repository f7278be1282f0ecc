"""The guide as Markdown: numbered notes, and nothing of a document acts as markup."""

from __future__ import annotations

import re

from rag.guide.findings import find_all
from rag.guide.guide import build_guide
from rag.guide.markdown import guide_markdown

from .guide_material import article, document


def test_every_marker_has_its_note() -> None:
    one = article()
    text = guide_markdown(build_guide([find_all(one)], {one.doc_id: one}))
    cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    noted = set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert cited == noted
    assert len(noted) > 10


def test_markup_of_a_document_is_escaped() -> None:
    one = document("港口*规划*\n2024年全国[港口](x)市场规模达3000亿元，同比增长5%。")
    text = guide_markdown(build_guide([find_all(one)], {one.doc_id: one}, topic="港口"))
    assert "[港口](x)" not in text
    assert "*规划*" not in text.replace("\\*规划\\*", "")
