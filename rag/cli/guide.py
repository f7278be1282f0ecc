"""The command ``guide``: the guide for newcomers, printed or written to a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import LibraryOption
from rag.config import load_settings
from rag.errors import InputError

if TYPE_CHECKING:
    from rag.guide.guide import Guide

app = typer.Typer()


class Format(StrEnum):
    """How the guide is written."""

    MARKDOWN = "md"
    JSON = "json"
    HTML = "html"


@app.command()
def guide(
    topic: Annotated[str, typer.Argument(help="What it is about; leave out for everything.")] = "",
    document: Annotated[
        list[str] | None, typer.Option("--document", help="Only from these document ids.")
    ] = None,
    written: Annotated[
        Format, typer.Option("--format", help="md, json or html.")
    ] = Format.MARKDOWN,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write (default: stdout).")
    ] = None,
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Make a guide to the documents for newcomers.

    It holds a timeline, cases, figures, terms, voices, a reading path and a self-test.
    """
    from rag.guide.maker import Maker
    from rag.progress import bar
    from rag.wiring import open_library

    wanted = Format.JSON if as_json else written
    with open_library(load_settings(library)) as opened, bar("guide") as advance:
        content = _written(Maker(opened).make(topic, document or (), advance), wanted)
    if out is None:
        typer.echo(content)
        return
    try:
        out.write_text(content, encoding="utf-8")
    except OSError as exc:
        raise InputError(f"{out}: cannot be written ({exc.strerror or exc})") from exc
    typer.echo(str(out), err=True)


def _written(made: Guide, wanted: Format) -> str:
    if wanted is Format.HTML:
        from chat.guide.export import guide_page

        return guide_page(made)
    if wanted is Format.JSON:
        from rag.guide.record import guide_json

        return guide_json(made)
    from rag.guide.markdown import guide_markdown

    return guide_markdown(made)
