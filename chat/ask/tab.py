"""The tab 问答: the conversation on the left, the source on the right."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from chat.ask.exchanges import Conversation
from chat.ask.talk import Talk
from chat.looks.parts import QUICK, html_part
from chat.looks.wording import MAX_QUESTION_CHARS
from chat.source.viewer import Viewer

ASK_CONCURRENCY = 2
HINTS = (
    '<div class="hints"><span class="keys">Enter 发送 · Shift+Enter 换行 · Esc 停止</span>'
    f'<span id="counter" aria-live="off">0 / {MAX_QUESTION_CHARS}</span></div>'
)


@dataclass(frozen=True, slots=True)
class AskTab:
    """The components of the tab."""

    state: gr.State
    welcome: gr.HTML
    finished: gr.HTML
    live: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    new: gr.Button


def build(talk: Talk, viewer: Viewer) -> AskTab:
    """Lay the tab out and connect it; call inside the tab."""
    tab = _lay_out()
    _connect(tab, talk)
    for part in (tab.finished, tab.live):
        viewer.listen(part)
    return tab


def _lay_out() -> AskTab:
    """Create the components."""
    state = gr.State(Conversation())
    with gr.Row(elem_id="ask-row"), gr.Column(elem_id="talk-column"):
        with gr.Column(elem_id="talk"):
            welcome = html_part(elem_id="welcome", events=("ask", "shelf", "sample"))
            finished = html_part(elem_id="finished")
            live = html_part(elem_id="live")
        with gr.Row(elem_id="asking"):
            question = gr.Textbox(
                elem_id="question",
                show_label=False,
                label="问题",
                placeholder="输入问题",
                lines=1,
                max_lines=5,
                max_length=MAX_QUESTION_CHARS,
                autofocus=True,
                container=False,
            )
            send = gr.Button("发送", elem_id="send", variant="primary")
            stop = gr.Button("停止", elem_id="stop", variant="stop", visible=False)
        with gr.Row(elem_id="hints"):
            gr.HTML(HINTS, apply_default_css=False)
            new = gr.Button("新对话", elem_id="new", size="sm")
    return AskTab(state, welcome, finished, live, question, send, stop, new)


def _connect(tab: AskTab, talk: Talk) -> None:
    """Connect the components: a question is shown at once, then its answer streams."""
    newest = [tab.state, tab.live, tab.send, tab.stop]
    asked = [*newest, tab.finished, tab.welcome, tab.question]
    typed = [tab.question, tab.state]
    begun = (
        tab.question.submit(talk.begin, typed, asked, trigger_mode="multiple", **QUICK),
        tab.send.click(talk.begin, typed, asked, trigger_mode="multiple", **QUICK),
        tab.welcome.ask(talk.begin_sample, [tab.state], asked, **QUICK),
    )
    answering = [
        beginning.then(
            talk.answer,
            [tab.state],
            newest,
            concurrency_limit=ASK_CONCURRENCY,
            concurrency_id="ask",
            show_progress="hidden",
            api_visibility="private",
        )
        for beginning in begun
    ]
    for answered in answering:
        answered.failure(talk.give_up, [tab.state], newest, **QUICK)
    tab.stop.click(talk.halt, [tab.state], newest, cancels=answering, **QUICK)
    tab.new.click(talk.restart, [tab.state], asked, cancels=answering, **QUICK)
