"""The page that asks for name and password; it needs no script and nothing else of the chat."""

from __future__ import annotations

import html
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from chat.server.door import SESSION_S, Door, LockedError
from chat.server.language import COOKIE as LANGUAGE
from chat.server.language import ENGLISH

COOKIE = "chat-session"
_MAX_FORM_BYTES = 4096
_PAGE = Path(__file__).with_name("login.html")
_CHINESE = {
    "language": "zh-CN",
    "title": "场景问答",
    "lead": "请用管理员给您的账号登录。",
    "name": "账号",
    "password": "密码",
    "enter": "登录",
    "wrong": "账号或密码不对，请重新输入。",
    "locked": "密码错误次数太多，请 {seconds} 秒后再试。",
}
_ENGLISH = {
    "language": "en",
    "title": "Scenario QA",
    "lead": "Sign in with the account your administrator gave you.",
    "name": "Account",
    "password": "Password",
    "enter": "Sign in",
    "wrong": "Account or password is wrong. Please try again.",
    "locked": "Too many wrong passwords. Try again in {seconds} s.",
}


class Login:
    """Shows the page, lets people in and out."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def answer(self, request: Request) -> Response | None:
        """Answer a request for /login or /logout; None for any other."""
        match request.method, request.url.path:
            case "GET" | "HEAD", "/login":
                return self._page(request)
            case "POST", "/login":
                return await self._enter(request)
            case "POST", "/logout":
                self._door.leave(request.cookies.get(COOKIE, ""))
                leaving = RedirectResponse("/login", 303)
                leaving.delete_cookie(COOKIE)
                return leaving
        return None

    async def _enter(self, request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _MAX_FORM_BYTES:
                return self._page(request, "wrong", 413)
        form = parse_qs(body.decode("utf-8", "replace"))
        name, password = (form.get(field, [""])[0] for field in ("name", "password"))
        try:
            account = await run_in_threadpool(self._door.check, name, password)
        except LockedError as error:
            return self._page(request, "locked", 429, error.seconds)
        if account is None:
            return self._page(request, "wrong", 401)
        entering = RedirectResponse("/", 303)
        entering.set_cookie(
            COOKIE,
            self._door.enter(account),
            max_age=int(SESSION_S),
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return entering

    def _page(
        self, request: Request, trouble: str = "", status: int = 200, seconds: int = 0
    ) -> Response:
        words = _ENGLISH if request.cookies.get(LANGUAGE) == ENGLISH else _CHINESE
        told = words[trouble].format(seconds=seconds) if trouble else ""
        shown = f'<p class="trouble" role="alert">{html.escape(told)}</p>' if told else ""
        headers = {"Cache-Control": "no-store"}
        page = Template(_PAGE.read_text(encoding="utf-8")).substitute(words, trouble=shown)
        return HTMLResponse(page, status, headers)
