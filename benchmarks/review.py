"""A finished answer checked from outside: sentence by sentence, and its lists for gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.answerers.lists.enumerations import find_series
from rag.checks.alignment import Case, align
from rag.checks.names import unknown_name
from rag.checks.values import missing_value
from rag.citations import find_markers, strip_markers, verify
from rag.language.sentences import comparable
from rag.types import Citation, Document, Statement, Verdict

_MARK = re.compile(r"^\s*(?:\d{1,2}\.\s+|[-*]\s+|#+\s+)")
_GROUP = re.compile(r"(?:\s*[\[【]\d{1,3}(?:\s*[,，、]\s*\d{1,3})*[\]】])+")
_AROUND = 4000  # characters before and after a list in which its other items are looked for


def review(
    text: str, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> tuple[Statement, ...]:
    """Return every statement of an answer with its verdict.

    ``text`` is Markdown with [key] markers; words that bear no marker are held against the
    next one of their line, a short answer in front against all. A key that is no citation's
    makes its statement unsupported; a list that leaves out an item of the enumeration it
    quotes makes its last row one.
    """
    quotes = {citation.key: citation.quote for citation in citations}
    statements = [
        _checked(words, keys, quotes) for line in text.splitlines() for words, keys in _said(line)
    ]
    statements += _labels(text, citations, documents)
    if gap := missing_item([c for c in citations if _is_row(text, c.key)], documents):
        keys = tuple(citation.key for citation in citations)
        statements.append(Statement(text, keys, Verdict.PARTLY, f"列举不全，漏了“{gap}”"))
    return tuple(statements)


def _said(line: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return (words, keys) of a line: the words before each group of markers."""
    found, start = [], 0
    plain = _MARK.sub("", line).replace("**", "")
    if re.fullmatch(r"\|?[\s|:-]*\|?", plain):
        return []
    for group in _GROUP.finditer(plain):
        words = re.split(r"\|", plain[start : group.start()])[-1].replace("<br>", "")
        keys = tuple(marker.key for marker in find_markers(group.group(), ()))
        found.append((words.strip(), keys))
        start = group.end()
    rest = re.sub(r"<br>|\|", "", plain[start:])
    return [*found, (rest, ())] if len(comparable(rest)) > 1 and "|" not in plain else found


def _checked(words: str, keys: tuple[str, ...], quotes: Mapping[str, str]) -> Statement:
    unknown = [key for key in keys if key not in quotes]
    if unknown:
        reason = f"引用了不存在的资料{'、'.join(unknown)}"
        return Statement(words, keys, Verdict.UNSUPPORTED, reason)
    cited = keys or tuple(quotes)
    return Statement(strip_markers(words), cited, *verify(words, [quotes[key] for key in cited]))


def _labels(
    text: str, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> list[Statement]:
    """Return the rows of a table whose label names what nothing in the row speaks of."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        cited = [c for c in citations if f"[{c.key}]" in line]
        if not line.startswith("|") or len(cells) < 2 or not cited:
            continue
        around = "\n".join(f"{documents[c.doc_id].title}\n{c.quote}" for c in cited)
        label = cells[0]
        case = Case(label, around, "", align(label, around))
        if reason := unknown_name(case) or missing_value(label, around):
            keys = tuple(c.key for c in cited)
            found.append(Statement(label, keys, Verdict.UNSUPPORTED, reason))
    return found


def _is_row(text: str, key: str) -> bool:
    return any(_MARK.match(line) and f"[{key}]" in line for line in text.splitlines())


def missing_item(rows: Sequence[Citation], documents: Mapping[str, Document]) -> str:
    """Return the head of an item that the enumeration has and the rows have not, else "".

    The enumeration is one of the document that begins an item where each row begins.
    """
    if len(rows) < 2 or len({row.doc_id for row in rows}) > 1:
        return ""
    document = documents[rows[0].doc_id]
    starts = {row.start for row in rows}
    begin, end = max(0, min(starts) - _AROUND), min(len(document.text), max(starts) + _AROUND)
    for series in find_series(document, begin, end):
        items = {item.start: item for item in series.items}
        if starts <= set(items):
            left_out = sorted(set(items) - starts)
            return document.text[left_out[0] : items[left_out[0]].head][:30] if left_out else ""
    return ""
