"""A conversation as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from chat.ask.exchanges import Conversation
from chat.ask.export.blocks import (
    Block,
    blocks,
    column_shares,
    finished,
    plain,
    source,
    strong_parts,
    understood,
)

_FONT = "宋体"
_GREY = RGBColor(0x62, 0x5E, 0x55)


def word(talk: Conversation) -> bytes:
    """Return questions, answers and numbered sources as docx."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(plain(talk.title), 0)
    for exchange, answer in finished(talk):
        document.add_heading(plain(f"问：{exchange.question}"), 1)
        if meant := understood(exchange, answer):
            _aside(document.add_paragraph(), meant)
        for block in blocks(answer.text):
            _add(document, block)
        for note in answer.notes:
            _aside(document.add_paragraph(), plain(note))
        if answer.citations:
            document.add_heading("出处", 2)
        for citation in answer.citations:
            where = document.add_paragraph(f"{source(citation)}：")
            _aside(where, f"“{plain(citation.quote)}”")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add(document: Any, block: Block) -> None:
    """Add one block at the end."""
    if block.rows:
        _add_table(document, block.rows)
        return
    paragraph = document.add_paragraph(style="List Paragraph" if block.mark else None)
    if block.mark:
        paragraph.add_run(f"{block.mark} ")
    _write(paragraph, block.text, bold=block.heading)


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.autofit = False
    page = document.sections[0]
    width = page.page_width - page.left_margin - page.right_margin
    shares = column_shares(rows)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(width * share)
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text, share in zip(row.cells, cells, shares, strict=True):
            cell.width = int(width * share)
            _write(cell.paragraphs[0], text, bold=number == 0)
    document.add_paragraph()


def _aside(paragraph: Any, text: str) -> None:
    """Write what the answer does not say itself: small and grey, for slanted Chinese is ugly."""
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9.5), _GREY


def _write(paragraph: Any, text: str, *, bold: bool = False) -> None:
    for part, strong in strong_parts(text):
        if part:
            paragraph.add_run(part).bold = bold or strong
