"""One answer for the clipboard: plain text for any box, HTML for Word and mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.ask.exchanges import Exchange
from chat.ask.export.blocks import Block, blocks, plain, source, strong_parts, understood
from chat.looks.markup import escape
from rag.guide.quotes import on_one_line
from rag.types import Answer, Citation

_MARKER = re.compile(r"\[\d{1,3}\]")
_TABLE = '<table border="1" cellspacing="0" cellpadding="5" style="border-collapse:collapse">'


def clipboard_text(exchange: Exchange, answer: Answer) -> str:
    """Return question, answer, remarks and numbered sources without any markup."""
    asked = f"问：{plain(exchange.question)}"
    parts = [f"{asked}\n{meant}" if (meant := understood(exchange, answer)) else asked]
    item = False
    for block in blocks(answer.text):
        told = _table_text(block.rows) if block.rows else f"{block.mark} {_unmarked(block.text)}"
        # The items of a list stand close together.
        if item and block.mark:
            parts[-1] += f"\n{told}"
        else:
            parts.append(told.strip())
        item = bool(block.mark)
    parts += [plain(note) for note in answer.notes]
    parts.append("\n".join(["出处：", *(_cited(one) for one in answer.citations)]))
    return "\n\n".join(parts) + "\n"


def clipboard_html(exchange: Exchange, answer: Answer) -> str:
    """Return the same as HTML: tables are tables, the keys stand raised."""
    lines = [f"<p><b>问：{_safe(exchange.question)}</b></p>"]
    lines += _paragraphs([understood(exchange, answer)])
    lines += [_block_html(block) for block in blocks(answer.text)]
    lines += _paragraphs(answer.notes)
    cited = [f"<p>{_safe(_cited(one))}</p>" for one in answer.citations]
    return "".join([*lines, "<p><b>出处</b></p>", *cited])


def _cited(citation: Citation) -> str:
    """Return one numbered source with its quote on one line."""
    return f"{source(citation)}：“{plain(on_one_line(citation.quote))}”"


def _unmarked(text: str) -> str:
    return "".join(part for part, _ in strong_parts(text))


def _table_text(rows: Sequence[Sequence[str]]) -> str:
    """Return a table as lines that can be read aloud: what a row is of, then what is said of it."""
    heads, *body = rows
    return "\n\n".join("\n".join(_row_text(heads, row)) for row in body or [heads])


def _row_text(heads: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    yield f"{_unmarked(row[0])}："
    for head, cell in zip(heads[1:], row[1:], strict=True):
        named = f"{head}：" if len(row) > 2 else ""
        yield f"{named}{_unmarked(cell)}"


def _block_html(block: Block) -> str:
    if not block.rows:
        text = f"{escape(block.mark)} {_rich(block.text)}".strip()
        return f"<p><b>{text}</b></p>" if block.heading else f"<p>{text}</p>"
    tags = ["th", *["td"] * (len(block.rows) - 1)]
    rows = (
        "".join(f"<{tag}>{_rich(cell)}</{tag}>" for cell in row)
        for tag, row in zip(tags, block.rows, strict=True)
    )
    return _TABLE + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _rich(text: str) -> str:
    """Return one line of an answer, safe, with its strong parts and its keys set apart."""
    parts = (
        f"<b>{_safe(part)}</b>" if strong else _safe(part) for part, strong in strong_parts(text)
    )
    return _MARKER.sub(r"<sup>\g<0></sup>", "".join(parts))


def _paragraphs(texts: Sequence[str]) -> list[str]:
    return [f"<p>{_safe(text)}</p>" for text in texts if text]


def _safe(text: str) -> str:
    return escape(plain(text)).replace("\n", "<br>")
