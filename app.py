"""The chat in the browser: ``scenario-qa ui``, or ``python app.py``."""

from __future__ import annotations

import sys
from typing import Any

import gradio as gr

from chat.ask import tab as ask_tab
from chat.ask.welcome import masthead_html
from chat.desk import Desk
from chat.guide import tab as guide_tab
from chat.guide.reader import GuideReader
from chat.guide.routes import guide_routes
from chat.library import tab as library_tab
from chat.library.shelf import Shelf
from chat.looks.language import english, label, labels
from chat.looks.theme import scripts, styles, theme
from chat.measure import tab as measure_tab
from chat.measure.routes import measure_routes
from chat.routes import routes
from chat.server.listening import free_port, rules_for
from chat.server.running import around
from chat.source.viewer import Viewer
from rag.config import Settings, load_settings
from rag.errors import RagError

QUEUE_PLACES = 64
SESSIONS = 500
# Gradio runs so many events at once. A question that waits in line is one of them all the
# while, though it holds no thread; those beyond would wait without being told their place.
EVENTS = 120
# Uploaded files are moved into the library; what is left of them goes after an hour.
CLEAR_UPLOADS_S = (600, 3600)
_IDLE_S = 0.02  # between two looks for something to do
# What Gradio would do of itself and this chat does not want. With ``_frontend`` it would ask for
# its own page and give up after three seconds: on a busy machine the chat would not start.
_LEFT_OUT: dict[str, Any] = {
    "share": False,
    "run_history": False,
    "enable_monitoring": False,
    "mcp_server": False,
    "ssr_mode": False,
    "pwa": False,
    "footer_links": [],
    "quiet": True,
    "inbrowser": False,
    "show_error": False,
    "_frontend": False,
}


def build_app(desk: Desk) -> gr.Blocks:
    """Return the page over one desk, not yet listening."""
    viewer = Viewer(desk)
    shelf = Shelf(desk)
    guides = GuideReader(desk)
    page = gr.Blocks(
        title="场景问答",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=CLEAR_UPLOADS_S,
    )
    with page:
        masthead = gr.HTML(masthead_html(0), elem_id="masthead", apply_default_css=False)
        with gr.Row(elem_id="page-row"):
            with gr.Column(elem_id="tabs-column"), gr.Tabs() as tabs:
                with gr.Tab(label("问答"), id=ask_tab.TAB) as asking:
                    ask = ask_tab.build(desk, viewer)
                with gr.Tab(label("资料库"), id=library_tab.TAB):
                    library_tab.build(shelf, page, ask, masthead, tabs, viewer)
                with gr.Tab(label("背景导读"), id=guide_tab.TAB) as reading:
                    guide_tab.build(guides, reading, viewer)
                with gr.Tab(label("评测"), id="measure") as measuring:
                    measure_tab.build(desk, page, measuring)
            with gr.Column(elem_id="panel-column"):
                viewer.build()
        ask_tab.connect_page(page, asking, ask)
    page.queue(max_size=QUEUE_PLACES)
    # gradio looks for work a thousand times a second: a tenth of a core, with nobody there.
    page._queue.sleep_when_free = page._queue.progress_update_sleep_when_free = _IDLE_S
    return page


def launch(page: gr.Blocks, desk: Desk, *, block: bool = True) -> str:
    """Serve the page and return its address; with ``block`` stay until interrupted.

    Raises ConfigError where others than this machine could connect and there are no accounts.
    """
    settings = desk.settings
    rules = rules_for(settings.server, desk.ledger.accounts)
    port = free_port(settings.server)
    _, address, _ = page.launch(
        server_name=settings.server.host,
        server_port=port,
        auth_dependency=lambda request: request.state.visitor.name or None,
        max_threads=EVENTS,
        app_kwargs={
            "middleware": around(rules, english()),
            "routes": [*routes(desk), *guide_routes(desk), *measure_routes(desk)],
        },
        i18n=labels(),
        theme=theme(),
        css=styles(),
        js=scripts(),
        max_file_size=settings.ingest.max_file_bytes,
        state_session_capacity=SESSIONS,
        prevent_thread_lock=True,
        **_LEFT_OUT,
    )
    if block:
        sys.stdout.write(f"场景问答已启动：{address}（按 Ctrl+C 停止）\n")
        sys.stdout.flush()
        page.block_thread()
    return str(address)


def serve(settings: Settings) -> None:
    """Open the library, serve the chat and stay until interrupted."""
    desk = Desk(settings)
    try:
        for notice in desk.notices:
            sys.stderr.write(f"scenario-qa: {notice}\n")
        launch(build_app(desk), desk)
    finally:
        desk.close()


def main() -> None:
    """Serve the chat with the settings of the working folder."""
    try:
        serve(load_settings())
    except RagError as error:
        sys.exit(f"scenario-qa: {error}")


if __name__ == "__main__":
    main()
