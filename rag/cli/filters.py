"""Options of the command line that choose which documents may answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from rag.errors import InputError
from rag.types import Filter

if TYPE_CHECKING:
    from index.library import Library

KINDS = ("policy", "report", "news", "law", "research", "case", "faq")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_MOST_NAMED = 5

DocumentOption = Annotated[
    list[str] | None,
    typer.Option("--document", help="Only this document: its id, or part of its title or number."),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", help=f"Only documents of this kind: {', '.join(KINDS)}."),
]
YearOption = Annotated[list[int] | None, typer.Option("--year", help="Only of this year.")]
RegionOption = Annotated[
    list[str] | None, typer.Option("--region", help="Only of this region, for example 上海.")
]
IssuerOption = Annotated[
    list[str] | None, typer.Option("--issuer", help="Only by this issuer, or one that holds it.")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Only what was written by then: YYYY[-MM[-DD]].")
]
InForceOption = Annotated[
    bool,
    typer.Option(
        "--in-force", help="Leave out what is repealed, expired or yet to come into force."
    ),
]


def read_filter(
    library: Library,
    documents: list[str] | None,
    kinds: list[str] | None,
    years: list[int] | None,
    regions: list[str] | None,
    issuers: list[str] | None,
    as_of: str | None,
    in_force: bool,
) -> Filter:
    """Return the filter the options ask for; raise BadParameter for one that makes no sense."""
    if unknown := [kind for kind in kinds or () if kind not in KINDS]:
        raise typer.BadParameter(f"--kind {unknown[0]}: no such kind; allowed: {', '.join(KINDS)}")
    if as_of and not _DATE.fullmatch(as_of):
        raise typer.BadParameter(f"--as-of {as_of}: not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    return Filter(
        doc_ids=[doc_id for named in documents or () for doc_id in find_documents(library, named)],
        kinds=kinds or (),
        issuers=issuers or (),
        regions=regions or (),
        years=years or (),
        as_of=_last_day(as_of or ""),
        in_force=in_force,
    )


def find_documents(library: Library, named: str) -> list[str]:
    """Return the ids of the documents that are so called.

    Raises InputError if there is none, naming the command that lists them.
    """
    from index.rows import so_called

    if found := so_called(library.documents(), named):
        return found
    raise InputError(
        f"{named}: no such document in {library.folder}; 'scenario-qa documents' lists them"
    )


def one_document(library: Library, named: str) -> str:
    """Return the id of the one document that is meant; raise InputError if there are more."""
    found = find_documents(library, named)
    if len(found) > 1:
        some = ", ".join(found[:_MOST_NAMED])
        raise InputError(f"{named}: {len(found)} documents are so called ({some}); give the id")
    return found[0]


def _last_day(date: str) -> str:
    """Return the last day of a year or month, so that all of it counts."""
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")
