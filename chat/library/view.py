"""What the tab 资料库 shows: the table, what lies aside, previews, forms, passages found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr

from chat.ask.welcome import masthead_html
from chat.desk import Desk
from chat.library.documents import documents_html, quarantine_html, removed_html
from chat.library.findings import SHOWN, findings_html
from chat.library.listing import HEADS, Listing
from chat.library.preview import edit_html, preview_html
from chat.looks.language import say
from chat.looks.markup import escape, trouble_html
from chat.looks.wording import advice, size_text
from chat.visitors import visitor
from rag.errors import RagError


class View:
    """The handlers that change nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def preview(self, event: gr.EventData) -> str:
        """Show what was read of a document."""

        def work() -> str:
            doc_id, start = field(event, "doc"), field(event, "from")
            document = self._desk.document(doc_id)
            passages = self._desk.library.passages_of(doc_id)
            return preview_html(document, passages, int(start) if start.isdigit() else 0)

        return told(work)

    def edit(self, event: gr.EventData) -> str:
        """Show the form that corrects a document."""
        return told(lambda: edit_html(self._desk.document(field(event, "doc"))))

    def search(self, query: str) -> str:
        """Show the passages that come nearest to a query."""
        if not query.strip():
            return ""
        return told(lambda: findings_html(query, self._desk.search(query, SHOWN)))

    def filter(self, words: str, listing: Listing) -> str:
        """Show the documents whose rows hold some words."""
        listing.words = words
        return self._table(listing)

    def sort(self, listing: Listing, event: gr.EventData) -> str:
        """Sort the table by the column that was clicked."""
        column = field(event, "column")
        if column in map(str, range(len(HEADS))):
            listing.sort(int(column))
        return self._table(listing)

    def more(self, listing: Listing, event: gr.EventData) -> str:
        """Show more rows of the table."""
        rows = field(event, "rows")
        if rows.isdecimal():
            listing.rows = int(rows)
        return self._table(listing)

    def opening(self, listing: Listing) -> tuple[Any, ...]:
        """Return the overview for a page that opens, and what only those who edit see."""
        limit = size_text(self._desk.settings.ingest.max_file_bytes)
        hint = say(
            "支持 txt、md、html、docx、doc、pptx、xlsx、csv、pdf、图片、epub、jsonl 和 zip 压缩包；"
            "可一次选多个，单个不超过 {limit}；同名文件会替换旧版本。",
            limit=limit,
        )
        may_edit = visitor().may_edit
        seen = [gr.update(visible=may_edit)] * 3
        shown = f'<p class="upload-hint">{escape(hint)}</p>' if may_edit else ""
        return (*self.overview(listing), shown, *seen)

    def overview(self, listing: Listing) -> tuple[str, str, str]:
        """Return the documents, what lies aside, and the head of the page."""
        try:
            documents, _ = self._desk.counts()
            aside = self._aside()
        except RagError as error:
            return trouble_html(advice(error), error), "", masthead_html(0)
        return self._table(listing), aside, masthead_html(documents)

    def _table(self, listing: Listing) -> str:
        def work() -> str:
            summaries = self._desk.documents()
            found = listing.of(summaries)
            shown = [summary.doc_id for summary in found[: listing.rows]]
            standings = self._desk.library.standing(shown)
            return documents_html(summaries, found, standings, visitor().may_edit, listing)

        return told(work)

    def _aside(self) -> str:
        library, may_edit = self._desk.library, visitor().may_edit
        held = quarantine_html(library.quarantined(), may_edit)
        return held + removed_html(library.removed(), may_edit)


def told(work: Callable[[], str]) -> str:
    """Return what work shows, or what went wrong and what to do."""
    try:
        return work()
    except RagError as error:
        return trouble_html(advice(error), error)


def field(event: gr.EventData, name: str) -> str:
    """Return one text that the page sent; nothing in it is trusted."""
    sent: Mapping[str, Any] = event._data or {}
    return str(sent.get(name, ""))
