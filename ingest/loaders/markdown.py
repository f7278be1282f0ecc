"""Markdown: headings, lists and tables as lines a person can read, marks taken off."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml.html import defs

from ingest.fields.dates import read_date
from ingest.fields.issuers import is_signature
from ingest.fields.names import split_names
from ingest.layout.embedded import Pictures
from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.tables import table_rows
from ingest.loaders.text import text_lines
from ingest.text.decoding import decode
from ingest.text.raw import RawLine
from rag.types import Document, Metadata

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:\s+|(?=[^\s#]))(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(?:=+|-{2,})\s*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_RULE = re.compile(r"^ {0,3}(?:[-*_] *){3,}$")
_BULLET = re.compile(r"^(\s*)[-*+]\s+(?:\[[ xX]\]\s+)?")
_NUMBERED = re.compile(r"^\s*\d{1,3}[.)、．]")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{1,}:?\s*\|)+\s*(?::?-{1,}:?\s*)?$")
_LINK_TARGET = re.compile(r"^ {0,3}\[(?!\^)[^\]]+\]:\s+\S+")
_NOTE = re.compile(r"^ {0,3}\[\^[^\]]+\]:\s*")
_SAID = re.compile(r"^(title|date|author):\s*[\"']?(.+?)[\"']?\s*$")
_PICTURE = re.compile(r"!\[[^\]\n]{0,200}\][(\[]([^)\]\s]{1,2000})")
_LONGEST_LINE = 20_000
# What only looks like a tag (a<b 处理 c>d) is text: one of one letter gives its attributes values.
_NAMES = "|".join(sorted(name for name in {*defs.tags, "main", "picture", "o:p"} if name[1:]))
_VALUE = r"\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)"
_TAG = re.compile(
    rf"</?(?:[abipqsu](?:\s+[a-z][\w:.-]*{_VALUE})*|(?:{_NAMES})(?:\s+[a-z][a-z0-9:.-]*(?:{_VALUE})?)*)"
    r"\s*/?>",
    re.IGNORECASE,
)
# Marked stretches are bounded: a line of nothing but marks must not take for ever.
_INLINE = (
    (re.compile(r"<!--.{0,2000}?-->"), ""),
    (re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"\[\^[^\]\s]{1,40}\]"), ""),
    (re.compile(r"\[([^\]]+)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^>\s]+)>"), r"\1"),
    (re.compile(r"<br\s*/?>|</(?:td|th|tr|p|li|div)>", re.IGNORECASE), " "),
    (_TAG, ""),
    (re.compile(r"(`+)(.{1,120}?)\1"), r"\2"),
    (re.compile(r"(\*\*\*|\*\*|~~)(?=\S)(.{1,120}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(___|__|_)(?=\S)(.{1,120}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"(?<![*\d])\*(?=[^\s*])(.{1,120}?)(?<=[^\s*])\*(?![*\d])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)


class MarkdownLoader:
    """Reads .md files."""

    suffixes = frozenset({".md", ".markdown"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of a file; its title is the YAML block's or the first heading."""
        data = read_bytes(path, source)
        raw = text_lines(decode(data, source))
        said = _said(raw[: _front_matter(raw)])
        title = next((plain(found[2]) for line in raw if (found := _HEADING.match(line.text))), "")
        pictures = Pictures(source)
        for found in _PICTURE.finditer("\n".join(line.text for line in raw)):
            pictures.miss(found[1])
        yield assemble(
            list(_lines(raw)),
            source=source,
            sha256=digest(data),
            title=said.get("title", title),
            metadata=_metadata(said),
            warnings=pictures.warnings,
        )


def plain(text: str) -> str:
    """Return inline Markdown without its marks; a line too long for a person is left as it is."""
    if len(text) > _LONGEST_LINE:
        return text.strip()
    for pattern, becomes in _INLINE:
        text = pattern.sub(becomes, text)
    return html.unescape(text).strip()


def _said(block: list[RawLine]) -> dict[str, str]:
    """Return title, date and author of a YAML block, as far as it names them."""
    return {found[1]: found[2] for line in block if (found := _SAID.match(line.text))}


def _metadata(said: dict[str, str]) -> Metadata:
    who = said.get("author", "")
    office = is_signature(who)
    return Metadata(
        issuer=who if office else "",
        authors=() if office else split_names(who),
        published_on=read_date(said.get("date", "")),
    )


def _lines(raw: list[RawLine]) -> Iterator[RawLine]:
    """Yield the lines of the text; consecutive lines of a paragraph may still be joined."""
    fence = ""
    table: list[RawLine] = []
    body = raw[_front_matter(raw) :]
    for index, line in enumerate(body):
        text = _QUOTE.sub("", line.text)
        if found := _FENCE.match(text):
            fence = "" if fence and text.strip().startswith(fence) else fence or found[1]
            continue
        if not fence and "|" in text and (table or _starts_table(body, index)):
            table.append(line)
            continue
        yield from _table(table)
        table = []
        if fence:
            yield RawLine(text, line.number, whole=True)
        elif not (_RULE.match(text) or _UNDERLINE.match(text) or _LINK_TARGET.match(text)):
            yield _line(text, line.number, _underlined(body, index))
    yield from _table(table)


def _line(text: str, number: int, heading: int) -> RawLine:
    found = _HEADING.match(text)
    if found:
        return RawLine(plain(found[2]), number, whole=True, heading=len(found[1]))
    bare = _BULLET.sub("", _NOTE.sub("［注］", text))
    # Two blanks or a backslash at the end of a line are a line break that the writer wants.
    fixed = bare != text or text.endswith(("  ", "\\")) or bool(_NUMBERED.match(text))
    return RawLine(
        plain(bare.removesuffix("\\")), number, whole=fixed or heading > 0, heading=heading
    )


def _front_matter(raw: list[RawLine]) -> int:
    """Return how many lines a leading YAML block takes."""
    if raw and raw[0].text.strip() == "---":
        for index, line in enumerate(raw[1:60], 1):
            if line.text.strip() in ("---", "..."):
                return index + 1
    return 0


def _underlined(body: list[RawLine], index: int) -> int:
    """Return the level of a heading that a line of = or - under it makes, else 0."""
    after = body[index + 1].text.strip() if index + 1 < len(body) else ""
    if not body[index].text.strip() or not _UNDERLINE.match(after):
        return 0
    return 1 if after.startswith("=") else 2


def _starts_table(body: list[RawLine], index: int) -> bool:
    return index + 1 < len(body) and _TABLE_RULE.match(body[index + 1].text) is not None


def _table(lines: list[RawLine]) -> Iterator[RawLine]:
    """Yield one line for each row of a table."""
    rows, numbers = [], []
    for line in lines:
        if not _TABLE_RULE.match(line.text):
            cells = re.split(r"(?<!\\)\|", line.text.strip().removeprefix("|").removesuffix("|"))
            rows.append([plain(cell) for cell in cells])
            numbers.append(line.number)
    for number, text in zip(numbers, table_rows(rows), strict=True):
        yield RawLine(text, number, whole=True)
