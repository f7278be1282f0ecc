"""What was read of a document: its text with the outline and the cuts between passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chat.looks.language import say
from chat.looks.markup import escape, warnings_html, written
from chat.looks.wording import KINDS, kind_name
from ingest.amending import FILED, MAX_CHARS, TITLE
from rag.types import Document, Passage, Section, StandingKind

# So much text at once; a book would take the page seconds to draw.
PART_CHARS = 30_000
OUTLINE_SHOWN = 300
_FORM_NOTE = "日期写成 2025、2025-06 或 2025-06-30。同名文件的新版本也会用这里的修改。"
_NAMES = {
    "title": "标题",
    "kind": "类型",
    "issuer": "发文机关",
    "number": "文号",
    "written_on": "成文日期",
    "published_on": "发布日期",
    "expires_on": "有效期至",
    "region": "地区",
    "status": "状态",
}


def preview_html(document: Document, passages: Sequence[Passage], start: int) -> str:
    """Return the part of a document from ``start`` on, cut where its passages are cut."""
    shown = [passage for passage in passages if start <= passage.start < start + PART_CHARS]
    first = passages.index(shown[0]) + 1 if shown else 0
    body = "".join(_cut(passage, first + number) for number, passage in enumerate(shown))
    end = shown[-1].end if shown else start
    return _sheet(
        f"《{document.title}》",
        written(document.title),
        f'<p class="facts">{_facts(document, len(passages))}</p>{warnings_html(document.warnings)}'
        '<div class="preview"><nav class="outline" aria-label="'
        f'{escape(say("提纲"))}">{"".join(_outline(document, passages, shown))}</nav>'
        f'<div class="preview-text" tabindex="0">{_step(document, start, end)}{body}'
        f"{_step(document, start, end)}</div></div>",
    )


def edit_html(
    document: Document, changes: Mapping[str, str] | None = None, trouble: str = ""
) -> str:
    """Return the form that corrects the title and what a document is filed under.

    ``changes`` are what was typed and refused; ``trouble`` says why.
    """
    held = {TITLE: document.title} | {name: getattr(document.metadata, name) for name in FILED}
    fields = "".join(_field(name, value) for name, value in {**held, **(changes or {})}.items())
    refused = f'<p class="trouble" role="alert">{escape(trouble)}</p>' if trouble else ""
    return _sheet(
        say("修改资料信息"),
        escape(say("修改资料信息")),
        f'<div class="edit" data-form>{fields}{refused}'
        f'<p class="note">{escape(say(_FORM_NOTE))}</p>'
        f'<div class="choices"><button type="button" class="strong" data-event="amend"'
        f' data-doc="{escape(document.doc_id)}">{escape(say("保存"))}</button>'
        f'<button type="button" class="plain" data-event="close">{escape(say("取消"))}</button>'
        "</div></div>",
    )


def _sheet(name: str, title: str, inside: str) -> str:
    return (
        f'<section class="sheet" role="dialog" aria-modal="true" aria-label="{escape(name)}">'
        f'<header><h3>{title}</h3><button type="button" class="icon" data-event="close"'
        f' aria-label="{escape(say("关闭"))}">✕</button></header>{inside}</section>'
    )


def _facts(document: Document, passages: int) -> str:
    known = document.metadata
    own = (
        known.issuer or "、".join(known.authors),
        known.number,
        known.written_on or known.published_on,
        known.region,
    )
    facts = (
        escape(kind_name(known.kind)),
        *(written(one) for one in own if one),
        escape(say("{count} 段", count=f"{passages:,}")),
        escape(say("{count} 字", count=f"{len(document.text):,}")),
    )
    return "".join(f"<span>{fact}</span>" for fact in facts if fact)


def _outline(
    document: Document, passages: Sequence[Passage], shown: Sequence[Passage]
) -> Iterator[str]:
    """Yield one button a heading; it leads to the passage that holds the heading."""
    if not document.sections:
        yield f'<p class="note">{escape(say("没有识别出标题。"))}</p>'
    near = {passage.start for passage in shown}
    for section in document.sections[:OUTLINE_SHOWN]:
        holder = _holder(section, passages)
        if not section.heading.strip() or holder is None:
            continue
        way = (
            f'data-jump="cut-{holder.start}"'
            if holder.start in near
            else f'data-event="preview" data-from="{holder.start}"'
        )
        yield (
            f'<button type="button" class="level-{min(max(section.level, 0), 5)}" {way}'
            f' data-doc="{escape(document.doc_id)}">{escape(section.heading)}</button>'
        )


def _holder(section: Section, passages: Sequence[Passage]) -> Passage | None:
    return next((each for each in passages if each.end > section.start), None)


def _cut(passage: Passage, number: int) -> str:
    place = say("第 {page} 页", page=passage.page) if passage.page else str(number)
    path = " › ".join(dict.fromkeys(part for part in passage.heading_path if part))
    return (
        f'<div class="cut" id="cut-{passage.start}"><span class="cut-mark" title="{escape(path)}">'
        f"{escape(place)}</span>"
        f"<p>{escape(passage.text)}</p></div>"
    )


def _step(document: Document, start: int, end: int) -> str:
    """Return the buttons to the parts before and after, where there are any."""
    ways = (
        (start > 0, max(0, start - PART_CHARS), "‹ 前面的文字"),
        (end < len(document.text.rstrip()), end, "后面的文字 ›"),
    )
    return "".join(
        f'<button type="button" class="quiet" data-event="preview" data-from="{target}"'
        f' data-doc="{escape(document.doc_id)}">{escape(say(words))}</button>'
        for there, target, words in ways
        if there
    )


def _field(name: str, value: str) -> str:
    label = escape(say(_NAMES[name]))
    choices = {"kind": ("", *KINDS), "status": ("", "repealed")}.get(name)
    if choices is None:
        box = f'<input name="{name}" value="{escape(value)}" maxlength="{MAX_CHARS}">'
    else:
        named = {"": "—", "repealed": say(StandingKind.REPEALED)}
        options = "".join(
            f'<option value="{choice}"{" selected" if choice == value else ""}>'
            f"{escape(named.get(choice) or kind_name(choice))}</option>"
            for choice in choices
        )
        box = f'<select name="{name}">{options}</select>'
    return f"<label><span>{label}</span>{box}</label>"
