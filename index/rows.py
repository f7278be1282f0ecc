"""Rows of the library's tables as the nouns of the program, and back."""

# ruff: noqa: S608 - the statements are put together from constants; values are always bound

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.packing import pack_lines, pack_sections, passage_hash, unpack_lines, unpack_sections
from index.relations import not_in_force
from rag.types import Document, Filter, Metadata, Passage, Relation

PASSAGE_COLUMNS = "row_id, passage_id, doc_id, start, end, text, title, heading_path, page"
_DOCUMENT_COLUMNS = (
    "doc_id, title, source, sha256, recipe, kind, issuer, number, written_on, published_on, "
    "year, region, status, authors, topic, addressee, attachments, effective_on, expires_on, term, "
    "warnings, passages, chars, added_at, generation, sections, lines, text"
)
READ_DOCUMENT = f"SELECT {_DOCUMENT_COLUMNS} FROM documents WHERE doc_id = ?"
WRITE_DOCUMENT = (
    f"INSERT INTO documents ({_DOCUMENT_COLUMNS}) VALUES ({','.join('?' * 28)}) "
    "ON CONFLICT (doc_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _DOCUMENT_COLUMNS.split(", ")[1:])
)
# The same bytes may lie under several sources, and one of them have brought the original.
WRITE_SOURCE = (
    "INSERT OR REPLACE INTO sources VALUES (?1, ?2, ?3, ?4 OR EXISTS "
    "(SELECT 1 FROM sources WHERE sha256 = ?3 AND original_kept))"
)
_SUMMARY_COLUMNS = (
    "doc_id, title, source, kind, issuer, number, written_on, published_on, region, status, "
    "passages, chars, warnings, added_at"
)
READ_SUMMARIES = f"SELECT {_SUMMARY_COLUMNS} FROM documents ORDER BY generation DESC, doc_id"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list of documents shows of one; ``passages`` and ``chars`` are counts."""

    doc_id: str
    title: str
    source: str
    kind: str
    issuer: str
    number: str
    written_on: str
    published_on: str
    region: str
    status: str
    passages: int
    chars: int
    warnings: tuple[str, ...]
    added_at: str


def so_called(summaries: Sequence[Summary], named: str) -> list[str]:
    """Return the ids of the documents meant by an id, a source, a title or a number.

    What is so called exactly comes before what merely holds the words.
    """
    for match in (
        lambda each: named in (each.doc_id, each.source, each.title, each.number),
        lambda each: named in each.title or named in each.number or each.source.endswith(named),
    ):
        if found := [each.doc_id for each in summaries if match(each)]:
            return found
    return []


def document_row(
    document: Document, recipe: str, passages: int, added_at: str, generation: int
) -> tuple[Any, ...]:
    """Return the values of one row of ``documents``, in the order of ``WRITE_DOCUMENT``."""
    about = document.metadata
    return (
        document.doc_id,
        document.title,
        document.source,
        document.sha256,
        recipe,
        about.kind,
        about.issuer,
        about.number,
        about.written_on,
        about.published_on,
        about.year,
        about.region,
        about.status,
        json.dumps(about.authors, ensure_ascii=False),
        about.topic,
        about.addressee,
        json.dumps(about.attachments, ensure_ascii=False),
        about.effective_on,
        about.expires_on,
        about.term,
        json.dumps(document.warnings, ensure_ascii=False),
        passages,
        len(document.text),
        added_at,
        generation,
        pack_sections(document.sections),
        pack_lines(document.lines),
        document.text,
    )


def as_document(row: tuple[Any, ...], relations: tuple[Relation, ...]) -> Document:
    """Return the document of one row that ``READ_DOCUMENT`` found, with its relations."""
    (doc_id, title, source, sha256, _, kind, issuer, number, written_on, published_on) = row[:10]
    (_, region, status, authors, topic, addressee, attachments) = row[10:17]
    (effective_on, expires_on, term, warnings, _, _, _, _, sections, lines, text) = row[17:]
    return Document(
        doc_id=doc_id,
        title=title,
        text=text,
        source=source,
        sha256=sha256,
        metadata=Metadata(
            kind=kind,
            issuer=issuer,
            number=number,
            written_on=written_on,
            published_on=published_on,
            region=region,
            status=status,
            authors=tuple(json.loads(authors)),
            topic=topic,
            addressee=addressee,
            attachments=tuple(json.loads(attachments)),
            effective_on=effective_on,
            expires_on=expires_on,
            term=term,
        ),
        sections=unpack_sections(sections),
        lines=unpack_lines(lines),
        warnings=tuple(json.loads(warnings)),
        relations=relations,
    )


def as_summary(row: tuple[Any, ...]) -> Summary:
    """Return the summary of one row that ``READ_SUMMARIES`` found."""
    *most, warnings, added_at = row
    values = [*most, tuple(json.loads(warnings)), added_at]
    return Summary(*values)


def passage_key(passage: Passage) -> tuple[Any, ...]:
    """Return all columns of a passage but its row: equal keys mean an unchanged passage."""
    return (
        passage.passage_id,
        passage.doc_id,
        passage.start,
        passage.end,
        passage.page,
        passage.title,
        json.dumps(passage.heading_path, ensure_ascii=False),
        passage_hash(passage),
    )


def as_passage(row: tuple[Any, ...]) -> Passage:
    """Return the passage of one row of ``PASSAGE_COLUMNS``."""
    _, passage_id, doc_id, start, end, text, title, heading_path, page = row
    path = tuple(json.loads(heading_path))
    return Passage(passage_id, doc_id, start, end, text, title, path, page)


def filter_query(wanted: Filter) -> tuple[str, list[Any]]:
    """Return SQL and parameters for the sorted rows that a filter allows.

    Kinds, years and ids match exactly; an issuer or region matches by being contained, since
    several offices issue one document and 上海 lies in 上海市浦东新区.
    """
    clauses: list[str] = []
    parameters: list[Any] = []
    for column, values in (
        ("d.doc_id", wanted.doc_ids),
        ("d.kind", wanted.kinds),
        ("d.year", wanted.years),
    ):
        if values:
            clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
            parameters.append(json.dumps(list(values)))
    for column, values in (("d.issuer", wanted.issuers), ("d.region", wanted.regions)):
        if values:
            clauses.append(f"EXISTS (SELECT 1 FROM json_each(?) WHERE instr({column}, value) > 0)")
            parameters.append(json.dumps(list(values)))
    if wanted.as_of:
        date = "iif(d.written_on <> '', d.written_on, d.published_on)"
        clauses.append(f"{date} <= ?")
        parameters.append(wanted.as_of)
    if wanted.in_force:
        over, bound = not_in_force(wanted.as_of)
        clauses.append(f"d.doc_id NOT IN ({over})")
        parameters += bound
    # CROSS has every document judged once, not once for each of its passages.
    sql = (
        "SELECT p.row_id FROM documents d CROSS JOIN passages p USING (doc_id) "
        f"WHERE {' AND '.join(clauses)} ORDER BY p.row_id"
    )
    return sql, parameters
