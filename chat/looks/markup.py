"""An answer's Markdown as safe HTML: escaped first, then a small closed set of markup.

Known are paragraphs, lists, quotes, headings, tables, ``**strong**`` and [key] markers.
Links, images and raw HTML are not: whatever else a document says stays text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.types import Answer, Citation, Statement, Verdict

# Private-use characters fence the sentences that failed the check while Markdown is read.
_OPEN, _SPLIT, _CLOSE = "\ue000", "\ue001", "\ue002"
_FENCES = re.compile("[\ue000-\ue002]")
_FENCED = re.compile(f"{_OPEN}(\\d+){_SPLIT}(.*?){_CLOSE}", re.DOTALL)
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_MARKER = re.compile(r"\[(\d{1,3})\]")
# Markers with the last word before them, escaped by now, and the stops that may not begin a line.
_MARKED = re.compile(
    r"((?:&#?\w+;|[^\s<>&;\]\ue000-\ue002])[。，、；：！？”’）》】…]*)?((?:\[\d{1,3}\])+)"
)
# A line holds its chips by now, whose quotes may run over several lines of their document.
_BULLET = re.compile(r"\s*[-*•]\s+(.*)", re.DOTALL)
_NUMBERED = re.compile(r"\s*(\d{1,3})\.\s+(.*)", re.DOTALL)
_HEADING = re.compile(r"#{1,6}\s+(.*)", re.DOTALL)
_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")


def escape(text: object) -> str:
    """Return text that is safe inside an element and inside a quoted attribute."""
    return html.escape(str(text), quote=True)


def written(text: object) -> str:
    """Return what a document says, safe, and told apart from what the interface says."""
    return f'<span lang="zh">{escape(text)}</span>'


def warnings_html(warnings: Sequence[str]) -> str:
    """Return what was noticed while a document was read, each for itself; "" for nothing."""
    told = "".join(f"<span>{escape(warning)}</span>" for warning in warnings)
    return f'<span class="warnings">⚠ {told}</span>' if told else ""


def trouble_html(words: str, detail: object = "") -> str:
    """Return what went wrong and what to do; the technical line stays small."""
    small = f'<p class="detail">{escape(detail)}</p>' if str(detail) else ""
    return f'<div class="reply trouble" role="alert"><p>{escape(words)}</p>{small}</div>'


@dataclass(slots=True)
class Chips:
    """Makes the chips of one answer; a key cited again leads to its next quote."""

    citations: Sequence[Citation]
    turn: int
    _seen: dict[str, int] = field(default_factory=dict)

    def chip(self, key: str) -> str | None:
        """Return the chip of a key, or None where the answer has no such citation."""
        quotes = [citation for citation in self.citations if citation.key == key]
        if not quotes:
            return None
        position = self._seen.get(key, 0)
        self._seen[key] = position + 1
        return _in_a_row(chip_html(quotes[min(position, len(quotes) - 1)], self.turn))


def _in_a_row(tags: str) -> str:
    """Return tags that hold no fence, and no | at which a row of a table would be parted."""
    return _FENCES.sub("", tags).replace("|", "&#124;")


def chip_html(citation: Citation, turn: int | str) -> str:
    """Return one numbered citation: focusable, its quote on hover, its source on click.

    ``turn`` names the group of citations that 上一处 and 下一处 step through. It shows
    where the document is repealed or amended.
    """
    changed = " changed" if citation.status else ""
    key = escape(citation.key)
    label = f"引用 {key}：《{escape(citation.title)}》{_became(citation)}"
    return (
        f'<button type="button" class="chip{changed}"'
        f" {cite_attributes(citation, turn)}"
        f' aria-label="{label}">{key}</button>'
    )


def cite_attributes(citation: Citation, turn: int | str) -> str:
    """Return what makes any element open a citation, and show its quote, as attributes."""
    return (
        f'data-event="cite" data-turn="{turn}" data-key="{escape(citation.key)}"'
        f' data-doc="{escape(citation.doc_id)}" data-start="{citation.start}"'
        f' data-end="{citation.end}" data-title="{escape(citation.title)}{_became(citation)}"'
        f' data-quote="{escape(citation.quote)}"'
    )


def _became(citation: Citation) -> str:
    """Return the page of a citation and what became of its document, "" for neither."""
    page = f"，第 {citation.page} 页" if citation.page else ""
    return f"{page}，{escape(citation.status)}" if citation.status else page


def answer_html(answer: Answer, turn: int) -> str:
    """Return the text of an answer as HTML, its [key] markers as chips."""
    chips = Chips(answer.citations, turn)
    text = _fence(_FENCES.sub("", answer.text), answer.statements)
    lines = [_inline(line, answer.statements, chips) for line in text.split("\n")]
    return "".join(_blocks(lines))


def _fence(text: str, statements: Sequence[Statement]) -> str:
    """Fence every statement that its citations do not hold, where it stands on one line.

    Statements come in the order of the text: each is looked for behind the one before.
    """
    fenced, at = "", 0
    for number, statement in enumerate(statements):
        sentence = _FENCES.sub("", statement.text).strip()
        start = text.find(sentence, at)
        if start < 0 or not sentence:
            continue
        fenced += text[at:start]
        at = start + len(sentence)
        marked = statement.verdict is not Verdict.SUPPORTED and "\n" not in sentence
        fenced += f"{_OPEN}{number}{_SPLIT}{sentence}{_CLOSE}" if marked else sentence
    return fenced + text[at:]


def _inline(line: str, statements: Sequence[Statement], chips: Chips) -> str:
    """Escape one line and put in emphasis, chips and the marks of unverified sentences."""

    def unverified(match: re.Match[str]) -> str:
        statement = statements[int(match[1])]
        reason = escape(statement.reason or "引用的原文不能完全支持这句话")
        opening = (
            f'<span class="unverified" data-quote="{reason}" data-title="未核实" tabindex="0">'
        )
        return f'{_in_a_row(opening)}{match[2]}</span><span class="tag">未核实</span>'

    line = _STRONG.sub(r"<strong>\1</strong>", escape(line))
    # The fences come last: a reason may itself contain what looks like a marker.
    line = _MARKED.sub(lambda match: _tied(match[1] or "", match[2], chips), line)
    return _FENCED.sub(unverified, line)


def _tied(word: str, markers: str, chips: Chips) -> str:
    """Return markers as chips, which never stand on a line without the word before them."""
    shown = _MARKER.sub(lambda match: chips.chip(match[1]) or match[0], markers)
    return f"{word}{shown}" if shown == markers else f'<span class="tied">{word}{shown}</span>'


def _blocks(lines: Sequence[str]) -> list[str]:
    """Group lines (already safe) into block elements."""
    blocks: list[str] = []
    position = 0
    while position < len(lines):
        kind = _kind(lines[position])
        end = position + 1
        while end < len(lines) and _kind(lines[end]) == kind and kind != "heading":
            end += 1
        blocks.append(_BUILDERS[kind](lines[position:end]))
        position = end
    return blocks


def _kind(line: str) -> str:
    """Name the block a line belongs to."""
    if not line.strip():
        return "blank"
    if _BULLET.fullmatch(line):
        return "bullet"
    if _NUMBERED.fullmatch(line):
        return "numbered"
    if line.startswith("&gt;"):
        return "quote"
    if _HEADING.fullmatch(line):
        return "heading"
    return "table" if line.lstrip().startswith("|") else "text"


def _bullets(lines: Sequence[str]) -> str:
    found = (_BULLET.fullmatch(line) for line in lines)
    items = "".join(f"<li>{item[1]}</li>" for item in found if item)
    return f"<ul>{items}</ul>"


def _numbers(lines: Sequence[str]) -> str:
    found = (_NUMBERED.fullmatch(line) for line in lines)
    items = "".join(f'<li value="{item[1]}">{item[2]}</li>' for item in found if item)
    return f"<ol>{items}</ol>"


def _quote(lines: Sequence[str]) -> str:
    return "<blockquote>" + "<br>".join(line[4:].strip() for line in lines) + "</blockquote>"


def _heading(lines: Sequence[str]) -> str:
    match = _HEADING.fullmatch(lines[0])
    return f'<p class="heading">{match[1] if match else lines[0]}</p>'


def _table(lines: Sequence[str]) -> str:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in lines
        if not _RULE.fullmatch(line.strip())
    ]
    ruled = len(rows) < len(lines)
    html_rows = []
    for number, row in enumerate(rows):
        tag = "th" if ruled and number == 0 else "td"
        # Our tables part the statements of a cell by <br>, escaped by now like all else.
        cells = [cell.replace("&lt;br&gt;", "<br>") for cell in row]
        html_rows.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>")
    return f'<div class="table"><table>{"".join(html_rows)}</table></div>'


def _text(lines: Sequence[str]) -> str:
    return f"<p>{'<br>'.join(lines)}</p>"


_BUILDERS = {
    "blank": lambda lines: "",
    "bullet": _bullets,
    "numbered": _numbers,
    "quote": _quote,
    "heading": _heading,
    "table": _table,
    "text": _text,
}
