"""The commands that make question sets: from other formats, from a sheet, from a library."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import JsonOption, LenientOption, LibraryOption

app = typer.Typer()


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
    """Make a question set of a sheet or another format."""
    from evaluation.importers.importing import FORMATS
    from evaluation.importers.importing import import_questions as run_import

    if name not in FORMATS:
        raise typer.BadParameter(f"--format {name}: not known; allowed: {', '.join(FORMATS)}")
    documents = corpus_out or out.with_suffix(".corpus.jsonl")
    done = run_import(name, source, out, documents, lenient)
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
        return
    for complaint in done.skipped:
        typer.echo(f"left out: {complaint}", err=True)
    where = f", {done.documents} documents: {documents}" if done.documents else ""
    left = f"{len(done.skipped)} faulty, {done.drafts} not accepted"
    typer.echo(f"{done.questions} questions: {out}{where}; left out: {left}")


@app.command("question-sheet")
def question_sheet(
    out: Annotated[Path, typer.Argument(help="Sheet to write, .xlsx.")],
) -> None:
    """Write an empty sheet for questions.

    It holds two examples that are not imported.
    """
    from evaluation.importers.template import EXAMPLES, write_sheet
    from rag.errors import InputError

    if out.exists():
        raise InputError(f"{out}: is there already; choose another name")
    write_sheet(out, EXAMPLES)
    turn = f"scenario-qa import-questions --format sheet {out} --out {out.with_suffix('.jsonl')}"
    typer.echo(f"{out}: fill it in, then {turn}")


@app.command("draft-questions")
def draft_questions(
    out: Annotated[Path, typer.Argument(help="Sheet (.xlsx) or question set (.jsonl) to write.")],
    count: Annotated[int, typer.Option("--count", min=1, max=2000, help="How many.")] = 60,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose questions on the library in a sheet.

    Only those that a person accepts are imported.
    """
    from evaluation.drafting.drafting import draft_questions as run_drafting
    from evaluation.files import write_lines
    from evaluation.importers.template import write_sheet
    from rag.config import load_settings
    from rag.errors import InputError
    from rag.progress import bar
    from rag.wiring import build_chat_model, open_library

    if out.suffix not in (".xlsx", ".jsonl"):
        raise InputError(f"{out}: expected a name that ends in .xlsx or .jsonl")
    if out.exists():
        raise InputError(f"{out}: is there already; choose another name")
    settings = load_settings(library)
    model = build_chat_model(settings) if settings.chat.base_url else None
    with open_library(settings) as opened, bar("draft") as advance:
        drafts = run_drafting(opened, count, model, advance)
    if out.suffix == ".xlsx":
        write_sheet(out, drafts)
    else:
        write_lines(out, drafts)
    missed = sum(not draft["answerable"] for draft in drafts)
    if as_json:
        typer.echo(json.dumps({"questions": len(drafts), "near_misses": missed}))
    else:
        accept = (
            '"accepted" to true on those that are good'
            if out.suffix == ".jsonl"
            else "采用 to 是 on those that are good, then import-questions --format sheet"
        )
        typer.echo(f"{len(drafts)} questions, {missed} of them near misses: {out}; set {accept}")
