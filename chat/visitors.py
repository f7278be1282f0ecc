"""Who sits before the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr
from gradio.context import LocalContext

from chat.server.door import LOCAL, LOCAL_USER, Visitor


def visitor() -> Visitor:
    """Return who caused the present event; outside of any, someone at this machine."""
    return _behind(LocalContext.request.get(None))


def visitor_of(scope: Mapping[str, Any]) -> Visitor:
    """Return who sent what has this ASGI scope, as the gate found out."""
    found = scope.get("state", {}).get("visitor")
    return found if isinstance(found, Visitor) else LOCAL


def user_of(request: gr.Request | None) -> str:
    """Return the name of the account behind a request; everyone at this machine shares one."""
    return _behind(request).name


def session_of(request: gr.Request | None) -> str:
    """Return what tells one open page from another."""
    return str(request.session_hash or "") if request is not None else ""


def payer_of(request: gr.Request) -> str:
    """Return whose allowance a question counts against: an account's, or one open page's."""
    user = user_of(request)
    return session_of(request) if user == LOCAL_USER else user


def _behind(request: gr.Request | None) -> Visitor:
    asked = getattr(request, "request", None)
    return visitor_of(asked.scope) if asked is not None else LOCAL
