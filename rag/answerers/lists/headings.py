"""Enumerations by headings: run-in heading sentences and the sections of an outline."""

from __future__ import annotations

import re

from rag.answerers.lists.series import Item, Series, find_lead
from rag.language.sentences import sentence_spans
from rag.types import Document

_MAX_RUN_IN = 26
_MIN_BODY = 20  # characters that must follow a run-in heading


def find_run_in(text: str, start: int, end: int) -> list[Series]:
    """Find neighbouring paragraphs that each begin with a short heading sentence."""
    found: list[Series] = []
    run: list[Item] = []
    for line in [*re.compile(r"[^\n]+").finditer(text, start, end), None]:
        item = None if line is None else _run_in_item(text, line.start(), line.end())
        if item is not None:
            run.append(item)
            continue
        if len(run) >= 2:
            items = _with_buried(text, run)
            found.append(Series(tuple(items), *find_lead(text, start, run[0].start)))
        run = []
    return found


def _with_buried(text: str, run: list[Item]) -> list[Item]:
    """Add heading sentences that lost their line break and stand inside a paragraph.

    Such a sentence is as short as its siblings and ends as one of them does (机制, 体系).
    """
    endings = {text[item.head - 2 : item.head] for item in run}
    items: list[Item] = []
    for item in run:
        at, parts = item.start, []
        for start, end in sentence_spans(text[item.head + 1 : item.end]):
            begin, stop = item.head + 1 + start, item.head + end
            head = text[begin:stop]
            if _is_run_in_head(head) and head[-2:] in endings and item.end - stop > _MIN_BODY:
                parts.append((begin, stop))
        ends = [begin for begin, _ in parts] + [item.end]
        items.append(Item(at, item.body, item.head, ends[0]))
        items += [
            Item(begin, begin, stop, until)
            for (begin, stop), until in zip(parts, ends[1:], strict=True)
        ]
    return items


def _run_in_item(text: str, start: int, end: int) -> Item | None:
    while start < end and text[start].isspace():
        start += 1
    stop = text.find("。", start, end)
    head = text[start:stop]
    if stop < 0 or end - stop < _MIN_BODY or not _is_run_in_head(head):
        return None
    return Item(start, start, stop, end)


def _is_run_in_head(head: str) -> bool:
    return 4 <= len(head) <= _MAX_RUN_IN and not re.search(r"[，；：。\d]", head)


def find_outline(document: Document, start: int, end: int) -> list[Series]:
    """Make a series of the child headings of every section that has two or more."""
    found = []
    inside = [s for s in document.sections if start <= s.start and s.end <= end]
    for parent in inside:
        below = [s for s in inside if parent.start < s.start and s.end <= parent.end]
        level = min((s.level for s in below), default=None)
        children = [s for s in below if s.level == level and s.heading]
        items = []
        for child in children:
            at = document.text.find(child.heading, child.start, child.end)
            if at >= 0:
                items.append(Item(at, at, at + len(child.heading), child.end))
        if len(items) >= 2 and parent.level >= 0:
            lead_end = min(parent.start + len(parent.heading), parent.end)
            found.append(Series(tuple(items), parent.start, lead_end))
    return found
