"""The tab 问答: the conversation on the left, the source on the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from chat.desk import Desk
from chat.exchanges import Conversation, Progress
from chat.source_panel import MAX_RADIUS_CHARS, RADIUS_CHARS, View, empty_html, panel_html
from chat.source_panel import trouble_html as panel_trouble
from chat.theme import script
from chat.turns import finished_html, live_html
from chat.welcome import welcome_html
from chat.wording import MAX_QUESTION_CHARS, advice
from rag.errors import LibraryError, RagError

ASK_CONCURRENCY = 2
Update = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AskTab:
    """The components of the tab that other parts of the page react to."""

    state: gr.State
    welcome: gr.HTML


def html_part(value: str = "", **options: Any) -> gr.HTML:
    """Return an HTML component whose [data-event] elements reach Python."""
    return gr.HTML(value, js_on_load=script("events.js"), apply_default_css=False, **options)


def build(desk: Desk) -> AskTab:
    """Lay the tab out and connect it; call inside the tab."""
    state = gr.State(Conversation())
    with gr.Row(elem_id="ask-row"):
        with gr.Column(elem_id="talk-column"):
            with gr.Column(elem_id="talk"):
                welcome = html_part(elem_id="welcome")
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
                gr.HTML(_hints(), apply_default_css=False)
                new = gr.Button("新对话", elem_id="new", size="sm")
        with gr.Column(elem_id="panel-column"):
            panel = html_part(empty_html(), elem_id="panel")

    view = [state, finished, live, welcome, send, stop]
    quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}

    def begin(text: str, conversation: Conversation) -> tuple[Any, ...]:
        return _begin(text, conversation)

    def begin_sample(conversation: Conversation, event: gr.EventData) -> tuple[Any, ...]:
        return _begin(str(event._data.get("question", "")), conversation)

    def answer(conversation: Conversation) -> Iterator[tuple[Any, ...]]:
        yield from _answer(desk, conversation)

    def halt(conversation: Conversation) -> tuple[Any, ...]:
        if conversation.busy:
            conversation = conversation.update(progress=Progress.STOPPED)
        return _shown(conversation)

    def restart() -> tuple[Any, ...]:
        fresh = Conversation()
        return (fresh, "", "", first_page(desk, fresh), *_buttons(False), empty_html())

    def open_source(event: gr.EventData) -> str:
        return _source(desk, event._data)

    started = [
        trigger(begin, [question, state], [*view, question], trigger_mode="multiple", **quick)
        for trigger in (question.submit, send.click)
    ]
    started.append(welcome.ask(begin_sample, [state], [*view, question], **quick))
    answering = [
        begun.then(
            answer,
            [state],
            [state, live, send, stop],
            concurrency_limit=ASK_CONCURRENCY,
            concurrency_id="ask",
            show_progress="hidden",
            api_visibility="private",
        )
        for begun in started
    ]
    stop.click(halt, [state], [state, live, send, stop], cancels=answering, **quick)
    new.click(restart, None, [*view, panel], cancels=answering, **quick)
    for part in (finished, live, panel):
        part.cite(open_source, None, [panel], **quick)
    return AskTab(state, welcome)


def first_page(desk: Desk, conversation: Conversation) -> str:
    """Return the invitation to ask; "" once something was asked."""
    if conversation.exchanges:
        return ""
    try:
        return welcome_html(len(desk.documents()), desk.suggestions())
    except RagError as error:
        return panel_trouble(advice(error))


def _begin(text: str, conversation: Conversation) -> tuple[Any, ...]:
    """Show the question at once; the answer follows. Refuse what cannot be asked."""
    text = text.strip()
    if not text or conversation.busy:
        return (*[gr.skip()] * 6, gr.skip())
    if len(text) > MAX_QUESTION_CHARS:
        words = f"问题太长了：最多 {MAX_QUESTION_CHARS} 字。请缩短后再问。"
        raise gr.Error(words, title="没有发送", print_exception=False)
    conversation = conversation.ask(text)
    return (
        conversation,
        finished_html(conversation),
        live_html(conversation),
        "",
        *_buttons(True),
        "",
    )


def _answer(desk: Desk, conversation: Conversation) -> Iterator[tuple[Any, ...]]:
    """Stream the answer to the question that waits, if one does."""
    live = conversation.live
    if live is None or live.progress is not Progress.WAITING:
        yield _shown(conversation)
        return
    try:
        for found in desk.ask(live.question, conversation.history):
            conversation = conversation.update(answer=found, progress=Progress.STREAMING)
            yield _shown(conversation)
        conversation = conversation.update(progress=Progress.DONE)
    except RagError as error:
        conversation = conversation.update(
            progress=Progress.FAILED, trouble=advice(error), detail=str(error)
        )
    yield _shown(conversation)


def _shown(conversation: Conversation) -> tuple[Any, ...]:
    """Return state, newest exchange and buttons."""
    return (conversation, live_html(conversation), *_buttons(conversation.busy))


def _buttons(busy: bool) -> tuple[Update, Update]:
    """Show the stop button instead of the send button while an answer comes."""
    return gr.update(visible=not busy), gr.update(visible=busy)


def _source(desk: Desk, data: dict[str, Any]) -> str:
    """Return the panel for the place that was clicked; nothing the page sends is trusted."""
    try:
        start, end = int(data["start"]), int(data["end"])
        radius = min(max(int(data.get("radius", RADIUS_CHARS)), RADIUS_CHARS), MAX_RADIUS_CHARS)
        view = View(
            str(data["doc"]),
            start,
            end,
            key=str(data.get("key", ""))[:8],
            turn=int(data.get("turn", 0)),
            radius=radius,
        )
        document = desk.document(view.doc_id)
    except (KeyError, ValueError):
        return panel_trouble("这处引用不完整，请重新点击编号。")
    except LibraryError:
        return panel_trouble("这份资料已被移除或更新，请重新提问。")
    except RagError as error:
        return panel_trouble(advice(error))
    if not 0 <= start < end <= len(document.text):
        return panel_trouble("这处引用与资料对不上，请重新提问。")
    return panel_html(document, view)


def _hints() -> str:
    return (
        '<div class="hints"><span class="keys">Enter 发送 · Shift+Enter 换行 · Esc 停止</span>'
        f'<span id="counter" aria-live="off">0 / {MAX_QUESTION_CHARS}</span></div>'
    )
