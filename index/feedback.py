"""What visitors thought of answers, kept with the question, the answer and its evidence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from index.database import Database
from rag.printing import storable

MAX_REASON_CHARS = 500


@dataclass(frozen=True, slots=True)
class Feedback:
    """One rating; ``answer`` is the record of the answer, ``history`` what came before it."""

    exchange_id: int
    user: str
    good: bool
    reason: str
    question: str
    history: tuple[tuple[str, str], ...]
    answer: dict[str, Any]
    given_at: str


class FeedbackLog:
    """The ratings of one library; they outlast the conversations they were given in.

    Safe between threads and processes.
    """

    def __init__(self, database: Database) -> None:
        """Work on a database that is not pinned."""
        self._database = database

    def give(self, user: str, exchange_id: int, good: bool, reason: str = "") -> bool:
        """Rate an answer of one's own, in place of an earlier rating; False if it is not there."""
        history = self._database.rows(_HISTORY, (exchange_id, user))
        with self._database.transaction() as connection:
            given = connection.execute(
                _GIVE,
                (
                    int(good),
                    storable(reason).strip()[:MAX_REASON_CHARS],
                    json.dumps(history, ensure_ascii=False),
                    datetime.now(UTC).isoformat(timespec="seconds"),
                    exchange_id,
                    user,
                ),
            )
            return given.rowcount > 0

    def withdraw(self, user: str, exchange_id: int) -> None:
        """Take a rating of one's own back."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM feedback WHERE exchange_id = ? AND user = ?", (exchange_id, user)
            )

    def counts(self) -> tuple[int, int]:
        """Return how many good and how many bad ratings there are."""
        ((good, every),) = self._database.rows(
            "SELECT count(*) FILTER (WHERE good), count(*) FROM feedback", ()
        )
        return good, every - good

    def all(self) -> list[Feedback]:
        """Return every rating, oldest first."""
        found = self._database.rows(
            "SELECT exchange_id, user, good, reason, question, history, answer, given_at "
            "FROM feedback ORDER BY given_at, exchange_id"
        )
        return [
            Feedback(
                exchange_id,
                user,
                bool(good),
                reason,
                question,
                tuple((asked, told) for asked, told in json.loads(history)),
                json.loads(answer),
                given_at,
            )
            for exchange_id, user, good, reason, question, history, answer, given_at in found
        ]


_HISTORY = """
SELECT e.question, json_extract(e.answer, '$.answer')
FROM exchanges this
JOIN exchanges e ON e.conversation_id = this.conversation_id AND e.position < this.position
JOIN conversations c ON c.conversation_id = this.conversation_id
WHERE this.exchange_id = ? AND c.user = ? AND e.answer <> '' ORDER BY e.position
"""
_GIVE = """
INSERT OR REPLACE INTO feedback
SELECT e.exchange_id, c.user, ?1, ?2, e.question, ?3, e.answer, ?4
FROM exchanges e JOIN conversations c USING (conversation_id)
WHERE e.exchange_id = ?5 AND c.user = ?6 AND e.answer <> ''
"""
