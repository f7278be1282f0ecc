"""Questions read off the shape of a document: enumerations, headings, headings that ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluation.drafting.draft import Draft, short_title, unnumbered
from rag.answerers.lists.enumerations import find_series
from rag.answerers.lists.series import Item, item_display
from rag.language.sentences import sentence_spans
from rag.types import Document, Section

_LISTED = re.compile(
    r"(?:措施|任务|目标|要求|原则|路径|举措|问题|挑战|建议|领域|方向|机制|做法|经验|特点|条件|步骤|打法|"
    r"模式|流程|体系|情形|内容|职责|保障)$"
)
_ITEMS = (3, 12)
_MAX_ITEM = 40
_MIN_ITEM = 4  # 背景, 做法, 成效 are the same everywhere


def enumerations(document: Document) -> Iterator[Draft]:
    """Yield a question for every section that names a list and holds or is divided into one."""
    title = short_title(document)
    for at, section in enumerate(document.sections if title else ()):
        heading = unnumbered(section.heading)
        if section.level == 0 or not _LISTED.search(heading):
            continue
        children = list(_children(document.sections[at + 1 :], section))
        names = [unnumbered(child.heading) for child in children]
        quotes = tuple(names)
        if not all(_is_title(document, child) for child in children):
            continue
        if not names:
            # Of a section with parts below it, a list inside would be the list of a part.
            for series in find_series(document, section.start, section.end)[:1]:
                names = [_shown(document, item) for item in series.items]
                quotes = tuple(document.text[i.body : i.head].strip() for i in series.items)
        if _fit(names):
            groups = tuple((name,) for name in names)
            question = f"{title}的“{heading}”有哪些？"
            yield Draft(question, "list", tuple(names), quotes, groups, "列举")


def asking(document: Document) -> Iterator[Draft]:
    """Yield the headings that are questions, with the first sentence below as the answer."""
    for section in document.sections:
        heading = unnumbered(section.heading)
        if not heading.endswith(("？", "?")) or not 5 < len(heading) <= _MAX_ITEM:
            continue
        below = section.start + document.text[section.start : section.end].find("\n") + 1
        spans = sentence_spans(document.text[below : section.end])
        if below > section.start and spans:
            first = document.text[below + spans[0][0] : below + spans[0][1]]
            kind = "definition" if heading.startswith(("什么是", "何谓")) else "fact"
            yield Draft(
                heading.replace("?", "？"), kind, (first.strip("。"),), (first,), note="问答"
            )


FORMS = (enumerations, asking)


def _children(after: tuple[Section, ...], parent: Section) -> Iterator[Section]:
    level = 0
    for section in after:
        if section.start >= parent.end:
            return
        level = level or section.level
        if section.level == level:
            yield section


def _is_title(document: Document, section: Section) -> bool:
    """Whether a heading has its line or no comma: else it is the first clause of an article."""
    after = document.text[section.start + len(section.heading) :][:2].lstrip("。：: ")
    return "，" not in section.heading or after.startswith("\n")


def _shown(document: Document, item: Item) -> str:
    start, end = item_display(document.text, item)
    return document.text[start:end].strip("。；，：: ")


def _fit(names: list[str]) -> bool:
    # 基本原则, 主要目标: an item that is itself the name of a list is a heading of its own.
    if any(len(name) <= _MIN_ITEM and _LISTED.search(name) for name in names):
        return False
    unlike = len(set(names)) == len(names) and not any(name.endswith("？") for name in names)
    short = all(_MIN_ITEM <= len(name) <= _MAX_ITEM for name in names)
    return unlike and short and _ITEMS[0] <= len(names) <= _ITEMS[1]
