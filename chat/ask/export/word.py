"""A conversation as a Word document."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from chat.ask.exchanges import Conversation
from chat.ask.export.blocks import Block, blocks, finished, plain, source, strong_parts, understood

_FONT = "宋体"


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
            document.add_paragraph(meant).runs[0].italic = True
        for block in blocks(answer.text):
            _add(document, block)
        for note in answer.notes:
            document.add_paragraph(plain(note)).runs[0].italic = True
        if answer.citations:
            document.add_heading("出处", 2)
        for citation in answer.citations:
            where = document.add_paragraph(f"{source(citation)}：")
            where.add_run(f"“{plain(citation.quote)}”").italic = True
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add(document: Any, block: Block) -> None:
    """Add one block at the end."""
    if block.rows:
        table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, block.rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                _write(cell.paragraphs[0], text)
        return
    paragraph = document.add_paragraph(style="List Paragraph" if block.mark else None)
    if block.mark:
        paragraph.add_run(f"{block.mark} ")
    _write(paragraph, block.text, bold=block.heading)


def _write(paragraph: Any, text: str, *, bold: bool = False) -> None:
    for part, strong in strong_parts(text):
        if part:
            paragraph.add_run(part).bold = bold or strong
