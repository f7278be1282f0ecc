"""The chat in the browser: ``scenario-qa ui``, or ``python app.py``."""

from __future__ import annotations

import socket
import sys

import gradio as gr

from chat.ask import tab as ask_tab
from chat.ask.talk import Talk
from chat.ask.welcome import masthead_html
from chat.desk import Desk
from chat.library import tab as library_tab
from chat.library.shelf import Shelf
from chat.looks.theme import scripts, styles, theme
from chat.source.viewer import Viewer
from rag.config import ServerSettings, Settings, load_settings
from rag.errors import ConfigError, RagError

QUEUE_PLACES = 64
SESSIONS = 500
# Uploaded files are moved into the library; what is left of them goes after an hour.
CLEAR_UPLOADS_S = (600, 3600)


def build_app(desk: Desk) -> gr.Blocks:
    """Return the page over one desk, not yet listening."""
    viewer = Viewer(desk)
    talk = Talk(desk)
    shelf = Shelf(desk, talk)
    page = gr.Blocks(
        title="场景问答",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=CLEAR_UPLOADS_S,
    )
    with page:
        masthead = gr.HTML(masthead_html(0, 0), elem_id="masthead", apply_default_css=False)
        with gr.Row(elem_id="page-row"):
            with gr.Column(elem_id="tabs-column"), gr.Tabs() as tabs:
                with gr.Tab("问答", id="ask"):
                    ask = ask_tab.build(talk, viewer)
                with gr.Tab("资料库", id=library_tab.TAB):
                    limit = desk.settings.ingest.max_file_bytes
                    overview = library_tab.build(shelf, ask, tabs, masthead, limit)
            with gr.Column(elem_id="panel-column"):
                viewer.build()
        page.load(
            shelf.overview,
            [ask.state],
            overview,
            show_progress="hidden",
            api_visibility="private",
        )
    page.queue(max_size=QUEUE_PLACES)
    return page


def launch(page: gr.Blocks, settings: Settings, *, block: bool = True) -> str:
    """Serve the page and return its address; with ``block`` stay until interrupted."""
    port = free_port(settings.server)
    _, address, _ = page.launch(
        server_name=settings.server.host,
        server_port=port,
        theme=theme(),
        css=styles(),
        js=scripts(),
        max_file_size=settings.ingest.max_file_bytes,
        state_session_capacity=SESSIONS,
        share=False,
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        footer_links=[],
        quiet=True,
        inbrowser=False,
        show_error=False,
        prevent_thread_lock=True,
    )
    if block:
        sys.stdout.write(f"场景问答已启动：{address}（按 Ctrl+C 停止）\n")
        sys.stdout.flush()
        page.block_thread()
    return str(address)


def free_port(server: ServerSettings) -> int:
    """Return the port to listen on; raise ConfigError if the one asked for is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host, server.port))
        except OSError as exc:
            raise ConfigError(
                f"cannot listen on {server.host}:{server.port} ({exc.strerror}): "
                "the chat may be open already; choose another with --port, 0 takes any free one"
            ) from exc
        return int(probe.getsockname()[1])


def serve(settings: Settings) -> None:
    """Open the library, serve the chat and stay until interrupted."""
    desk = Desk(settings)
    try:
        for notice in desk.notices:
            sys.stderr.write(f"scenario-qa: {notice}\n")
        launch(build_app(desk), settings)
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
