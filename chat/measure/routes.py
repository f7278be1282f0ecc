"""The full report of a run, by its address."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from chat.desk import Desk
from evaluation.runs import runs_dir

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

    return [Route("/evaluations/{name}/report.html", report)]
