"""The tab 资料库: put documents in, see what is there, take documents out."""

from __future__ import annotations

from typing import Any

import gradio as gr

from chat.ask.tab import AskTab
from chat.library.shelf import Shelf
from chat.looks.parts import QUICK, html_part
from chat.looks.wording import size_text

TAB = "library"
# One writer at a time; a second upload waits its turn in the queue.
WRITES: dict[str, Any] = {
    "concurrency_limit": 1,
    "concurrency_id": "write",
    "show_progress": "hidden",
    "api_visibility": "private",
}


def build(
    shelf: Shelf, ask: AskTab, tabs: gr.Tabs, masthead: gr.HTML, max_file_bytes: int
) -> list[gr.HTML]:
    """Lay the tab out and connect it; call inside the tab.

    Returns the parts that show the state of the library, in the order of
    ``Shelf.overview``.
    """
    with gr.Column(elem_id="library-column"):
        gr.HTML(_hint(max_file_bytes), apply_default_css=False)
        upload = gr.File(
            elem_id="upload",
            label="上传资料",
            show_label=False,
            file_count="multiple",
            type="filepath",
            height=150,
        )
        status = html_part(elem_id="intake")
        listed = html_part(elem_id="documents", events=("remove",))
    overview = [listed, ask.welcome, masthead]
    shown = [status, *overview]
    upload.upload(shelf.take_in, [upload, ask.state], [*shown, upload], **WRITES)
    for opening in (ask.welcome.shelf, ask.welcome.sample):
        opening(lambda: gr.Tabs(selected=TAB), None, [tabs], **QUICK)
    ask.welcome.sample(shelf.load_sample, [ask.state], shown, **WRITES)
    listed.remove(shelf.remove, [ask.state], shown, **WRITES)
    return overview


def _hint(max_file_bytes: int) -> str:
    return (
        '<p class="upload-hint">支持 txt、md、html、docx、带文字的 pdf 和 jsonl；'
        f"可一次选多个，单个不超过 {size_text(max_file_bytes)}；同名文件会替换旧版本。</p>"
    )
