"""The tab 资料库: put documents in, see and search what is there, correct and remove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from chat.ask.tab import TAB as ASK
from chat.ask.tab import AskTab, components
from chat.library.listing import Listing
from chat.library.shelf import Shelf
from chat.looks.language import label
from chat.looks.parts import QUICK, html_part
from chat.looks.wording import MAX_QUESTION_CHARS
from chat.source.viewer import Viewer

TAB = "library"
# One writer at a time; a second upload waits its turn in the queue.
WRITES: dict[str, Any] = {
    "concurrency_limit": 1,
    "concurrency_id": "write",
    "show_progress": "hidden",
    "api_visibility": "private",
}
LISTED = ("preview", "edit", "remove", "sort", "more", "question")
WELCOMES: dict[str, Any] = {**WRITES, "concurrency_limit": None, "concurrency_id": "welcome"}


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the tab."""

    query: gr.Textbox
    search: gr.Button
    upload: gr.File
    folder: gr.UploadButton
    mend: gr.Button
    hint: gr.HTML
    status: gr.HTML
    found: gr.HTML
    filter: gr.Textbox
    listing: gr.State
    listed: gr.HTML
    aside: gr.HTML
    sheet: gr.HTML


def build(
    shelf: Shelf, page: gr.Blocks, ask: AskTab, masthead: gr.HTML, tabs: gr.Tabs, viewer: Viewer
) -> None:
    """Lay the tab out and connect it; call inside the tab."""
    parts = _lay_out()
    overview: list[gr.components.Component] = [parts.listed, parts.aside, masthead]
    shown: list[gr.components.Component] = [parts.status, *overview]
    changes = [*_connect_upload(parts, shelf, shown), *_connect_list(parts, shelf, shown)]
    for opening in (ask.welcome.shelf, ask.welcome.sample):
        opening(lambda: gr.Tabs(selected=TAB), None, [tabs], **QUICK)
    asked = parts.listed.question(ask.talk.restart_on, [ask.state], components(ask.parts), **QUICK)
    asked.then(lambda: gr.Tabs(selected=ASK), None, [tabs], **QUICK)
    asked.then(ask.talk.first_page.grow, [ask.state], [ask.welcome], **WELCOMES)
    changes.append(ask.welcome.sample(shelf.load_sample, [parts.listing], shown, **WRITES))
    for change in changes:
        # New questions to begin with take a while to find: nobody waits for them here.
        change.then(ask.talk.first_page.grow, [ask.state], [ask.welcome], **WELCOMES)
    viewer.listen(parts.found)
    opening = [*overview, parts.hint, parts.upload, parts.folder, parts.mend]
    page.load(shelf.view.opening, [parts.listing], opening, **QUICK)


def _lay_out() -> _Parts:
    """Create the components."""
    with gr.Column(elem_id="library-column"):
        with gr.Row(elem_id="searching"):
            query = gr.Textbox(
                elem_id="library-query",
                show_label=False,
                label=label("在资料中搜索"),
                placeholder=label("在资料中搜索，不提问，只列出相关段落"),
                max_length=MAX_QUESTION_CHARS,
                max_lines=1,
                container=False,
            )
            search = gr.Button(label("搜索"), elem_id="library-search")
        found = html_part(elem_id="found", events=("cite", "clear"))
        hint = gr.HTML("", elem_id="upload-hint", apply_default_css=False)
        upload = gr.File(
            elem_id="upload",
            label=label("上传资料"),
            show_label=False,
            file_count="multiple",
            type="filepath",
            height=132,
        )
        with gr.Row(elem_id="library-tools"):
            folder = gr.UploadButton(
                "上传整个文件夹", elem_id="folder", file_count="directory", size="sm"
            )
            mend = gr.Button(label("检查并重建索引"), elem_id="mend", size="sm")
        status = html_part(elem_id="intake", events=("restore",))
        filter_ = gr.Textbox(
            elem_id="filter",
            show_label=False,
            label=label("按标题、机关、文号筛选"),
            placeholder=label("按标题、机关、文号筛选"),
            max_length=MAX_QUESTION_CHARS,
            max_lines=1,
            container=False,
        )
        listing = gr.State(Listing())
        listed = html_part(elem_id="documents", events=LISTED)
        aside = html_part(elem_id="aside", events=("retry", "drop", "restore"))
        sheet = html_part(elem_id="sheet", events=("preview", "amend", "close"))
    return _Parts(
        query,
        search,
        upload,
        folder,
        mend,
        hint,
        status,
        found,
        filter_,
        listing,
        listed,
        aside,
        sheet,
    )


def _connect_upload(parts: _Parts, shelf: Shelf, shown: list[Any]) -> list[Any]:
    """Connect what puts documents in and mends the library; return the changes."""
    return [
        *(
            box.upload(shelf.take_in, [box, parts.listing], [*shown, box], **WRITES)
            for box in (parts.upload, parts.folder)
        ),
        parts.mend.click(shelf.mending, None, [parts.status], **QUICK).then(
            shelf.mend, [parts.listing], shown, **WRITES
        ),
        parts.aside.retry(shelf.retry, [parts.listing], shown, **WRITES),
        parts.aside.drop(shelf.drop, [parts.listing], shown, **WRITES),
    ]


def _connect_list(parts: _Parts, shelf: Shelf, shown: list[Any]) -> list[Any]:
    """Connect the search, the table and the sheet that opens over it; return the changes."""
    for asking in (parts.query.submit, parts.search.click):
        asking(shelf.view.search, [parts.query], [parts.found], **QUICK)
    parts.found.clear(lambda: ("", ""), None, [parts.found, parts.query], **QUICK)
    for part in (parts.listed, parts.sheet):
        part.preview(shelf.view.preview, None, [parts.sheet], **QUICK)
    parts.listed.edit(shelf.view.edit, None, [parts.sheet], **QUICK)
    filtering = [parts.filter, parts.listing]
    parts.filter.change(shelf.view.filter, filtering, [parts.listed], **QUICK)
    parts.listed.sort(shelf.view.sort, [parts.listing], [parts.listed], **QUICK)
    parts.listed.more(shelf.view.more, [parts.listing], [parts.listed], **QUICK)
    parts.sheet.close(lambda: "", None, [parts.sheet], **QUICK)
    return [
        parts.listed.remove(shelf.remove, [parts.listing], shown, **WRITES),
        parts.sheet.amend(shelf.amend, [parts.listing], [*shown, parts.sheet], **WRITES),
        *(
            part.restore(shelf.restore, [parts.listing], shown, **WRITES)
            for part in (parts.status, parts.aside)
        ),
    ]
