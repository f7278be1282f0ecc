"""A conversation as a PDF, in a font that every PDF reader brings for Chinese."""

from __future__ import annotations

import html
import io
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

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

_FONT = "STSong-Light"
_MARGIN = 62.0
_GRID = (
    ("GRID", (0, 0), (-1, -1), 0.5, "#bbbbbb"),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("BACKGROUND", (0, 0), (-1, 0), "#f4f1e8"),
)


def pdf(talk: Conversation) -> bytes:
    """Return questions, answers and numbered sources as PDF."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    story: list[Any] = [Paragraph(_safe(talk.title), _style(18, after=10))]
    for exchange, answer in finished(talk):
        story.append(Paragraph(_safe(f"问：{exchange.question}"), _style(13, before=14, after=6)))
        if meant := understood(exchange, answer):
            story.append(Paragraph(_safe(meant), _style(9.5, color="#625e55")))
        story += [_flowable(block) for block in blocks(answer.text)]
        story += [Paragraph(_safe(note), _style(9.5, color="#625e55")) for note in answer.notes]
        if answer.citations:
            story.append(Paragraph("出处", _style(11, before=8)))
        story += [
            Paragraph(f"{_safe(source(each))}：“{_safe(each.quote)}”", _style(9.5, indent=10))
            for each in answer.citations
        ]
        story.append(Spacer(1, 6))
    written = io.BytesIO()
    page = SimpleDocTemplate(
        written,
        pagesize=A4,
        title=plain(talk.title),
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
    )
    page.build(story, onFirstPage=_number, onLaterPages=_number)
    return written.getvalue()


def _flowable(block: Block) -> Any:
    """Return one block as something that flows over pages."""
    if block.rows:
        cells = [[Paragraph(_marked(cell), _style(9.5)) for cell in row] for row in block.rows]
        # The frame of a page leaves six points on either side of what stands in it.
        width = A4[0] - 2 * _MARGIN - 12
        return Table(
            cells, [width * share for share in column_shares(block.rows)], style=_GRID, spaceAfter=6
        )
    if block.mark:
        return Paragraph(f"{block.mark} {_marked(block.text)}", _style(11, indent=14))
    return Paragraph(_marked(block.text), _style(12 if block.heading else 11))


def _style(
    size: float, *, before: float = 0, after: float = 3, indent: float = 0, color: str = "#1f1e1b"
) -> ParagraphStyle:
    return ParagraphStyle(
        "text",
        fontName=_FONT,
        fontSize=size,
        leading=size * 1.6,
        spaceBefore=before,
        spaceAfter=after,
        leftIndent=indent,
        textColor=color,
        wordWrap="CJK",
    )


def _marked(text: str) -> str:
    """Return a line as reportlab's markup; this font has one weight, so strong is underlined."""
    parts = (
        f"<u>{_safe(part)}</u>" if strong else _safe(part) for part, strong in strong_parts(text)
    )
    return "".join(parts)


def _safe(text: str) -> str:
    return html.escape(plain(text)).replace("\n", "<br/>")


def _number(canvas: Any, page: Any) -> None:
    canvas.setFont(_FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 30, str(page.page))
