"""The table of documents, the files in quarantine, and what was removed lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from chat.library.listing import HEADS, ROWS, Listing, cells
from chat.library.reasons import reading_reason
from chat.looks.language import say
from chat.looks.markup import escape, warnings_html
from chat.looks.wording import file_name
from index.quarantine import Quarantined
from index.removed import Removed
from index.rows import Summary
from rag.types import Standing, StandingKind

REMOVED_SHOWN = 10
# What stands in these columns a document says of itself.
_WRITTEN = ' lang="zh"'
_STYLES = ("", "", "", _WRITTEN, _WRITTEN, ' class="number"')


def documents_html(
    summaries: Sequence[Summary],
    found: Sequence[Summary],
    standings: Mapping[str, Standing],
    may_edit: bool,
    listing: Listing,
) -> str:
    """Return the table of the ``found`` documents with what is known and can be done of each."""
    if not summaries:
        words = "还没有资料。把文件拖到上面的框里即可。" if may_edit else "资料库还是空的。"
        return f'<p class="list-empty">{escape(say(words))}</p>'
    heads = "".join(_head(column, listing) for column in range(len(HEADS)))
    body = "".join(
        _row(summary, standings.get(summary.doc_id), may_edit) for summary in found[: listing.rows]
    )
    left = len(found) - listing.rows
    more = (
        '<button type="button" class="quiet more" data-event="more"'
        f' data-rows="{listing.rows + 5 * ROWS}">'
        f"{escape(say('再显示 {count} 份', count=f'{min(left, 5 * ROWS):,}'))}</button>"
        if left > 0
        else ""
    )
    return (
        f'{_count(summaries, found)}<div class="table-box"><table class="documents">'
        f'<thead><tr>{heads}<th scope="col"><span class="unseen">{escape(say("操作"))}</span></th>'
        f"</tr></thead><tbody>{body}</tbody></table></div>{more}"
    )


def _head(column: int, listing: Listing) -> str:
    order = "descending" if listing.down else "ascending"
    sorted_ = f' aria-sort="{order}"' if column == listing.column else ""
    return (
        f'<th scope="col"{sorted_}><button type="button" data-event="sort" data-column="{column}">'
        f"{escape(say(HEADS[column]))}</button></th>"
    )


def _count(summaries: Sequence[Summary], found: Sequence[Summary]) -> str:
    passages = sum(summary.passages for summary in summaries)
    told = say(
        "共 {documents} 份资料，{passages} 段",
        documents=f"{len(summaries):,}",
        passages=f"{passages:,}",
    )
    if len(found) < len(summaries):
        told += say("，筛选出 {count} 份", count=f"{len(found):,}")
    return f'<div class="list-head"><p class="list-title">{escape(told)}</p></div>'


def _row(summary: Summary, standing: Standing | None, may_edit: bool) -> str:
    name = file_name(summary.source)
    by_status = StandingKind.REPEALED if summary.status else ""
    held = standing.kind if standing else by_status
    badge = f' <span class="repealed">{escape(say(held))}</span>' if held else ""
    warned = warnings_html(summary.warnings)
    place = escape(summary.doc_id)
    title, *others = cells(summary)
    told = "".join(
        f'<td data-col="{column}" data-head="{escape(say(HEADS[column]))}"{_STYLES[column]}>'
        f"{escape(value)}</td>"
        for column, value in enumerate(others, 1)
    )
    return (
        f'<tr class="document" id="document-{place}"><td class="titled">'
        f'<button type="button" class="title" data-event="preview" data-doc="{place}">'
        f"{escape(title)}</button>{badge}"
        f'<span class="file">{escape(name)}</span>{warned}</td>{told}'
        f'<td><span class="actions">{_actions(place, may_edit)}</span></td></tr>'
    )


def _actions(place: str, may_edit: bool) -> str:
    editing = (("edit", "修改"), ("remove", "移除")) if may_edit else ()
    return "".join(
        f'<button type="button" class="quiet" data-event="{event}" data-doc="{place}">'
        f"{escape(say(words))}</button>"
        for event, words in (("question", "提问"), *editing)
    )


def quarantine_html(held: Sequence[Quarantined], may_edit: bool) -> str:
    """Return the files that could not be read, each with its reason and a way on."""
    if not held:
        return ""
    rows = "".join(_held(each, may_edit) for each in held)
    title = say("未能读取的文件（{count}）", count=len(held))
    return _aside(title, rows, " open")


def _held(held: Quarantined, may_edit: bool) -> str:
    tried = say("试过 {count} 次，最近 {when}", count=held.attempts, when=_day(held.last_at))
    buttons = "".join(
        f'<button type="button" class="quiet" data-event="{event}"'
        f' data-source="{escape(held.source)}">{escape(say(words))}</button>'
        for event, words in (("retry", "重试"), ("drop", "不再保留"))
    )
    return (
        f'<li class="held"><div><b{_WRITTEN}>{escape(file_name(held.source))}</b>'
        f'<span class="reason">{escape(reading_reason(held.reason))}</span>'
        f'<span class="when">{escape(tried)}</span></div>'
        f'<span class="actions">{buttons if may_edit else ""}</span></li>'
    )


def removed_html(removed: Sequence[Removed], may_edit: bool) -> str:
    """Return what was removed lately, each with a way back."""
    if not removed or not may_edit:
        return ""
    rows = "".join(
        f'<li class="held"><div><b>{escape(each.title)}</b>'
        f'<span class="when">{escape(say("{when} 移除", when=_day(each.removed_at)))}</span></div>'
        f'<span class="actions">{undo_button(each.entry, "恢复")}</span></li>'
        for each in removed[:REMOVED_SHOWN]
    )
    title = say("最近移除（{count}），30 天内可以恢复", count=len(removed))
    return _aside(title, rows)


def _aside(title: str, rows: str, state: str = "") -> str:
    head = f"<summary>{escape(title)}</summary>"
    return f'<details class="aside"{state}>{head}<ul>{rows}</ul></details>'


def undo_button(entry: int, words: str) -> str:
    """Return the button that brings a removed document back."""
    return (
        f'<button type="button" class="quiet" data-event="restore" data-entry="{entry}">'
        f"{escape(say(words))}</button>"
    )


def _day(moment: str) -> str:
    """Return an ISO time by the clock of this machine."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
