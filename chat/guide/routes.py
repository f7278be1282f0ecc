"""The guide as a file, by its address."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from chat.desk import Desk
from chat.guide.export import FORMATS
from chat.guide.reader import GuideReader
from chat.guide.texts import headings_html
from chat.looks.wording import advice
from rag.errors import RagError


def guide_routes(desk: Desk) -> list[Route]:
    """Return the routes over one desk; who may reach them is decided at the gate."""
    reader = GuideReader(desk)

    def save(request: Request) -> Response:
        ending = request.path_params["ending"]
        if ending not in FORMATS:
            return PlainTextResponse("没有这种格式；可用 html、md、json。", 404)
        media, write = FORMATS[ending]
        asked = request.query_params
        try:
            content = write(reader.guide(asked.get("topic", ""), asked.getlist("doc")))
        except RagError as error:
            return PlainTextResponse(advice(error), 400)
        headers = {
            "Content-Disposition": f'attachment; filename="guide.{ending}"',
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type=media, headers=headers)

    def outline(request: Request) -> Response:
        asked = request.query_params
        try:
            guide = reader.guide(asked.get("topic", ""), asked.getlist("doc"))
        except RagError as error:
            return PlainTextResponse(advice(error), 400)
        found = [one for one in guide.outlines if one.doc_id == asked.get("of", "")]
        if not found:
            return PlainTextResponse("没有这份提纲，它的资料可能已被移除。", 404)
        return HTMLResponse(headings_html(found[0]))

    return [Route("/guide.{ending}", save), Route("/guide-outline", outline)]
