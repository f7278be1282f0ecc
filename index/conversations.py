"""Conversations of a library's visitors: what each asked, and what was answered."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from index.database import Database, Row
from rag.errors import InputError

MAX_TITLE_CHARS = 80
_MOST = 200  # conversations listed
# What was deleted can be brought back this long.
KEPT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Listed:
    """One line in a list of conversations; ``updated_at`` is ISO 8601 in UTC."""

    conversation_id: str
    title: str
    updated_at: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class StoredExchange:
    """One question with the record of its answer, None where none came."""

    exchange_id: int
    question: str
    reached: str
    answer: dict[str, Any] | None
    trouble: str
    good: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A whole conversation; ``wanted`` is the record of its filter."""

    conversation_id: str
    title: str
    wanted: dict[str, Any]
    exchanges: tuple[StoredExchange, ...]


class Conversations:
    """The conversations of one library. A user sees none but his own.

    Safe between threads and processes.
    """

    def __init__(self, database: Database) -> None:
        """Work on a database that is not pinned."""
        self._database = database

    def begin(self, user: str, title: str, wanted: dict[str, Any]) -> str:
        """Begin a conversation and return its id, which nobody can guess."""
        conversation_id = secrets.token_urlsafe(12)
        now = _now()
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, '')",
                (conversation_id, user, _title(title), _json(wanted), now, now),
            )
        return conversation_id

    def add(self, user: str, conversation_id: str, question: str, instead_of: int = 0) -> int:
        """Put a question at the end, or in place of an exchange and all after it.

        A deleted conversation comes back by it. Returns the exchange's number; 0 where the user
        has no such conversation.
        """
        with self._database.transaction() as connection:
            known = connection.execute(
                "UPDATE conversations SET updated_at = ?, deleted_at = '' "
                "WHERE conversation_id = ? AND user = ?",
                (_now(), conversation_id, user),
            )
            if not known.rowcount:
                return 0
            connection.execute(
                "DELETE FROM exchanges WHERE conversation_id = ?1 AND position >= (SELECT position "
                "FROM exchanges WHERE conversation_id = ?1 AND exchange_id = ?2)",
                (conversation_id, instead_of),
            )
            added = connection.execute(
                "INSERT INTO exchanges (conversation_id, position, question, reached, answer, "
                "trouble) SELECT ?1, coalesce(max(position) + 1, 0), ?2, 'waiting', '', '' "
                "FROM exchanges WHERE conversation_id = ?1",
                (conversation_id, question),
            )
            return int(added.lastrowid or 0)

    def finish(
        self, exchange_id: int, reached: str, answer: dict[str, Any] | None, trouble: str
    ) -> None:
        """Keep how an exchange ended; nothing where it is gone."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE exchanges SET reached = ?, answer = ?, trouble = ? WHERE exchange_id = ?",
                (reached, _json(answer) if answer else "", trouble, exchange_id),
            )

    def narrow(self, user: str, conversation_id: str, wanted: dict[str, Any]) -> None:
        """Keep the filter of a conversation."""
        self._change(user, conversation_id, "wanted", _json(wanted))

    def rename(self, user: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title; raise InputError for an empty one."""
        if not title.strip():
            raise InputError("the title is empty; give 1 to 80 characters")
        self._change(user, conversation_id, "title", _title(title))

    def remove(self, user: str, conversation_id: str) -> None:
        """Delete a conversation; ``restore`` brings it back for some days."""
        self._change(user, conversation_id, "deleted_at", _now())

    def restore(self, user: str, conversation_id: str) -> None:
        """Bring a deleted conversation back."""
        self._change(user, conversation_id, "deleted_at", "")

    def purge(self) -> None:
        """Forget what was deleted more than a week ago."""
        before = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM conversations WHERE deleted_at <> '' AND deleted_at < ?", (before,)
            )

    def listed(self, user: str, containing: str = "") -> list[Listed]:
        """Return a user's conversations, latest first, that say ``containing`` anywhere."""
        found = self._database.rows(_LISTED, (user, containing.strip(), _MOST))
        return [Listed(*row) for row in found]

    def load(self, user: str, conversation_id: str) -> StoredConversation | None:
        """Return a conversation of this user, None where there is none."""
        found = self._database.rows(
            "SELECT title, wanted FROM conversations "
            "WHERE conversation_id = ? AND user = ? AND deleted_at = ''",
            (conversation_id, user),
        )
        if not found:
            return None
        rows = self._database.rows(
            "SELECT e.exchange_id, e.question, e.reached, e.answer, e.trouble, f.good, "
            "coalesce(f.reason, '') "
            "FROM exchanges e LEFT JOIN feedback f USING (exchange_id) "
            "WHERE e.conversation_id = ? ORDER BY e.position",
            (conversation_id,),
        )
        exchanges = tuple(_exchange(row) for row in rows)
        title, wanted = found[0]
        return StoredConversation(conversation_id, title, json.loads(wanted), exchanges)

    def _change(self, user: str, conversation_id: str, column: str, value: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                f"UPDATE conversations SET {column} = ? "  # noqa: S608 - our own column names
                "WHERE conversation_id = ? AND user = ?",
                (value, conversation_id, user),
            )


_LISTED = """
SELECT c.conversation_id, c.title, c.updated_at,
       (SELECT count(*) FROM exchanges e WHERE e.conversation_id = c.conversation_id)
FROM conversations c
WHERE c.user = ?1 AND c.deleted_at = '' AND (
    ?2 = '' OR instr(lower(c.title), lower(?2)) > 0 OR EXISTS (
        SELECT 1 FROM exchanges e WHERE e.conversation_id = c.conversation_id AND (
            instr(lower(e.question), lower(?2)) > 0
            OR instr(lower(json_extract(nullif(e.answer, ''), '$.answer')), lower(?2)) > 0)))
ORDER BY c.updated_at DESC, c.rowid DESC LIMIT ?3
"""


def _exchange(row: Row) -> StoredExchange:
    exchange_id, question, reached, answer, trouble, good, reason = row
    record = json.loads(answer) if answer else None
    rated = None if good is None else bool(good)
    return StoredExchange(exchange_id, question, reached, record, trouble, rated, reason)


def _title(text: str) -> str:
    return " ".join(text.split())[:MAX_TITLE_CHARS]


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
