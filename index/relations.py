"""What documents say of each other, and what follows for whether they are in force."""

# ruff: noqa: S608 - the statements are put together from constants; values are always bound

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.database import Database
from index.names import document_keys, name_key
from rag.types import Document, Relation, RelationKind, Standing, StandingKind

# Which document is meant: the one of that number, else the one of that title in the same
# region or for the whole country. One that was written after it was named cannot be meant,
# and a text is not amended on the day it bears.
_LINKS = """
    FROM relations r JOIN document_keys k ON k.key = r.{key}
    JOIN documents old ON old.doc_id = k.doc_id
    JOIN documents new ON new.doc_id = r.doc_id
    WHERE r.{key} <> '' AND old.doc_id <> new.doc_id AND ({which})
      AND (old.written_on = '' OR new.written_on = '' OR old.written_on < new.written_on
           OR (old.written_on = new.written_on AND r.kind <> '修订'))
"""
_BY_NUMBER = _LINKS.replace("{key}", "number_key")
_BY_TITLE = (
    _LINKS.replace("{key}", "title_key")
    + """
      AND (r.number_key = '' OR old.number = '')
      AND (old.region IN ('', '全国', new.region) OR new.region IN ('', '全国'))
"""
)
_NEW_DATE = "iif(new.written_on <> '', new.written_on, new.published_on)"
# By way of the plus no index is used: of a few documents there are far fewer relations than
# there are of these kinds.
_CHANGES = "+r.kind IN ('废止', '修订')"
_KINDS = {RelationKind.REPEALS: StandingKind.REPEALED, RelationKind.AMENDS: StandingKind.AMENDED}
# An amendment that names the term of validity is taken to make it longer.
_LONGER = ("有效期", "期限", "延长", "继续")


@dataclass(frozen=True, slots=True)
class Link:
    """A relation and the document at its other end; ``doc_id`` is "" where it is not here."""

    relation: Relation
    doc_id: str


def write_relations(connection: sqlite3.Connection, document: Document) -> None:
    """Replace what the library knows of a document's names and relations."""
    doc_id = document.doc_id
    connection.execute("DELETE FROM relations WHERE doc_id = ?", (doc_id,))
    connection.execute("DELETE FROM document_keys WHERE doc_id = ?", (doc_id,))
    connection.executemany(
        "INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_row(doc_id, relation) for relation in document.relations],
    )
    connection.executemany(
        "INSERT INTO document_keys (doc_id, key) VALUES (?, ?)",
        [(doc_id, key) for key in document_keys(document)],
    )


def documents_called(database: Database, name: str) -> list[str]:
    """Return the doc_ids of the documents of exactly this number or title."""
    key = name_key(name)
    found = database.rows(
        "SELECT doc_id FROM document_keys WHERE key = ? AND key <> '' ORDER BY doc_id", (key,)
    )
    return [doc_id for (doc_id,) in found]


def read_relations(database: Database, doc_id: str) -> tuple[Relation, ...]:
    """Return what a document says of others, in the order of its text."""
    found = database.rows(
        "SELECT kind, title, number, start, end, quote FROM relations WHERE doc_id = ? "
        "ORDER BY rowid",
        (doc_id,),
    )
    return tuple(_relation(row) for row in found)


def links_from(database: Database, doc_id: str) -> list[Link]:
    """Return what a document says of others, each with the document that is meant."""
    targets: dict[int, str] = {}
    for relation, target in database.rows(
        _linked("r.rowid, old.doc_id", "new.doc_id = ?1") + " ORDER BY 1, 2 DESC", (doc_id,)
    ):
        targets[relation] = target
    found = database.rows(
        "SELECT rowid, kind, title, number, start, end, quote FROM relations WHERE doc_id = ? "
        "ORDER BY rowid",
        (doc_id,),
    )
    return [Link(_relation(tuple(row)), targets.get(rowid, "")) for rowid, *row in found]


def standings(database: Database, doc_ids: Sequence[str], as_of: str = "") -> dict[str, Standing]:
    """Return doc_id -> standing of those that are repealed, amended, run out or yet to begin.

    Of several changes the latest counts, and a repeal before the end of a term, and that before
    an amendment, unless it is the term that was amended. Changes written after ``as_of`` (ISO,
    "" for today) are not counted.
    """
    wanted = json.dumps(list(dict.fromkeys(doc_ids)))
    among = "old.doc_id IN (SELECT value FROM json_each(?1))"
    found = _by_itself(database, wanted, as_of)
    columns = f"old.doc_id, r.kind, new.doc_id, new.title, new.number, {_NEW_DATE} AS on_, r.quote"
    which = f"{among} AND {_CHANGES} AND (?2 = '' OR {_NEW_DATE} <= ?2)"
    for doc_id, kind, *rest in database.rows(
        # Repeals come after amendments, each by date: what is kept last counts.
        f"SELECT * FROM ({_linked(columns, which)}) ORDER BY kind = '废止', on_",
        (wanted, as_of),
    ):
        said = Standing(_KINDS[RelationKind(kind)], *rest)
        if said.kind is StandingKind.REPEALED or not _outweighs(found.get(doc_id), said):
            found[doc_id] = said
    return found


def not_in_force(as_of: str) -> tuple[str, list[Any]]:
    """Return SQL (a list of doc_id) and parameters for what is repealed, run out or to come."""
    written = f"(? = '' OR {_NEW_DATE} <= ?)"
    longer = " OR ".join(f"r.quote LIKE '%{word}%'" for word in _LONGER)
    extended = _linked("old.doc_id", f"r.kind = '修订' AND ({longer}) AND {written}")
    sql = (
        "SELECT doc_id FROM documents WHERE status = 'repealed' OR effective_on > ? "
        "UNION SELECT doc_id FROM documents WHERE expires_on <> '' AND expires_on < ? "
        f"AND doc_id NOT IN ({extended}) "
        "UNION " + _linked("old.doc_id", f"r.kind = '废止' AND {written}")
    )
    return sql, [_day(as_of)] * 2 + [as_of] * 8


def _by_itself(database: Database, wanted: str, as_of: str) -> dict[str, Standing]:
    """Return what documents (a JSON list of ids) say of their own standing."""
    found: dict[str, Standing] = {}
    day = _day(as_of)
    for doc_id, status, begins, ends, term in database.rows(
        "SELECT doc_id, status, effective_on, expires_on, term FROM documents "
        "WHERE doc_id IN (SELECT value FROM json_each(?1)) AND "
        "(status = 'repealed' OR effective_on > ?2 OR (expires_on <> '' AND expires_on < ?2))",
        (wanted, day),
    ):
        if status == "repealed":
            found[doc_id] = Standing(StandingKind.REPEALED)
        elif ends and ends < day:
            found[doc_id] = Standing(StandingKind.EXPIRED, doc_id, on=ends, quote=term)
        else:
            found[doc_id] = Standing(StandingKind.PENDING, doc_id, on=begins)
    return found


def _outweighs(own: Standing | None, amended: Standing) -> bool:
    """Tell whether what a document says of itself counts more than an amendment of it."""
    if own is None or own.kind not in (StandingKind.REPEALED, StandingKind.EXPIRED):
        return False
    longer = any(word in amended.quote for word in _LONGER)
    return own.kind is StandingKind.REPEALED or not longer


def _day(as_of: str) -> str:
    """Return an ISO date, today's for ""."""
    return as_of or date.today().isoformat()


def _linked(columns: str, which: str) -> str:
    """Return SQL for the documents (``old``) that relations ``r`` of others (``new``) mean."""
    by_number = f"SELECT {columns} {_BY_NUMBER.replace('{which}', which)}"
    return f"{by_number} UNION SELECT {columns} {_BY_TITLE.replace('{which}', which)}"


def _row(doc_id: str, relation: Relation) -> tuple[Any, ...]:
    title, number = relation.title, relation.number
    span = (relation.start, relation.end, relation.quote)
    return (doc_id, relation.kind.value, title, number, name_key(title), name_key(number), *span)


def _relation(row: tuple[Any, ...]) -> Relation:
    kind, title, number, start, end, quote = row
    return Relation(RelationKind(kind), title, number, start, end, quote)
