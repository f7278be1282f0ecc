"""Puts gate and headers around the chat and the API, and runs the API."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import uvicorn
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from chat.server.api import Answers, build_api
from chat.server.gate import Gate, Rules
from chat.server.headers import SafeHeaders
from chat.server.language import PageLanguage
from chat.server.limits import RateLimit
from chat.server.line import Line
from chat.server.listening import free_port, rules_for
from index.accounts import Accounts
from rag.config import ServerSettings


def api_app(answers: Answers, accounts: Accounts, server: ServerSettings) -> ASGIApp:
    """Return the API behind gate and headers; raise ConfigError where accounts are missing."""
    questions = RateLimit(server.questions_per_minute, 60.0)
    rules = rules_for(server, accounts, challenge=True)
    return SafeHeaders(Gate(build_api(answers, Line(), questions), rules))


def around(rules: Rules, english: Mapping[str, str]) -> list[Middleware]:
    """Return what stands around the chat; ``english`` is for the scripts of its page."""
    return [
        # The page itself is most of what a browser fetches that knows the rest already.
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
        Middleware(SafeHeaders),
        Middleware(Gate, rules=rules),
        Middleware(PageLanguage, english=english),
    ]


def run_api(answers: Answers, accounts: Accounts, server: ServerSettings) -> None:
    """Serve the API and stay until interrupted."""
    served = api_app(answers, accounts, server)
    port = free_port(server)
    sys.stdout.write(f"scenario-qa API: http://{server.host}:{port}/ (Ctrl+C stops it)\n")
    sys.stdout.flush()
    uvicorn.run(served, host=server.host, port=port, log_level="warning", server_header=False)
