"""What the HTTP API takes: questions, with the same choice of documents as the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.rows import Summary, so_called
from rag.errors import InputError
from rag.pipeline import MAX_CHARS
from rag.types import Filter

_MAX_TURNS = 60
Text = Annotated[str, Field(min_length=1, max_length=MAX_CHARS)]
Texts = Annotated[list[Text], Field(max_length=1000)]
Said = Annotated[str, Field(max_length=20_000)]
Cited = Annotated[tuple[Annotated[str, Field(max_length=100)], ...], Field(max_length=100)]
Kind = Literal["policy", "report", "news", "law", "research", "case", "faq"]


class Query(BaseModel):
    """A question, and which documents may answer it; an empty list allows all."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    question: Text
    documents: Texts = []
    kinds: list[Kind] = []
    years: list[int] = []
    regions: Texts = []
    issuers: Texts = []
    as_of: Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""
    in_force: bool = False

    def wanted(self, held: Sequence[Summary]) -> Filter:
        """Return the filter; raise InputError if a document is not among those ``held``."""
        for named in self.documents:
            if not so_called(held, named):
                raise InputError(f"{named}: no such document; GET /documents lists them")
        return Filter(
            doc_ids=[doc_id for named in self.documents for doc_id in so_called(held, named)],
            kinds=self.kinds,
            years=self.years,
            regions=self.regions,
            issuers=self.issuers,
            as_of=self.as_of,
            in_force=self.in_force,
        )


class Ask(Query):
    """What POST /ask takes; ``history`` is oldest first, the documents cited may be left out."""

    history: Annotated[list[tuple[Text, Said] | tuple[Text, Said, Cited]],
                       Field(max_length=_MAX_TURNS)] = []  # fmt: skip


class Search(Query):
    """What POST /search takes."""

    top_k: Annotated[int, Field(ge=1, le=100)] = 10
