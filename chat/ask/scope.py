"""Which documents may answer: the choices, and what was chosen as chips."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chat.looks.markup import escape
from chat.looks.wording import kind_name
from index.rows import Summary
from rag.printing import storable
from rag.types import Filter

MAX_VALUES = 20
MAX_VALUE_CHARS = 120
# Among more names than these a word finds what is looked for.
SOUGHT = ("doc_ids", "issuers")
EASILY_SEEN = 15
_DATE = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
# Field of the filter -> what people call it.
FIELDS = {
    "doc_ids": "资料",
    "kinds": "类型",
    "years": "年份",
    "regions": "地区",
    "issuers": "发文机关",
}
_SEPARATORS = re.compile(r"[、，,;；\s]+")


def scope_html(wanted: Filter, titles: Mapping[str, str]) -> str:
    """Return what was chosen as chips, each of which takes its choice back."""
    chips = [
        _chip(field, str(value), _shown(field, str(value), titles))
        for field in FIELDS
        for value in getattr(wanted, field)
    ]
    if wanted.as_of:
        chips.append(_chip("as_of", wanted.as_of, f"截至 {wanted.as_of}"))
    if wanted.in_force:
        chips.append(_chip("in_force", "true", "只看现行有效"))
    return f'<div class="scope">{"".join(chips)}</div>' if chips else ""


def choices_html(summaries: Sequence[Summary]) -> str:
    """Return a select for every field, a date and a check box, behind one button."""
    if not summaries:
        return ""
    selects = "".join(
        _select(field, name, _options(field, summaries)) for field, name in FIELDS.items()
    )
    return (
        '<details class="narrow"><summary class="quiet">限定范围</summary>'
        f'<div class="narrow-fields">{selects}'
        '<label data-form>截至日期<input type="date" name="value" class="at-once"'
        ' min="1949-10-01" max="2099-12-31"><button type="button" hidden data-event="narrow"'
        ' data-field="as_of"></button></label>'
        '<label data-form class="check"><input type="checkbox" name="value" class="at-once">'
        '只看现行有效<button type="button" hidden data-event="narrow" data-field="in_force">'
        "</button></label></div></details>"
    )


def narrowed(wanted: Filter, field: str, value: str) -> Filter:
    """Return the filter with one more choice; unchanged where the choice makes no sense."""
    value = storable(value).strip()[:MAX_VALUE_CHARS]
    if field == "as_of":
        return replace(wanted, as_of=value) if not value or _DATE.fullmatch(value) else wanted
    if field == "in_force":
        return replace(wanted, in_force=value == "true")
    if field not in FIELDS or not value or (field == "years" and not value.isdecimal()):
        return wanted
    chosen = tuple(dict.fromkeys((*getattr(wanted, field), _typed(field)(value))))
    changed: dict[str, Any] = {field: chosen[:MAX_VALUES]}
    return replace(wanted, **changed)


def widened(wanted: Filter, field: str, value: str) -> Filter:
    """Return the filter without one choice."""
    if field == "as_of":
        return replace(wanted, as_of="")
    if field == "in_force":
        return replace(wanted, in_force=False)
    if field not in FIELDS:
        return wanted
    kept = tuple(one for one in getattr(wanted, field) if str(one) != value)
    changed: dict[str, Any] = {field: kept}
    return replace(wanted, **changed)


def _typed(field: str) -> Callable[[str], str | int]:
    return int if field == "years" else str


def _shown(field: str, value: str, titles: Mapping[str, str]) -> str:
    """Return a choice as people read it."""
    if field == "doc_ids":
        return f"《{titles.get(value, '已移除的资料')}》"
    if field == "kinds":
        return kind_name(value) or value
    return f"{value}年" if field == "years" else value


def _chip(field: str, value: str, shown: str) -> str:
    return (
        f'<button type="button" class="scope-chip" data-event="widen" data-field="{field}"'
        f' data-value="{escape(value)}" aria-label="去掉限定：{escape(shown)}">'
        f'<span>{escape(shown)}</span><span aria-hidden="true">✕</span></button>'
    )


def _options(field: str, summaries: Sequence[Summary]) -> Iterable[tuple[str, str]]:
    """Return value and words of everything that can be chosen, in a useful order."""
    if field == "doc_ids":
        return sorted({(one.doc_id, one.title) for one in summaries}, key=lambda pair: pair[1])
    if field == "kinds":
        kinds = sorted({one.kind for one in summaries if one.kind})
        return [(kind, kind_name(kind) or kind) for kind in kinds]
    if field == "years":
        years = {(one.written_on or one.published_on)[:4] for one in summaries}
        return [(year, f"{year}年") for year in sorted(years - {""}, reverse=True)]
    told = (one.region if field == "regions" else one.issuer for one in summaries)
    # Several offices may issue one document; each of them can be asked for.
    names = {name for one in told for name in _SEPARATORS.split(one) if name}
    return [(name, name) for name in sorted(names)]


def _select(field: str, name: str, options: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in options
    )
    if not listed:
        return ""
    hint = "输入几个字，只列出含有的"
    find = (
        f'<input type="search" class="find-option" placeholder="{hint}" aria-label="{hint}">'
        if field in SOUGHT and listed.count("<option") > EASILY_SEEN
        else ""
    )
    return (
        f'<label data-form>{name}{find}<select name="value" class="at-once">'
        f'<option value="">全部</option>{listed}</select><button type="button" hidden'
        f' data-event="narrow" data-field="{field}"></button></label>'
    )
