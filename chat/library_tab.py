"""The tab 资料库: put documents in, see what is there, take documents out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from ingest.pipeline import Summary

from chat.ask_tab import AskTab, first_page, html_part
from chat.desk import Desk
from chat.documents import documents_html
from chat.exchanges import Conversation
from chat.intake import Advance, Intake, intake_html, watch
from chat.markup import trouble_html
from chat.welcome import masthead_html
from chat.wording import advice, size_text
from rag.errors import RagError

TAB = "library"


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """The components that show the state of the library, for the first load of the page."""

    listed: gr.HTML
    masthead: gr.HTML


def build(desk: Desk, ask: AskTab, tabs: gr.Tabs, masthead: gr.HTML) -> LibraryTab:
    """Lay the tab out and connect it; call inside the tab."""
    limit = size_text(desk.settings.ingest.max_file_bytes)
    with gr.Column(elem_id="library-column"):
        gr.HTML(
            '<p class="upload-hint">支持 txt、md、html、docx、带文字的 pdf 和 jsonl；'
            f"可一次选多个，单个不超过 {limit}；同名文件会替换旧版本。</p>",
            apply_default_css=False,
        )
        upload = gr.File(
            elem_id="upload",
            label="上传资料",
            show_label=False,
            file_count="multiple",
            type="filepath",
            height=150,
        )
        status = html_part(elem_id="intake")
        listed = html_part(elem_id="documents")
    shown = [status, listed, ask.welcome, masthead]

    def take_in(files: list[str] | None, talk: Conversation) -> Iterator[tuple[Any, ...]]:
        paths = [Path(file) for file in files or ()]
        work = lambda advance: desk.take_in(paths, advance)  # noqa: E731
        for update in _watched(desk, work, [path.name for path in paths], talk):
            yield (*update, gr.skip())
        yield (*[gr.skip()] * 4, None)

    def load_sample(talk: Conversation) -> Iterator[tuple[Any, ...]]:
        for update in _watched(desk, desk.ingest_sample, ["示例资料"], talk):
            yield (*update, gr.Tabs(selected=TAB))

    def remove(talk: Conversation, event: gr.EventData) -> tuple[Any, ...]:
        return _removed(desk, str(event._data.get("doc", "")), talk)

    writes: dict[str, Any] = {
        "concurrency_limit": 1,
        "concurrency_id": "write",
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    upload.upload(take_in, [upload, ask.state], [*shown, upload], **writes)
    ask.welcome.load_sample(load_sample, [ask.state], [*shown, tabs], **writes)
    ask.welcome.open_library(
        lambda: gr.Tabs(selected=TAB), None, [tabs], queue=False, api_visibility="private"
    )
    listed.remove(remove, [ask.state], shown, **writes)
    return LibraryTab(listed, masthead)


def overview(desk: Desk) -> tuple[str, str]:
    """Return the list of documents and the head of the page."""
    try:
        summaries = desk.documents()
    except RagError as error:
        return trouble_html(advice(error), error), masthead_html(0, 0)
    passages = sum(summary.passages for summary in summaries)
    return documents_html(summaries), masthead_html(len(summaries), passages)


def _watched(
    desk: Desk,
    work: Callable[[Advance], Summary],
    names: Sequence[str],
    talk: Conversation,
) -> Iterator[tuple[Any, ...]]:
    """Yield the state of an ingest; when it is finished, the new state of the library too."""
    intake = Intake(tuple(names))
    for intake in watch(work, names):
        if not intake.finished:
            yield (intake_html(intake), *[gr.skip()] * 3)
    listed, head = overview(desk)
    yield intake_html(intake), listed, first_page(desk, talk), head


def _removed(desk: Desk, doc_id: str, talk: Conversation) -> tuple[Any, ...]:
    """Remove a document and return what the page shows then."""
    try:
        status = "" if desk.remove(doc_id) else '<p class="list-title">这份资料已经不在了。</p>'
    except RagError as error:
        status = trouble_html(advice(error), error)
    listed, head = overview(desk)
    return status, listed, first_page(desk, talk), head
