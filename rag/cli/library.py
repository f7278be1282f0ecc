"""Commands about what a library holds: documents, jobs, how a file was read, soundness."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.filters import one_document
from rag.cli.options import JsonOption, LibraryOption
from rag.config import load_settings
from rag.errors import InputError
from rag.printing import shown
from rag.types import Document

app = typer.Typer(rich_markup_mode=None)


@app.command()
def documents(
    words: Annotated[str, typer.Argument(help="Only those whose title or number holds this.")] = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the documents of the library, newest first."""
    from rag.wiring import open_library

    with open_library(load_settings(library)) as opened:
        found = [each for each in opened.documents() if words in f"{each.title}\n{each.number}"]
        standing = opened.standing([each.doc_id for each in found])
    labels = {doc_id: stands.label for doc_id, stands in standing.items()}
    if as_json:
        _print([asdict(each) | {"standing": labels.get(each.doc_id, "")} for each in found])
        return
    for each in found:
        about = (each.kind, each.number, each.written_on or each.published_on, each.issuer)
        told = " ".join(part for part in (*about, labels.get(each.doc_id)) if part)
        print(f"{each.doc_id}  {each.title}  [{told}] {each.passages} passages")
    print(f"{len(found)} documents")


@app.command()
def remove(
    names: Annotated[list[str] | None, typer.Argument(help="Ids, titles or numbers.")] = None,
    undo: Annotated[
        int | None, typer.Option("--undo", min=1, max=2**63 - 1, help="Bring a removed one back.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take documents out of the library.

    Each can be brought back for 30 days.
    """
    from rag.wiring import open_library

    if not names and undo is None:
        raise typer.BadParameter("name the documents to remove, or give --undo NUMBER")
    with open_library(load_settings(library)) as opened:
        doc_ids = dict.fromkeys(one_document(opened, name) for name in names or ())
        with opened.writing() as writer:
            brought_back = writer.bring_back(undo) if undo is not None else ""
            removed = {doc_id: writer.set_aside(doc_id) for doc_id in doc_ids}
        opened.build_indexes()
    if as_json:
        _print({"removed": removed, "brought_back": brought_back})
        return
    for doc_id, entry in removed.items():
        print(f"removed {doc_id}; 'scenario-qa remove --undo {entry}' brings it back")
    if brought_back:
        print(f"brought back {brought_back}")


@app.command()
def jobs(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List past ingests and the files in quarantine."""
    from rag.wiring import open_library

    with open_library(load_settings(library)) as opened:
        noted, aside = opened.jobs(), opened.quarantined()
    if as_json:
        _print({"jobs": [asdict(job) for job in noted], "quarantine": list(map(asdict, aside))})
        return
    for job in noted:
        counts = ", ".join(f"{name} {count}" for name, count in job.counts.items() if count)
        told = f": {job.error}" if job.error else ""
        print(
            f"{job.job_id}  {job.state}  {job.stage} {job.done}/{job.total}  "
            f"{job.started_at} – {job.updated_at}  {' '.join(job.paths)}  {counts}{told}"
        )
    for held in aside:
        tried = f"tried {held.attempts} times, last {held.last_at}"
        print(f"quarantine  {shown(held.source)}: {shown(held.reason)} ({tried})")
    if aside:
        print(f"{len(aside)} in quarantine; 'scenario-qa ingest --retry' tries them again")


@app.command()
def inspect(
    what: Annotated[str, typer.Argument(help="A file, or a document of the library.")],
    pictures: Annotated[
        Path | None,
        typer.Option("--pictures", help="Draw the pages of a PDF here, what was read marked."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how a file is read, without keeping it.

    Given the id or title of a document of the library, show how that was read.
    """
    from rag.inspection import inspection_record, inspection_text
    from rag.wiring import inspect_file, open_library

    settings = load_settings(library)
    problem, original = "", _file(what)
    if original is not None:
        found, problem = inspect_file(settings, original)
        records = [inspection_record(each.document, each.passages) for each in found]
        documents = [each.document for each in found]
    else:
        with open_library(settings) as opened:
            document = opened.document(one_document(opened, what))
            passages = opened.passages_of(document.doc_id)
            links = [(each.relation, each.doc_id) for each in opened.links_from(document.doc_id)]
            stands = opened.standing([document.doc_id]).get(document.doc_id)
            status = stands.label if stands else ""
            records = [inspection_record(document, passages, dict(links), status)]
            documents, original = [document], opened.original(document.doc_id)
    drawn = _draw(documents, original, pictures) if pictures else []
    if as_json:
        _print({"documents": records, "problem": problem, "pictures": drawn})
    else:
        print("\n\n".join(inspection_text(record) for record in records))
        if problem:
            print(f"not read{' to its end' if records else ''}: {problem}")
        if pictures:
            print(f"pictures ({len(drawn)}) in {pictures}")
    if problem:
        raise typer.Exit(1)


@app.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Rebuild what is damaged.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the library and say what is damaged.

    Checked are documents, passages, vectors, indexes and originals.
    """
    from rag.wiring import open_library

    settings = load_settings(library)
    with open_library(settings) as opened:
        problems = opened.verify(repair=repair)
    if as_json:
        _print({"library": str(settings.library), "problems": problems, "repaired": repair})
    elif problems:
        print("\n".join(problems))
        print("repaired what could be" if repair else "run with --repair to mend the indexes")
    else:
        print(f"{settings.library}: no problems")
    if problems and not repair:
        raise typer.Exit(1)


def _file(named: str) -> Path | None:
    """Return the file of this name, if there is one."""
    try:
        return Path(named) if Path(named).is_file() else None
    except OSError:  # a title may be longer than the name of a file
        return None


def _draw(shown: Sequence[Document], original: Path | None, folder: Path) -> list[str]:
    """Draw every page that has places on it, what was read marked; return the files."""
    from ingest.pictures import page_picture

    places: dict[int, list[tuple[float, float, float, float]]] = {}
    for line in (line for document in shown for line in document.lines):
        if line.page is not None and line.box is not None:
            places.setdefault(line.page, []).append(line.box)
    if not places or original is None:
        raise InputError("--pictures needs a PDF, or a document of the library that was one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for page, boxes in places.items():
            (folder / f"page-{page:03}.png").write_bytes(page_picture(original, page, boxes))
    except OSError as exc:
        raise InputError(f"{folder}: cannot be written ({exc.strerror})") from exc
    return [str(folder / f"page-{page:03}.png") for page in places]


def _print(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))
