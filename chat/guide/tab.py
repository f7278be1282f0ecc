"""The tab 背景导读: a topic on top, the guide below it, the source at its side."""

from __future__ import annotations

from typing import Any

import gradio as gr

from chat.guide.exam import Run
from chat.guide.reader import GuideReader
from chat.looks.language import label
from chat.looks.parts import QUICK, html_part
from chat.source.viewer import Viewer
from rag.guide.maker import MAX_TOPIC_CHARS

TAB = "guide"
MAKES: dict[str, Any] = {
    "concurrency_limit": 4,
    "concurrency_id": "guide",
    "show_progress": "hidden",
    "api_visibility": "private",
}


def build(reader: GuideReader, opened: gr.Tab, viewer: Viewer) -> None:
    """Lay the tab out and connect it; call inside the tab, which is made on its opening."""
    run = gr.State(Run())
    with gr.Column(elem_id="guide-column"):
        with gr.Row(elem_id="guide-topic"):
            topic = gr.Textbox(
                elem_id="topic",
                label=label("主题"),
                placeholder=label("比如 低空经济；留空看全部"),
                max_length=MAX_TOPIC_CHARS,
                max_lines=1,
            )
            chosen = gr.Dropdown(
                choices=[],
                multiselect=True,
                elem_id="guide-documents",
                label=label("只读这些资料（不选为全部）"),
            )
            make = gr.Button(label("生成导读"), elem_id="make-guide", variant="primary")
        status = html_part(elem_id="guide-status")
        guide = html_part(elem_id="guide", events=("cite", "topic"))
        exam = html_part(elem_id="exam", events=("cite", "grade", "onward", "again"))
    shown = [status, guide, exam, run]
    opened.select(reader.reopen, [topic, chosen, run], shown, **MAKES)
    for start in (make.click, topic.submit):
        start(reader.open, [topic, chosen, run], shown, **MAKES)
    opened.select(reader.documents, [chosen], [chosen], **QUICK)
    guide.topic(reader.narrow, [chosen, run], [topic, *shown], **MAKES)
    exam.grade(reader.grade, [run], [exam, run], **QUICK)
    exam.onward(reader.onward, [run], [exam, run], **QUICK)
    exam.again(reader.again, [run], [exam, run], **QUICK)
    for part in (status, guide, exam):
        viewer.listen(part)
