"""The HTTP API: the same records as the command line, for the same accounts as the chat.

GET / tells what there is. Whatever is refused is answered with {"error": one line}.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any, Protocol, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from chat.server.asked import Ask, Search
from chat.server.door import Visitor
from chat.server.limits import RateLimit
from chat.server.line import FullError, Line
from index.rows import Summary
from rag.errors import InputError, RagError
from rag.records import answer_record, hit_record
from rag.types import Answer, Filter, Hit, Turn

_LOOK_S = 0.02
_CHOICE = "documents, kinds, years, regions, issuers (lists), as_of (YYYY-MM-DD), in_force"
_HISTORY = "[[question, answer, [doc_id, …]], …]"
_BODY = "the body must be JSON, sent with Content-Type: application/json"
WAYS = {
    "POST /ask": f"question, history ({_HISTORY}), {_CHOICE} -> one answer",
    "POST /search": f"question, top_k, {_CHOICE} -> ranked passages",
    "GET /documents": "what the library holds",
    "GET /health": "whether it lives; open to anybody",
    "GET /openapi.json": "the same for programs",
}


class Answers(Protocol):
    """What stands behind the API."""

    def ask(self, question: str, history: Sequence[Turn], wanted: Filter) -> Iterator[Answer]:
        """Yield ever more complete answers; the last one is final."""

    def search(self, query: str, top_k: int, wanted: Filter) -> list[Hit]:
        """Return the best passages."""

    def documents(self) -> list[Summary]:
        """Return a summary of every document, newest first."""

    def labels(self, doc_ids: Sequence[str], as_of: str = ...) -> Mapping[str, str]:
        """Return what has become of documents, of those that do not stand as they were."""

    def counts(self) -> tuple[int, int]:
        """Return how many documents and passages there are."""


class TooManyError(InputError):
    """A visitor asks more than the allowance; ``seconds`` are to be waited."""

    def __init__(self, seconds: float) -> None:
        self.seconds = round(seconds) + 1
        super().__init__(f"too many questions; ask again in {self.seconds} s")


def build_api(answers: Answers, line: Line, questions: RateLimit) -> FastAPI:
    """Return the API over what answers; ``line`` and ``questions`` say how much at once."""
    api = FastAPI(title="Scenario QA", docs_url=None, redoc_url=None)
    api.add_exception_handler(RagError, _refused)
    api.add_exception_handler(RequestValidationError, _malformed)
    api.add_exception_handler(HTTPException, _unknown)

    @asynccontextmanager
    async def turn(request: Request) -> AsyncIterator[None]:
        """Wait for this visitor's turn; the work inside is one of few at a time.

        Who waits holds no thread: there are few, and the others would get no answer at all.
        """
        visitor: Visitor = request.state.visitor
        if wait := questions.take(visitor.name):
            raise TooManyError(wait)
        ticket = line.join(visitor.name)
        try:
            while line.ahead(ticket):
                await asyncio.sleep(_LOOK_S)
            yield
        finally:
            line.leave(ticket)

    @api.get("/")
    def ways() -> dict[str, str]:
        return WAYS

    @api.post("/ask")
    async def ask(request: Request, asked: Ask) -> dict[str, Any]:
        async with turn(request):
            return await run_in_threadpool(_answered, answers, asked)

    @api.post("/search")
    async def search(request: Request, asked: Search) -> list[dict[str, Any]]:
        async with turn(request):
            return await run_in_threadpool(_found, answers, asked)

    @api.get("/documents")
    def documents() -> list[dict[str, Any]]:
        held = answers.documents()
        labels = answers.labels([each.doc_id for each in held])
        return [asdict(each) | {"standing": labels.get(each.doc_id, "")} for each in held]

    @api.head("/health", include_in_schema=False)
    @api.get("/health")
    def health() -> dict[str, Any]:
        documents, passages = answers.counts()
        return {"status": "ok", "documents": documents, "passages": passages}

    return api


def _answered(answers: Answers, asked: Ask) -> dict[str, Any]:
    history = [Turn(*turn) for turn in asked.history]
    wanted = asked.wanted(answers.documents())
    *_, answer = answers.ask(asked.question, history, wanted)
    return answer_record(answer)


def _found(answers: Answers, asked: Search) -> list[dict[str, Any]]:
    wanted = asked.wanted(answers.documents())
    hits = answers.search(asked.question, asked.top_k, wanted)
    labels = answers.labels([hit.passage.doc_id for hit in hits], wanted.as_of)
    return [hit_record(hit) | {"status": labels.get(hit.passage.doc_id, "")} for hit in hits]


def _refused(request: Request, error: Exception) -> JSONResponse:
    """Say in one line why a request failed, as the command line does."""
    match error:
        case TooManyError():
            headers = {"Retry-After": str(error.seconds)}
            return JSONResponse({"error": str(error)}, 429, headers)
        case FullError():
            return JSONResponse({"error": str(error)}, 503, {"Retry-After": "5"})
        case InputError():
            return JSONResponse({"error": str(error)}, 400)
    return JSONResponse({"error": str(error)}, 503)


def _unknown(request: Request, error: Exception) -> JSONResponse:
    """Say what there is to someone who asks for what there is not."""
    raised = cast(HTTPException, error)
    told = f"{request.method} {request.url.path}: {raised.detail}; there are: {', '.join(WAYS)}"
    return JSONResponse({"error": told}, raised.status_code, raised.headers)


def _malformed(request: Request, error: Exception) -> JSONResponse:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    told = "; ".join(
        f"{'.'.join(map(str, each['loc'][1:])) or _BODY}: {each['msg']}" for each in found
    )
    return JSONResponse({"error": f"the request cannot be used: {told}"}, 422)
