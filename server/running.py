"""Runs the API until it is interrupted."""

from __future__ import annotations

import sys

import uvicorn
from starlette.types import ASGIApp

from index.accounts import Accounts
from rag.config import ServerSettings
from server.api import Answers, build_api
from server.gate import Gate
from server.headers import SafeHeaders
from server.limits import RateLimit
from server.line import Line
from server.listening import free_port, rules_for


def api_app(answers: Answers, accounts: Accounts, server: ServerSettings) -> ASGIApp:
    """Return the API behind gate and headers; raise ConfigError where accounts are missing."""
    questions = RateLimit(server.questions_per_minute, 60.0)
    rules = rules_for(server, accounts, challenge=True)
    return SafeHeaders(Gate(build_api(answers, Line(), questions), rules))


def run_api(answers: Answers, accounts: Accounts, server: ServerSettings) -> None:
    """Serve the API and stay until interrupted."""
    served = api_app(answers, accounts, server)
    port = free_port(server)
    sys.stdout.write(f"scenario-qa API: http://{server.host}:{port}/ (Ctrl+C stops it)\n")
    sys.stdout.flush()
    uvicorn.run(served, host=server.host, port=port, log_level="warning", server_header=False)
