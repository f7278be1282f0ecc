"""Who sits before the page."""

from __future__ import annotations

import gradio as gr
from gradio.context import LocalContext

from chat.server.door import LOCAL, LOCAL_USER, Visitor


def visitor() -> Visitor:
    """Return who caused the present event; outside of any, someone at this machine."""
    request = LocalContext.request.get(None)
    asked = getattr(request, "request", None)
    found = asked.scope.get("state", {}).get("visitor") if asked is not None else None
    return found if isinstance(found, Visitor) else LOCAL


def user_of(request: gr.Request | None) -> str:
    """Return the name of the account behind a request; everyone at this machine shares one."""
    asked = request.request if request is not None else None
    state = asked.scope.get("state", {}) if asked is not None else {}
    return str(getattr(state.get("visitor"), "name", LOCAL_USER))


def session_of(request: gr.Request | None) -> str:
    """Return what tells one open page from another."""
    return str(request.session_hash or "") if request is not None else ""


def payer_of(request: gr.Request) -> str:
    """Return whose allowance a question counts against: an account's, or one open page's."""
    user = user_of(request)
    return session_of(request) if user == LOCAL_USER else user
