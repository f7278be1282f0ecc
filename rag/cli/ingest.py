"""Commands that bring documents into a library: ingest, once or for as long as it watches."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import JsonOption, LibraryOption, given_path
from rag.config import Settings, load_settings
from rag.errors import InputError
from rag.printing import shown

if TYPE_CHECKING:
    from index.library import Library
    from ingest.pipeline import Summary

app = typer.Typer(rich_markup_mode=None)


@app.command()
def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders.", parser=given_path, metavar="PATH"),
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try the files in quarantine again.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Take up the last ingest that did not end.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on reading what changes in these folders.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read files or folders into the library.

    Unchanged files are skipped.
    """
    from ingest.watching import Watcher
    from rag.progress import bar
    from rag.wiring import build_encoder, build_ingestor, open_library

    if sum((bool(paths), retry, resume)) != 1:
        raise typer.BadParameter("ingest needs either PATHs or --retry or --resume")
    if watch and retry:
        raise typer.BadParameter("--watch needs folders; --retry tries single files")
    if watch and not all(path.is_dir() for path in paths or ()):
        raise InputError("--watch needs folders that are there")
    settings = load_settings(library)
    encoder = build_encoder(settings)
    with open_library(settings, encoder, create=not retry and not resume) as opened:
        wanted = _unfinished(opened) if resume else paths or []
        ingestor = build_ingestor(settings, opened, encoder)
        watcher = Watcher(wanted) if watch else None  # what changes from here on is followed
        try:
            with bar("ingest") as advance:
                summary = ingestor.retry(advance) if retry else ingestor.ingest(wanted, advance)
        except KeyboardInterrupt:
            _tell_stopped(opened)
            raise typer.Exit(1) from None
        _report(summary, settings, as_json)
        if watcher is not None:
            named = ", ".join(map(str, wanted))
            print(f"watching {named}; Ctrl+C ends it", file=sys.stderr)
            watcher.run(
                lambda changed, gone: _report(ingestor.follow(changed, gone), settings, as_json)
            )
    if summary.failed and not (summary.added or summary.updated or summary.unchanged):
        raise typer.Exit(1)


@app.command()
def reindex(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Encode every passage anew with another encoder.

    The encoder is that of the settings. It works in place and can be resumed.
    """
    from rag.progress import bar
    from rag.wiring import build_encoder, open_library, reencode

    settings = load_settings(library)
    encoder = build_encoder(settings)
    with open_library(settings) as opened, bar("reindex") as advance:
        before, passages = opened.encoder_fingerprint, opened.passage_count
        done = reencode(opened, encoder, advance)
    with open_library(settings, encoder) as opened:
        opened.build_indexes()
    if as_json:
        record = {"before": before, "now": encoder.fingerprint, "encoded": done}
        print(json.dumps(record, ensure_ascii=False))
    elif before == encoder.fingerprint:
        print(f"{settings.library}: made by this encoder already ({before})")
    else:
        print(f"{settings.library}: {passages} passages, {before} -> {encoder.fingerprint}")


def _tell_stopped(opened: Library) -> None:
    """Tell how far an interrupted ingest came and how to go on."""
    opened.refresh()
    print(
        f"scenario-qa: interrupted; what was finished is kept ({len(opened.documents())} documents "
        "in the library), 'scenario-qa ingest --resume' goes on",
        file=sys.stderr,
    )


def _unfinished(opened: Library) -> list[Path]:
    """Return what the last ingest was asked that was interrupted or failed."""
    for job in opened.jobs():
        if job.state in ("interrupted", "failed") and not job.paths[0].startswith("--"):
            return [Path(path) for path in job.paths]
        if job.state == "done":
            break
    raise InputError(f"{opened.folder}: the last ingest was finished; nothing to take up")


def _report(summary: Summary, settings: Settings, as_json: bool) -> None:
    if as_json:
        record = asdict(summary) | {
            "failed": _named(summary.failed, "reason"),
            "warnings": _named(summary.warnings, "warning"),
        }
        print(json.dumps(record, ensure_ascii=False), flush=True)
    else:
        _print_summary(summary, settings.library)


def _print_summary(summary: Summary, library: Path) -> None:
    for source, reason in summary.failed:
        print(f"failed: {shown(source)}: {shown(reason)}", file=sys.stderr)
    for source, warning in summary.warnings:
        print(f"warning: {shown(source)}: {shown(warning)}", file=sys.stderr)
    if not any(summary.counts().values()):
        print("no documents there: nothing to read, nothing changed", file=sys.stderr)
    if summary.skipped:
        print(
            f"{summary.skipped} skipped: formats that are not read, links that lead out",
            file=sys.stderr,
        )
    if summary.set_aside:
        print(
            f"{summary.set_aside} in quarantine not tried again; 'scenario-qa jobs' tells why, "
            "'scenario-qa ingest --retry' tries them",
            file=sys.stderr,
        )
    counts = ("added", "updated", "unchanged", "removed", "skipped")
    done = ", ".join(f"{name} {getattr(summary, name)}" for name in counts)
    print(
        f"{done}, failed {len(summary.failed)}; {summary.passages} passages stored, "
        f"{summary.encoded} newly encoded; library: {library}",
        flush=True,
    )


def _named(pairs: list[tuple[str, str]], what: str) -> list[dict[str, str]]:
    return [{"source": source, what: text} for source, text in pairs]
