"""Options that many commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def given_path(text: str) -> Path:
    """Return a path that was asked for; "" would be the folder one is in, and is a mistake."""
    if not text.strip():
        raise typer.BadParameter("an empty PATH names nothing; '.' is the folder you are in")
    return Path(text)


LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library",
        parser=given_path,
        metavar="PATH",
        help="Library folder (default: ./library or SCENARIO_QA_LIBRARY).",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout.")]
LenientOption = Annotated[
    bool, typer.Option("--lenient", help="Leave out what is faulty, and count it.")
]
