"""What every request passes: it comes from here, or from someone who is known and may do it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chat.server.basic import BasicAccess
from chat.server.door import LOCAL, Door, LockedError, Visitor
from chat.server.limits import RateLimit
from chat.server.login import COOKIE, Login

_UPLOAD = "/gradio_api/upload"
_MAX_BODY_BYTES = 16 << 20  # of anything but an upload; a question with its history has far less
_MAX_DIGITS = 15
# Told to anybody: whether the server lives, and gradio's call to itself as it starts.
_OPEN_PATHS = frozenset(("/health", "/gradio_api/startup-events", "/robots.txt", "/favicon.ico"))


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may come in and what they may send; without ``door`` only this machine may.

    ``challenge`` makes a browser ask for the password itself, where there is no page for it.
    """

    door: Door | None
    uploads: RateLimit
    max_upload_bytes: int
    challenge: bool = False


class Gate:
    """ASGI middleware: refuses, asks for a password, or passes a request on.

    Who asks is then found in ``request.state.visitor``.
    """

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules
        self._login = Login(rules.door) if rules.door else None
        self._basic = BasicAccess(rules.door) if rules.door else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request here, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        if scope["type"] != "http":  # a web socket would pass no check, and nothing needs one
            return
        request = Request(scope, receive)
        answer = self._from_elsewhere(request)
        if answer is None:
            answer = await self._unknown(request)
        if answer is None:
            answer = self._too_much(request)
        await (answer or self._app)(scope, receive, send)

    def _from_elsewhere(self, request: Request) -> Response | None:
        """Refuse what another site sends through a visitor's browser, by name or by form."""
        host = request.headers.get("host", "")
        if self._rules.door is None and not is_local(_name(host)):
            return _refusal(403, "this chat is open to its own machine only")
        origin = request.headers.get("origin")
        if request.method in ("GET", "HEAD") or origin is None:
            return None
        same = origin.partition("://")[2] == host
        return None if same else _refusal(403, "sent from another site")

    async def _unknown(self, request: Request) -> Response | None:
        """Find out who asks; return the way in where that is not known."""
        request.state.visitor = LOCAL
        if self._rules.door is None or self._login is None:
            return None
        if (answer := await self._login.answer(request)) is not None:
            return answer
        try:
            visitor = await self._visitor(request)
        except LockedError as error:
            return _refusal(429, str(error), {"Retry-After": str(error.seconds)})
        if visitor is None and request.url.path in _OPEN_PATHS:
            visitor = Visitor("", may_edit=False)
        if visitor is None and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/login", 303)
        if visitor is None:
            asking = {"WWW-Authenticate": "Basic"} if self._rules.challenge else None
            return _refusal(401, "a name and a password are needed", asking)
        request.state.visitor = visitor
        return None

    async def _visitor(self, request: Request) -> Visitor | None:
        if self._rules.door is None or self._basic is None:
            return LOCAL
        found = self._rules.door.visitor(request.cookies.get(COOKIE, ""))
        header = request.headers.get("authorization", "")
        if found is None and header:
            found = await run_in_threadpool(self._basic.visitor, header)
        return found

    def _too_much(self, request: Request) -> Response | None:
        """Refuse an upload of someone who may only read, a body too large, an upload too many."""
        if request.method in ("GET", "HEAD"):
            return None
        visitor: Visitor = request.state.visitor
        uploads = request.url.path.rstrip("/") == _UPLOAD
        if uploads and not visitor.may_edit:
            return _refusal(403, "this account may read but not change the library")
        most = self._rules.max_upload_bytes if uploads else _MAX_BODY_BYTES
        if not _fits(request, most):
            return _refusal(413, f"one request may have {most:,} bytes, told in its Content-Length")
        if not uploads:
            return None
        if wait := self._rules.uploads.take(visitor.name):
            return _refusal(
                429, "too many uploads; wait a little", {"Retry-After": str(round(wait) + 1)}
            )
        return None


def is_local(host: str) -> bool:
    """Whether only this machine can connect to an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _fits(request: Request, most: int) -> bool:
    """Whether a request says that its body has at most so many bytes, or has none."""
    if "transfer-encoding" in request.headers:
        return False
    size = request.headers.get("content-length", "0")
    return size.isascii() and size.isdigit() and len(size) <= _MAX_DIGITS and int(size) <= most


def _name(host: str) -> str:
    """Return the name of a Host header without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _refusal(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": reason}, status, headers)
