"""What a document says of others: on which it rests, which it repeals, amends, prints or explains.

A relation is read from the words around the names of documents, clause by clause, and from
lists under a line that announces them. What is only planned (适时修订, 研究废止) is no relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.fields.mentions import Mention, find_mentions
from ingest.fields.relation_words import AFTER, BEFORE, OVER_LIST, PLANNED
from ingest.text.lines import Span
from rag.types import Document, Relation, RelationKind

VERSION = "3"  # raise when other relations would be read from the same text

_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
_BETWEEN = re.compile(
    r"(?:[（(][^（）()《》]{0,40}[）)])?"
    r"(?:第[\d〇一二三四五六七八九十百、至和第条款项]+[条款项])?"
    r"(?:等|的|有关|相关|规定|精神|要求|文件)*(?:、|和|及|以及|与|，|并|或)?"
    r"(?:以及|和|及|原|国务院|中共中央|全国人大|我[省市]|[省市]政府)?"
)
_ASIDE = re.compile(r"[（(][^（）()]{0,60}(?:[（(][^（）()]{0,30}[）)][^（）()]{0,30})*[）)]")
_OWN_TITLE = re.compile(
    r"(?P<how>转发|批转|印发|发布|公布)(?:(?P<title>[^《》]{6,90}?)|《(?P<named>[^《》]{3,90})》)"
    r"的(?:通知|公告|通告)$"
)
_ITEM = re.compile(r"^[（(]?[\d一二三四五六七八九十百]{1,4}[)）.、．]|^《|^[^，。：]{0,24}《")
_DRAFT = re.compile(r"征求意见|草案|送审稿|公开征集|起草说明")
# What a document rests on it says in its opening, or where it says what it makes of it; what
# stands later (应当按照《…》报告) binds those it speaks of.
_SECOND = re.compile(r"^[ \t]*(?:二、|第二[章条]|[（(]二[）)]|2[.．、])", re.MULTILINE)
_MAKING = re.compile(
    r"(?:制定|编制|修订|起草|形成|提出)(?:了|出)?(?:本|以下|如下|《)|特制定"
    r"|现[就将予]|现(?:印发|公布|发布|通知|函复|批复|决定|提出)|(?:函复|批复|决定|通知)如下"
)
_BIDDEN = re.compile(r"(?:应当?|要|须|可以?|严格)$")
_OPENING = 1_500
_BINDING = ("policy", "law", "")
_ACTS = (RelationKind.REPEALS, RelationKind.AMENDS)
_LONGEST, _MOST, _HEAD = 400, 2_000, 300


@dataclass(frozen=True, slots=True)
class _Group:
    """Documents named side by side, with the words before them (of their clause) and after."""

    mentions: tuple[Mention, ...]
    before: str
    after: str
    after_start: int


def find_relations(document: Document) -> tuple[Relation, ...]:
    """Return what a document says of others, in the order of its text, each once."""
    binding = document.metadata.kind in _BINDING and not _DRAFT.search(document.title)
    found: dict[tuple[RelationKind, str], Relation] = {}
    for relation in [*_of_title(document), *_of_text(document.text, binding)]:
        itself = relation.number == document.metadata.number if relation.number else (
            relation.title == document.title
        )  # fmt: skip
        if not itself and relation.end - relation.start <= _LONGEST:
            found.setdefault((relation.kind, relation.number or relation.title), relation)
        if len(found) >= _MOST:
            break
    return tuple(sorted(found.values(), key=lambda each: (each.start, each.end, each.kind)))


def _of_title(document: Document) -> Iterator[Relation]:
    """Read what a title says it prints, with 《》 or without (转发…意见的通知).

    A title may run over two lines of the text, so that of one in 《》 only the name is quoted.
    """
    found = _OWN_TITLE.search(document.title)
    if found is None:
        return
    kind = RelationKind.FORWARDS if found["how"] in ("转发", "批转") else RelationKind.ISSUES
    name = found["title"] or found["named"]
    quote = found["how"] + name if found["title"] else f"《{name}》"
    start = document.text.find(quote)
    if start >= 0:
        yield Relation(kind, name, "", start, start + len(quote), quote)


def _of_text(text: str, binding: bool) -> Iterator[Relation]:
    listing = False
    second = _SECOND.search(text)
    opening = min(second.start() if second else _OPENING, _OPENING)
    for found in _SENTENCE.finditer(text):
        sentence = Span(found.start(), found.end(), found.group())
        groups = list(_groups(sentence))
        item = listing and _ITEM.match(sentence.text.strip()) is not None
        for group in groups:
            for mention in group.mentions:
                said = _said(group, mention)
                if said is None and item:
                    said = RelationKind.REPEALS, mention.start, mention.end
                if said is not None and (binding or said[0] not in _ACTS):
                    kind, start, end = said
                    own = start < opening or _MAKING.search(text, mention.end, sentence.end)
                    if not own or _BIDDEN.search(text, max(0, start - 2), start):
                        kind = _of_others(kind, text[start:end])
                    yield Relation(kind, mention.title, mention.number, start, end, text[start:end])
        announced = OVER_LIST.search(sentence.text.strip()) is not None
        listing = announced or (listing and bool(groups))


def _of_others(kind: RelationKind, words: str) -> RelationKind:
    """Return what a document, not speaking of itself, says of another that others are to heed."""
    heeded = kind is RelationKind.BASIS or words.startswith("执行")
    return RelationKind.REFERS if heeded else kind


def _groups(sentence: Span) -> Iterator[_Group]:
    """Yield the documents named in a sentence, those side by side together."""
    if "《" not in sentence.text and "号" not in sentence.text:
        return
    run: list[Mention] = []
    for mention in find_mentions(sentence):
        between = sentence.text[run[-1].end - sentence.start : mention.start - sentence.start] if (
            run
        ) else ""  # fmt: skip
        if run and not _BETWEEN.fullmatch(between):
            yield _group(sentence, run)
            run = []
        run.append(mention)
    if run:
        yield _group(sentence, run)


def _group(sentence: Span, run: list[Mention]) -> _Group:
    before = sentence.text[: run[0].start - sentence.start]
    after_start = run[-1].end - sentence.start
    while aside := _ASIDE.match(sentence.text, after_start):
        after_start = aside.end()
    return _Group(
        tuple(run),
        re.split(r"[，,：:]", before)[-1],
        sentence.text[after_start:],
        sentence.start + after_start,
    )


def _said(group: _Group, mention: Mention) -> tuple[RelationKind, int, int] | None:
    """Return kind, start and end of what is said of a mention, None where it is only named."""
    planned = PLANNED.search(group.before[-12:] + group.after[:8]) is not None
    head = mention.start < _HEAD
    for kind, before, after in AFTER:
        found = after.match(group.after)
        if found is not None and before.search(group.before):
            if (planned and kind in _ACTS) or (kind is RelationKind.EXPLAINS and not head):
                continue
            return kind, mention.start, group.after_start + found.end()
    for kind, before, after in BEFORE:
        found = before.search(group.before)
        if found is not None and after.match(group.after) and not (planned and kind in _ACTS):
            start = group.mentions[0].start - len(group.before) + found.start()
            return kind, start, mention.end
    return None
