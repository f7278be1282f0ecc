"""The commands that measure: evaluate, compare, and what makes question sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import JsonOption, LenientOption, given_path
from rag.config import load_settings
from rag.errors import InputError

if TYPE_CHECKING:
    from evaluation.gate import Gate
    from evaluation.runs import Run

app = typer.Typer()


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
            parser=given_path,
            metavar="PATH",
            help="With --corpus: where its library is kept (default: user's cache); "
            "without: the library to ask.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run a question set and print its figures.

    Each figure has its 95 % interval; --report also keeps the run and writes a page of it.
    """
    from evaluation.reports.tables import as_table
    from evaluation.run import Options
    from evaluation.run import evaluate as run_evaluation
    from rag.progress import bar

    if resume and report is None:
        raise typer.BadParameter("--resume needs --report, the folder of the interrupted run")
    options = Options(report, sample, resume, lenient, library if corpus else None, judge)
    settings = load_settings(None if corpus else library)
    with bar("evaluate") as advance:
        record = run_evaluation(settings, corpus, questions, options, advance)
    typer.echo(json.dumps(record, ensure_ascii=False) if as_json else as_table(record))
    if report and not as_json:
        typer.echo(f"\n{report / 'report.html'}", err=True)


@app.command()
def compare(
    run_a: Annotated[Path, typer.Argument(help="Folder of the run before.")],
    run_b: Annotated[
        Path | None, typer.Argument(help="Folder of the run after; without it --gate alone.")
    ] = None,
    gate: Annotated[
        Path | None, typer.Option("--gate", help="TOML file of what the last run must reach.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two runs question by question.

    With --gate the exit code is 1 where the last run falls short of it.
    """
    from evaluation.contrast import contrast
    from evaluation.gate import Gate
    from evaluation.reports.contrast_table import contrast_record, contrast_table
    from evaluation.runs import Run

    if run_b is None and gate is None:
        raise typer.BadParameter("give a second run, or --gate FILE for one run alone")
    asked = Gate.read(gate) if gate else None
    last = Run.open(run_b or run_a)
    before = _baseline(asked, Run.open(run_a) if run_b else None)
    found = contrast(before, last) if before else None
    complaints = asked.complaints(last.finished(), found) if asked else []
    if as_json:
        record = {"contrast": contrast_record(found) if found else None, "complaints": complaints}
        typer.echo(json.dumps(record, ensure_ascii=False))
    elif found:
        typer.echo(contrast_table(found))
    if complaints:
        typer.echo(f"scenario-qa: {last.path} fails {gate}: {'; '.join(complaints)}", err=True)
        raise typer.Exit(1)
    if asked and not as_json:
        typer.echo(f"{last.path}: passes {gate}")


def _baseline(gate: Gate | None, given: Run | None) -> Run | None:
    """Return the run to compare with: the one given, else the one that the gate names."""
    from evaluation.runs import Run

    if given or gate is None:
        return given
    if gate.baseline:
        return Run.open(gate.baseline)
    if gate.compared:
        raise InputError(
            f"{gate.path}: baseline.figures need a baseline: give two runs, or name one in "
            "baseline.run"
        )
    return None
