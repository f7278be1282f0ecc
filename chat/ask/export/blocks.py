"""The text of an answer cut into blocks, for writers of other formats than HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chat.ask.exchanges import ENDED, Conversation, Exchange, Progress
from rag.language.phrasing import uniform
from rag.types import Answer, Citation

_BULLET = re.compile(r"\s*[-*•]\s+(.*)")
_NUMBERED = re.compile(r"\s*(\d{1,3}\.)\s+(.*)")
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
# A column of a table is given room for at least and at most so many characters.
_NARROWEST, _WIDEST = 6, 40
# What neither XML nor a font can hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or the rows of a table; ``mark`` stands before an item of a list."""

    text: str = ""
    mark: str = ""
    heading: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of an answer's Markdown."""
    rows: list[tuple[str, ...]] = []
    for line in plain(text).split("\n"):
        if line.lstrip().startswith("|"):
            if not _RULE.fullmatch(line.strip()):
                cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
                rows.append(tuple(cell.replace("<br>", "\n") for cell in cells))
            continue
        if rows:
            yield Block(rows=_even(rows))
            rows = []
        if line.strip():
            yield _block(line)
    if rows:
        yield Block(rows=_even(rows))


def _block(line: str) -> Block:
    if found := _BULLET.fullmatch(line):
        return Block(found[1], mark="•")
    if found := _NUMBERED.fullmatch(line):
        return Block(found[2], mark=found[1])
    if found := _HEADING.fullmatch(line):
        return Block(found[1], heading=True)
    return Block(line.removeprefix("> "))


def column_shares(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Return the width of each column of a table as a share of 1, by its longest cell."""
    longest = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    needed = [min(max(chars, _NARROWEST), _WIDEST) for chars in longest]
    return tuple(chars / sum(needed) for chars in needed)


def _even(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return rows of one length."""
    width = max(len(row) for row in rows)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def strong_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line, each with whether it is strong."""
    at = 0
    for found in _STRONG.finditer(text):
        yield text[at : found.start()], False
        yield found[1], True
        at = found.end()
    yield text[at:], False


def plain(text: str) -> str:
    """Return text without characters that documents cannot hold."""
    return _CONTROL.sub("", text)


def finished(talk: Conversation) -> Iterator[tuple[Exchange, Answer]]:
    """Yield the exchanges whose answer the page shows, each with it; one cut short says so."""
    for exchange in talk.exchanges:
        answer, reached = exchange.answer, exchange.progress
        if answer is not None and reached in ENDED:
            yield exchange, replace(answer, notes=(ENDED[reached][1],))
        elif answer is not None and reached is Progress.DONE:
            yield exchange, answer


def source(citation: Citation) -> str:
    """Return where a citation stands and what became of its document, without the quote."""
    page = f"，第 {citation.page} 页" if citation.page else ""
    status = f"，{citation.status}" if citation.status else ""
    return plain(f"[{citation.key}] 《{citation.title}》{page}{status}")


def understood(exchange: Exchange, answer: Answer) -> str:
    """Return what a follow-up was taken to mean, "" where that is what was typed."""
    same = not answer.question or uniform(answer.question) == uniform(exchange.question)
    return "" if same else plain(f"理解为：{answer.question}")
