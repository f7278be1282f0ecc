"""The command that hands out what visitors thought of answers."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from evaluation.feedback import feedback_questions
from index.ledger import Ledger
from rag.cli.options import LibraryOption
from rag.config import load_settings

app = typer.Typer(rich_markup_mode=None)


@app.command()
def feedback(
    library: LibraryOption = None,
    bad: Annotated[
        bool, typer.Option("--bad", help="The answers rated bad, for a person to correct.")
    ] = False,
) -> None:
    """Print the answers rated good as a question set."""
    from rag.wiring import open_library

    with open_library(load_settings(library)) as opened, closing(Ledger(opened.ledger())) as ledger:
        typer.echo(feedback_questions(ledger.feedback.all(), good=not bad), nl=False)
