"""The HTTP API: the same records as the command line, for the same accounts as the chat.

POST /ask        {"question", "history": [[question, answer, [doc_id, ...]], ...]} -> one answer
POST /search     {"question", "top_k"} -> ranked passages
GET  /documents  -> what the library holds
GET  /health     -> whether it lives; open to anybody
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Annotated, Any, Protocol

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from chat.server.door import Visitor
from chat.server.limits import RateLimit
from chat.server.line import FullError, Line
from index.rows import Summary
from rag.errors import InputError, RagError
from rag.pipeline import MAX_CHARS
from rag.records import answer_record, hit_record
from rag.types import Answer, Hit, Turn

_STRICT = ConfigDict(extra="forbid", frozen=True)
_MAX_TURNS = 60
_LOOK_S = 0.02
Text = Annotated[str, Field(min_length=1, max_length=MAX_CHARS)]
Said = Annotated[str, Field(max_length=20_000)]
Cited = Annotated[tuple[Annotated[str, Field(max_length=100)], ...], Field(max_length=100)]


class Answers(Protocol):
    """What stands behind the API."""

    def ask(self, question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        """Yield ever more complete answers; the last one is final."""

    def search(self, query: str, top_k: int) -> list[Hit]:
        """Return the best passages."""

    def documents(self) -> list[Summary]:
        """Return a summary of every document, newest first."""

    def counts(self) -> tuple[int, int]:
        """Return how many documents and passages there are."""


class Question(BaseModel):
    """What POST /ask takes; ``history`` is oldest first, the documents cited may be left out."""

    model_config = _STRICT
    question: Text
    history: Annotated[list[tuple[Text, Said] | tuple[Text, Said, Cited]],
                       Field(max_length=_MAX_TURNS)] = []  # fmt: skip


class Query(BaseModel):
    """What POST /search takes."""

    model_config = _STRICT
    question: Text
    top_k: Annotated[int, Field(ge=1, le=100)] = 10


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

    @api.post("/ask")
    async def ask(request: Request, asked: Question) -> dict[str, Any]:
        history = [Turn(*turn) for turn in asked.history]
        async with turn(request):
            *_, answer = await run_in_threadpool(lambda: list(answers.ask(asked.question, history)))
        return answer_record(answer)

    @api.post("/search")
    async def search(request: Request, asked: Query) -> list[dict[str, Any]]:
        async with turn(request):
            hits = await run_in_threadpool(answers.search, asked.question, asked.top_k)
        return [hit_record(hit) for hit in hits]

    @api.get("/documents")
    def documents() -> list[dict[str, Any]]:
        return [asdict(summary) for summary in answers.documents()]

    @api.get("/health")
    def health() -> dict[str, Any]:
        documents, passages = answers.counts()
        return {"status": "ok", "documents": documents, "passages": passages}

    return api


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


def _malformed(request: Request, error: Exception) -> JSONResponse:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    told = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in found)
    return JSONResponse({"error": f"the request cannot be used: {told}"}, 422)
