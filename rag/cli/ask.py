"""Commands that answer: ask, and search without asking."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.filters import (
    AsOfOption,
    DocumentOption,
    InForceOption,
    IssuerOption,
    KindOption,
    RegionOption,
    YearOption,
    read_filter,
)
from rag.cli.options import JsonOption, LibraryOption
from rag.config import load_settings
from rag.errors import InputError
from rag.records import read_turn
from rag.types import Answer, Hit, Turn

app = typer.Typer(rich_markup_mode=None)


QuestionArgument = Annotated[str, typer.Argument(help="The question, in Chinese.")]


@app.command()
def ask(  # noqa: PLR0913 - a parameter is an option of the command line
    question: QuestionArgument,
    history: Annotated[
        Path | None,
        typer.Option(
            "--history", help="JSON file: [[question, answer, [doc_id, …]], …], oldest first."
        ),
    ] = None,
    documents: DocumentOption = None,
    kinds: KindOption = None,
    years: YearOption = None,
    regions: RegionOption = None,
    issuers: IssuerOption = None,
    as_of: AsOfOption = None,
    in_force: InForceOption = False,
    explained: Annotated[
        bool, typer.Option("--explain", help="Tell which passages won and what was checked.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question, or say that no document does.

    Every statement cites the passage it is taken from.
    """
    from rag.explanation import as_lines, explain
    from rag.records import answer_record
    from rag.wiring import build_encoder, build_pipeline, open_library

    settings = load_settings(library)
    turns = read_history(history) if history else []
    encoder = build_encoder(settings)
    with open_library(settings, encoder) as opened:
        wanted = read_filter(opened, documents, kinds, years, regions, issuers, as_of, in_force)
        answer = build_pipeline(settings, opened, encoder).ask(question, turns, wanted)
    if as_json:
        more = {"explanation": explain(answer)} if explained else {}
        _print_json(answer_record(answer) | more)
    else:
        _print_answer(answer)
        if explained:
            print("", *as_lines(explain(answer)), sep="\n")


@app.command()
def search(  # noqa: PLR0913 - a parameter is an option of the command line
    question: QuestionArgument,
    top_k: Annotated[int, typer.Option("-k", min=1, max=100, help="Number of passages.")] = 10,
    documents: DocumentOption = None,
    kinds: KindOption = None,
    years: YearOption = None,
    regions: RegionOption = None,
    issuers: IssuerOption = None,
    as_of: AsOfOption = None,
    in_force: InForceOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank passages for a question, without an answer.

    Each shows its dense, lexical and reader rank.
    """
    from rag.records import hit_record
    from rag.wiring import build_encoder, build_pipeline, open_library

    settings = load_settings(library)
    encoder = build_encoder(settings)
    with open_library(settings, encoder) as opened:
        wanted = read_filter(opened, documents, kinds, years, regions, issuers, as_of, in_force)
        hits = build_pipeline(settings, opened, encoder).search(question, top_k, wanted)
        standing = opened.standing([hit.passage.doc_id for hit in hits], wanted.as_of)
    status = {doc_id: stands.label for doc_id, stands in standing.items()}
    if as_json:
        told = [(hit_record(hit), status.get(hit.passage.doc_id, "")) for hit in hits]
        _print_json([{**record, "status": label} for record, label in told])
    else:
        _print_hits(hits, status)


def read_history(path: Path) -> list[Turn]:
    """Read earlier turns from a JSON file; raise InputError saying what it should hold."""
    expected = f"{path}: expected a JSON list of [question, answer] or [question, answer, doc_ids]"
    try:
        pairs = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise InputError(f"{expected}: {exc}") from exc
    if not isinstance(pairs, list):
        raise InputError(f"{expected}, got {type(pairs).__name__}")
    turns = []
    for number, pair in enumerate(pairs, 1):
        turn = read_turn(pair)
        if turn is None:
            raise InputError(f"{expected}; entry {number} is {pair!r:.60}")
        turns.append(turn)
    return turns


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


def _print_answer(answer: Answer) -> None:
    print(answer.text)
    if answer.citations:
        print()
    for citation in answer.citations:
        page = f"第{citation.page}页 " if citation.page else ""
        told = f"  【{citation.status}】" if citation.status else ""
        print(f"[{citation.key}] {citation.title} {page}{citation.start}–{citation.end}{told}")
        print(f"    {citation.quote}")


def _print_hits(hits: list[Hit], status: Mapping[str, str]) -> None:
    for hit in hits:
        ranks = " ".join(f"{source} {rank}" for source, rank in hit.ranks.items())
        told = status.get(hit.passage.doc_id, "")
        print(f"{hit.rank}. {hit.passage.context}  ({ranks}; {hit.score:.3f}) {told}".rstrip())
        print(f"   {hit.passage.text}")
        if titles := hit.titles_of_copies:
            print(f"   同文：{'、'.join(titles)}")
