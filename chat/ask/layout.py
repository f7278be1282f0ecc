"""The components of the tab 问答 and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from chat.ask.exchanges import Conversation
from chat.looks.parts import html_part
from chat.looks.wording import MAX_QUESTION_CHARS

HINTS = (
    '<div class="hints"><span class="keys">Enter 发送 · Shift+Enter 换行 · Esc 停止 · ↑ 改上一问'
    " · / 回到输入框 · n、p 翻引用</span>"
    f'<span id="counter" aria-live="off">0 / {MAX_QUESTION_CHARS}</span></div>'
)
TURN_EVENTS = ("cite", "reask", "rate")


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the tab."""

    state: gr.State
    place: gr.Textbox
    find: gr.Textbox
    talks: gr.HTML
    heading: gr.HTML
    welcome: gr.HTML
    finished: gr.HTML
    live: gr.HTML
    offers: gr.HTML
    scope: gr.HTML
    choices: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    new: gr.Button

    @property
    def unchanged(self) -> dict[Any, Any]:
        """What a handler returns that changes nothing; gradio refuses an empty dict."""
        return {self.state: gr.skip()}


def lay_out() -> Parts:
    """Create the components; call inside the tab."""
    state = gr.State(Conversation())
    place = gr.Textbox(visible=False)
    with gr.Row(elem_id="ask-row"):
        new, find, talks = _talks()
        with gr.Column(elem_id="talk-column"):
            heading = html_part(elem_id="talk-heading", events=())
            with gr.Column(elem_id="talk"):
                welcome = html_part(elem_id="welcome", events=("ask", "shelf", "sample"))
                finished = html_part(elem_id="finished", events=(*TURN_EVENTS, "earlier"))
                live = html_part(elem_id="live", events=TURN_EVENTS)
                offers = html_part(elem_id="offers", events=("ask",))
            with gr.Row(elem_id="scoping"):
                choices = html_part(elem_id="choices", events=("narrow",))
                scope = html_part(elem_id="scope", events=("widen",))
            question, send, stop = _asking()
    return Parts(
        state,
        place,
        find,
        talks,
        heading,
        welcome,
        finished,
        live,
        offers,
        scope,
        choices,
        question,
        send,
        stop,
        new,
    )


def _talks() -> tuple[gr.Button, gr.Textbox, gr.HTML]:
    """Create the list of conversations with what stands above it."""
    with gr.Column(elem_id="talks-column"):
        new = gr.Button("＋ 新对话", elem_id="new")
        find = gr.Textbox(
            elem_id="find-talk",
            label="搜索对话",
            show_label=False,
            placeholder="搜索对话",
            container=False,
            max_lines=1,
            max_length=60,
        )
        talks = html_part(elem_id="talks", events=("open", "rename", "remove", "restore"))
    return new, find, talks


def _asking() -> tuple[gr.Textbox, gr.Button, gr.Button]:
    """Create the question box with its buttons and hints."""
    with gr.Row(elem_id="asking"):
        question = gr.Textbox(
            elem_id="question",
            show_label=False,
            label="问题",
            placeholder="输入问题",
            lines=1,
            max_lines=5,
            max_length=MAX_QUESTION_CHARS,
            container=False,
        )
        send = gr.Button("发送", elem_id="send", variant="primary")
        stop = gr.Button("停止", elem_id="stop", variant="stop", visible=False)
    gr.HTML(HINTS, elem_id="hints", apply_default_css=False)
    return question, send, stop
