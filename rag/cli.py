"""The command ``scenario-qa``: a thin client of the library. Errors are one line on stderr."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli_evaluation import app as evaluation_commands
from rag.cli_questions import app as question_commands
from rag.cli_feedback import app as feedback_commands
from rag.cli_server import app as server_commands
from rag.config import load_settings
from rag.errors import InputError, RagError
from rag.types import Answer, Hit, Turn

if TYPE_CHECKING:
    from ingest.pipeline import Summary

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Ask questions of Chinese policy documents; every statement is cited.",
)

app.add_typer(evaluation_commands)
app.add_typer(question_commands)
app.add_typer(feedback_commands)
app.add_typer(server_commands)

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="Library folder (default: ./library or SCENARIO_QA_LIBRARY)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value on stdout.")]
QuestionArgument = Annotated[str, typer.Argument(help="The question, in Chinese.")]


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read files or folders into the library; unchanged files are skipped."""
    from rag.progress import bar
    from rag.wiring import build_encoder, build_ingestor, open_library

    settings = load_settings(library)
    encoder = build_encoder(settings)
    with open_library(settings, encoder, create=True) as opened, bar("ingest") as advance:
        summary = build_ingestor(settings, opened, encoder).ingest(paths, advance)
    if as_json:
        _print_json(
            asdict(summary)
            | {"failed": _named(summary.failed, "reason")}
            | {"warnings": _named(summary.warnings, "warning")}
        )
    else:
        _print_summary(summary, settings.library)
    if summary.failed and not (summary.added or summary.updated or summary.unchanged):
        raise typer.Exit(1)


@app.command()
def ask(
    question: QuestionArgument,
    history: Annotated[
        Path | None,
        typer.Option("--history", help="JSON file: [[question, answer], …], oldest first."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question with citations, or say that the documents do not answer it."""
    from rag.records import answer_record
    from rag.wiring import build_encoder, build_pipeline, open_library

    settings = load_settings(library)
    turns = read_history(history) if history else []
    encoder = build_encoder(settings)
    with open_library(settings, encoder) as opened:
        answer = build_pipeline(settings, opened, encoder).ask(question, turns)
    if as_json:
        _print_json(answer_record(answer))
    else:
        _print_answer(answer)


@app.command()
def search(
    question: QuestionArgument,
    top_k: Annotated[int, typer.Option("-k", min=1, max=100, help="Number of passages.")] = 10,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank passages for a question, with their dense, lexical and reader ranks."""
    from rag.records import hit_record
    from rag.wiring import build_encoder, build_pipeline, open_library

    settings = load_settings(library)
    encoder = build_encoder(settings)
    with open_library(settings, encoder) as opened:
        hits = build_pipeline(settings, opened, encoder).search(question, top_k)
    if as_json:
        _print_json([hit_record(hit) for hit in hits])
    else:
        _print_hits(hits)


@app.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Rebuild what is damaged.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the library: documents, passages, vectors, indexes, originals."""
    from rag.wiring import open_library

    settings = load_settings(library)
    with open_library(settings) as opened:
        problems = opened.verify(repair=repair)
        record = {"library": str(settings.library), "problems": problems, "repaired": repair}
    if as_json:
        _print_json(record)
    elif problems:
        print("\n".join(problems))
        print("repaired what could be" if repair else "run with --repair to mend the indexes")
    else:
        print(f"{settings.library}: no problems")
    if problems and not repair:
        raise typer.Exit(1)


def read_history(path: Path) -> list[Turn]:
    """Read earlier turns from a JSON file; raise InputError saying what it should hold."""
    expected = f"{path}: expected a JSON list of [question, answer] pairs"
    try:
        pairs = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise InputError(f"{expected}: {exc}") from exc
    if not isinstance(pairs, list):
        raise InputError(f"{expected}, got {type(pairs).__name__}")
    turns = []
    for number, pair in enumerate(pairs, 1):
        match pair:
            case [str(question), str(answer)]:
                turns.append(Turn(question, answer))
            case _:
                raise InputError(f"{expected}; entry {number} is {pair!r:.60}")
    return turns


def main() -> None:
    """Run the command line; exit 0 fine, 1 the request failed, 2 wrong usage."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as exc:
        sys.exit(_fail(f"{exc.format_message()} (see --help)", exc.exit_code))
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(_fail("interrupted; what was finished is kept", 1))
    except RagError as exc:
        sys.exit(_fail(str(exc), 1))
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, code: int) -> int:
    print(f"scenario-qa: {' '.join(message.split())}", file=sys.stderr)
    return code


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


def _print_answer(answer: Answer) -> None:
    print(answer.text)
    if answer.citations:
        print()
    for citation in answer.citations:
        page = f"第{citation.page}页 " if citation.page else ""
        print(f"[{citation.key}] {citation.title} {page}{citation.start}–{citation.end}")
        print(f"    {citation.quote}")


def _print_summary(summary: Summary, library: Path) -> None:
    for source, reason in summary.failed:
        print(f"failed: {source}: {reason}", file=sys.stderr)
    for source, warning in summary.warnings:
        print(f"warning: {source}: {warning}", file=sys.stderr)
    counts = ("added", "updated", "unchanged", "removed", "skipped")
    done = ", ".join(f"{name} {getattr(summary, name)}" for name in counts)
    print(
        f"{done}, failed {len(summary.failed)}; {summary.passages} passages stored, "
        f"{summary.encoded} newly encoded; library: {library}"
    )


def _named(pairs: list[tuple[str, str]], what: str) -> list[dict[str, str]]:
    return [{"source": source, what: text} for source, text in pairs]


def _print_hits(hits: list[Hit]) -> None:
    for hit in hits:
        ranks = " ".join(f"{source} {rank}" for source, rank in hit.ranks.items())
        print(f"{hit.rank}. {hit.passage.context}  ({ranks}; {hit.score:.3f})")
        print(f"   {hit.passage.text}")


if __name__ == "__main__":
    main()
