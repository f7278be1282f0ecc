"""What the page fetches by address: originals, pictures of pages, conversations, feedback."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from chat.ask.export import EXPORTS
from chat.ask.memory import Memory
from chat.desk import Desk
from chat.source.places import cited_boxes, original_name
from chat.visitors import visitor_of
from evaluation.feedback import feedback_questions
from ingest.pictures import page_picture
from rag.errors import IngestError, RagError

# Only these are shown by the browser; everything else is saved, so that no page of an
# uploaded file ever runs beside the chat.
SHOWN = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg"}
PICTURES_KEPT = 32
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=600"}
_NUMBER = re.compile(r"\d{1,9}")


def routes(desk: Desk) -> list[Route]:
    """Return the routes over one desk; who may reach them is decided at the gate."""
    sources = _Sources(desk)
    talks = _Talks(desk)
    return [
        Route("/sources/{doc_id}/original", sources.original),
        Route("/sources/{doc_id}/page-{page:int}.png", sources.picture),
        Route("/conversations/{conversation_id}.{ending}", talks.export),
        Route("/feedback/{rating}.jsonl", talks.feedback),
    ]


class _Sources:
    """Files of the library, found by the id of their document and nothing else."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._picture = lru_cache(maxsize=PICTURES_KEPT)(page_picture)

    def original(self, request: Request) -> Response:
        """Return the file as it came."""
        return _told(lambda: self._original(request.path_params["doc_id"]))

    def picture(self, request: Request) -> Response:
        """Return a page as a picture, the cited characters marked."""
        start, end = (request.query_params.get(name, "0") for name in ("start", "end"))
        if not _NUMBER.fullmatch(start) or not _NUMBER.fullmatch(end):
            return _missing()
        doc_id, page = request.path_params["doc_id"], request.path_params["page"]
        return _told(lambda: self._drawn(doc_id, page, int(start), int(end)))

    def _original(self, doc_id: str) -> Response:
        path = self._desk.library.original(doc_id)
        if path is None:
            return _missing()
        name = original_name(self._desk.document(doc_id))
        kind = SHOWN.get(Path(name).suffix.lower())
        return FileResponse(
            path,
            media_type=kind or "application/octet-stream",
            filename=name,
            content_disposition_type="inline" if kind else "attachment",
            headers=_HEADERS,
        )

    def _drawn(self, doc_id: str, page: int, start: int, end: int) -> Response:
        path = self._desk.library.original(doc_id)
        document = self._desk.document(doc_id)
        if path is None or not document.source.lower().endswith(".pdf"):
            return _missing()
        picture = self._picture(path, page, cited_boxes(document, page, start, end))
        return Response(picture, media_type="image/png", headers=_HEADERS)


class _Talks:
    """Conversations of the visitor, and what all visitors thought of answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._memory = Memory(desk)

    def export(self, request: Request) -> Response:
        """Return a conversation as a file; only its own visitor gets it."""
        exported = EXPORTS.get(request.path_params["ending"])
        user = visitor_of(request.scope).name
        return _told(
            lambda: (
                _missing()
                if exported is None
                or (talk := self._memory.open(user, request.path_params["conversation_id"])) is None
                else _saved(exported.write(talk), f"{talk.title}.{exported.ending}", exported.kind)
            )
        )

    def feedback(self, request: Request) -> Response:
        """Return the good or the bad ratings as a question set, to those who may edit."""
        if not visitor_of(request.scope).may_edit:
            return PlainTextResponse("只有编辑者可以导出反馈。", 403, _HEADERS)
        good = request.path_params["rating"] == "good"
        lines = feedback_questions(self._desk.ledger.feedback.all(), good=good)
        name = f"feedback-{'good' if good else 'bad'}.jsonl"
        return _saved(lines.encode(), name, "application/x-ndjson")


def _told(work: Callable[[], Response]) -> Response:
    """Return what work makes, or why it could not be made."""
    try:
        return work()
    except IngestError:
        return PlainTextResponse("这一页画不出来，请打开原文件查看。", 422, _HEADERS)
    except RagError:
        return _missing()


def _missing() -> Response:
    return PlainTextResponse("没有这个文件，它可能已被移除。", 404, _HEADERS)


def _saved(content: bytes, name: str, kind: str) -> Response:
    """Return content to be saved under a name that no system stumbles over."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)
    disposition = f"attachment; filename*=utf-8''{quote(safe)}"
    headers = {**_HEADERS, "Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)
