"""The commands that make question sets: from other formats, from a sheet, from a library."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout.")]
LenientOption = Annotated[
    bool, typer.Option("--lenient", help="Leave out what is faulty, and count it.")
]


@app.command("import-questions")
def import_questions(
    source: Annotated[Path, typer.Argument(help="File or folder of the set.")],
    out: Annotated[Path, typer.Option("--out", help="Question set to write, JSON Lines.")],
    name: Annotated[
        str,
        typer.Option(
            "--format",
            help="squad cmrc drcd dureader rgb rageval crud-rag beir mteb ragas sheet.",
        ),
    ],
    corpus_out: Annotated[
        Path | None,
        typer.Option("--corpus-out", help="Where its documents go (default: OUT.corpus.jsonl)."),
    ] = None,
    lenient: LenientOption = False,
    as_json: JsonOption = False,
) -> None:
    """Turn a question set of another format, or a filled-in sheet, into one of ours."""
    from evaluation.importers.importing import import_questions as run_import

    documents = corpus_out or out.with_suffix(".corpus.jsonl")
    done = run_import(name, source, out, documents, lenient)
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
        return
    for complaint in done.skipped:
        typer.echo(f"left out: {complaint}", err=True)
    where = f", {done.documents} documents: {documents}" if done.documents else ""
    typer.echo(f"{done.questions} questions: {out}{where}; left out: {len(done.skipped)}")


@app.command("question-sheet")
def question_sheet(
    out: Annotated[Path, typer.Argument(help="Sheet to write, .xlsx.")],
) -> None:
    """Write an empty sheet to fill in questions by hand, with two examples."""
    from evaluation.importers.sheet import EXAMPLES, write_sheet
    from rag.errors import InputError

    if out.exists():
        raise InputError(f"{out}: is there already; choose another name")
    write_sheet(out, EXAMPLES)
    typer.echo(f"{out}: fill it in, then scenario-qa import-questions --format sheet {out} --out …")
