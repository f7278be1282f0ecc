"""The full report of a run and the sheets for questions, by their addresses."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from chat.desk import Desk
from chat.measure.sheets import KIND, SHEETS, sheet
from chat.visitors import visitor_of
from evaluation.runs import runs_dir
from rag.errors import InputError

_NAME = re.compile(r"[0-9A-Za-z_-]{1,80}")


def measure_routes(desk: Desk) -> list[Route]:
    """Return the routes over one desk; who may reach them is decided at the gate."""
    folder = runs_dir(desk.settings)

    def report(request: Request) -> Response:
        """Return the report of a run; nothing but a plain name leads to a file."""
        name = request.path_params["name"]
        path = folder / name / "report.html"
        if not _NAME.fullmatch(name) or not path.is_file():
            return PlainTextResponse("没有这份评测报告，它可能已被删除。", 404)
        return FileResponse(path, media_type="text/html", headers={"Cache-Control": "no-store"})

    def questions(request: Request) -> Response:
        """Return a sheet to write questions into, to those who may edit."""
        name = request.path_params["sheet"]
        if not visitor_of(request.scope).may_edit:
            return PlainTextResponse("只有编辑者可以出题。", 403)
        if name not in SHEETS:
            return PlainTextResponse("没有这种题目表。", 404)
        try:
            content = sheet(name, desk.library)
        except InputError:
            return PlainTextResponse("资料里没有找到可以出题的内容，请先加入资料。", 404)
        disposition = f'attachment; filename="questions-{name}.xlsx"'
        headers = {"Cache-Control": "no-store", "Content-Disposition": disposition}
        return Response(content, media_type=KIND, headers=headers)

    return [
        Route("/evaluations/{name}/report.html", report),
        Route("/evaluations/{sheet}.xlsx", questions),
    ]
