"""What every tab builds from: HTML parts whose clicks reach Python, and quick handlers."""

from __future__ import annotations

from typing import Any

import gradio as gr

from chat.looks.theme import script

# Handlers that answer at once: beside the queue, without a spinner, not part of any API.
QUICK: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


def html_part(value: str = "", *, events: tuple[str, ...] = ("cite",), **options: Any) -> gr.HTML:
    """Return an HTML component whose [data-event] elements reach Python.

    A click on ``<button data-event="cite" data-doc="…">`` calls what ``part.cite(…)``
    registered; its ``gr.EventData`` holds the data attributes. All of them are untrusted.
    """
    known = script("looks/events.js").replace("EVENTS", repr(list(events)))
    return gr.HTML(value, js_on_load=known, apply_default_css=False, **options)
