"""The commands that measure: evaluate, compare, and what makes question sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rag.config import load_settings

app = typer.Typer()

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout.")]
LenientOption = Annotated[
    bool, typer.Option("--lenient", help="Leave out what is faulty, and count it.")
]


@app.command()
def evaluate(  # noqa: PLR0913 - a parameter is an option of the command line
    questions: Annotated[Path, typer.Option("--questions", help="Question set, JSON Lines.")],
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", help="Folder, file or JSON Lines corpus (default: the library)."),
    ] = None,
    report: Annotated[Path | None, typer.Option("--report", help="Folder for the run.")] = None,
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="Draw so many.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Take up an interrupted run.")] = False,
    lenient: LenientOption = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="Also have the configured language model judge.")
    ] = False,
    library: Annotated[
        Path | None,
        typer.Option(
            "--library",
            help="With --corpus: where its library is kept (default: user's cache); "
            "without: the library to ask.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run a question set and print its metrics with 95 % intervals."""
    from evaluation.reports.tables import as_table
    from evaluation.run import Options
    from evaluation.run import evaluate as run_evaluation
    from evaluation.sets import read_questions
    from rag.progress import bar

    asked = read_questions(questions, lenient)
    options = Options(report, sample, resume, lenient, library if corpus else None, judge)
    settings = load_settings(None if corpus else library)
    with bar("evaluate") as advance:
        record = run_evaluation(settings, corpus, asked, options, advance)
    typer.echo(json.dumps(record, ensure_ascii=False) if as_json else as_table(record))
    if report and not as_json:
        typer.echo(f"\n{report / 'report.html'}", err=True)
