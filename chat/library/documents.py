"""The list of documents a library holds."""

from __future__ import annotations

from collections.abc import Sequence

from chat.looks.markup import escape
from chat.looks.wording import kind_name
from index.rows import Summary


def documents_html(summaries: Sequence[Summary]) -> str:
    """Return every document with what is known of it and a way to remove it."""
    if not summaries:
        return '<p class="list-empty">还没有资料。把文件拖到上面的框里即可。</p>'
    passages = sum(summary.passages for summary in summaries)
    rows = "".join(_row(summary) for summary in summaries)
    return (
        f'<p class="list-title">共 {len(summaries):,} 份资料，{passages:,} 段</p>'
        f'<div class="documents">{rows}</div>'
    )


def _row(summary: Summary) -> str:
    name = summary.source.replace("\\", "/").rsplit("/", 1)[-1]
    facts = (
        kind_name(summary.kind),
        summary.issuer,
        summary.number,
        summary.written_on or summary.published_on,
        summary.region,
        f"{summary.passages} 段",
        f"{summary.chars:,} 字",
        name,
    )
    told = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    repealed = '<span class="repealed">已废止</span>' if summary.status == "repealed" else ""
    warnings = "；".join(summary.warnings)
    warned = f'<p class="warnings">注意：{escape(warnings)}</p>' if warnings else ""
    return (
        f'<article class="document" id="document-{escape(summary.doc_id)}">'
        f'<div><h3>{escape(summary.title)} {repealed}</h3><p class="facts">{told}</p></div>'
        '<button type="button" class="quiet" data-confirm>移除</button>'
        '<span class="sure" role="alert">移除后不能再引用，确定吗？'
        '<button type="button" class="quiet danger" data-event="remove"'
        f' data-doc="{escape(summary.doc_id)}">确定移除</button>'
        '<button type="button" class="quiet" data-keep>取消</button></span>'
        f"{warned}</article>"
    )
