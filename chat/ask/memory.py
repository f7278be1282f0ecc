"""Conversations as the library keeps them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from chat.ask.exchanges import Conversation, Exchange, Progress, Rating, Scope, Title
from chat.desk import Desk
from index.conversations import Listed, StoredExchange
from index.ledger import Ledger
from rag.records import answer_of_record, answer_record
from rag.types import Answer, Filter

_LISTS = ("doc_ids", "kinds", "issuers", "regions", "years")


class Memory:
    """Keeps and finds the conversations of every user."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ledger: Ledger = desk.ledger

    def keep_question(self, user: str, talk: Conversation, instead_of: int = 0) -> Conversation:
        """Keep the question that waits, as the last or in place of an exchange and all after it.

        Returns what is kept.
        """
        kept, live = self._ledger.conversations, talk.live
        if live is None:
            return talk
        number = 0
        if talk.conversation_id:
            number = kept.add(user, talk.conversation_id, live.question, instead_of)
        if number and not talk.title:
            kept.rename(user, talk.conversation_id, live.question)
            talk = replace(talk, named=Title(live.question))
        if not number:
            conversation_id = kept.begin(user, live.question, filter_record(talk.wanted))
            talk = replace(talk, conversation_id=conversation_id, named=Title(live.question))
            number = kept.add(user, conversation_id, live.question)
        return talk.update(exchange_id=number)

    def keep_outcome(self, exchange: Exchange) -> None:
        """Keep how an exchange ended."""
        record = answer_record(exchange.answer) if exchange.answer else None
        if exchange.exchange_id:
            self._ledger.conversations.finish(
                exchange.exchange_id, exchange.progress.value, record, exchange.trouble
            )

    def keep_filter(self, user: str, talk: Conversation) -> None:
        """Keep which documents may answer."""
        if talk.conversation_id:
            self._ledger.conversations.narrow(
                user, talk.conversation_id, filter_record(talk.wanted)
            )

    def open(self, user: str, conversation_id: str) -> Conversation | None:
        """Return a conversation of this user as it was left, None where there is none."""
        stored = self._ledger.conversations.load(user, conversation_id)
        if stored is None:
            return None
        wanted = filter_of_record(stored.wanted)
        return Conversation(
            tuple(self._exchange(one, wanted.as_of) for one in stored.exchanges),
            stored.conversation_id,
            Title(stored.title),
            Scope(wanted),
        )

    def listed(self, user: str, containing: str = "") -> list[Listed]:
        """Return the user's conversations, latest first."""
        return self._ledger.conversations.listed(user, containing)

    def rename(self, user: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title; raise InputError for an empty one."""
        self._ledger.conversations.rename(user, conversation_id, title)

    def remove(self, user: str, conversation_id: str) -> None:
        """Delete a conversation."""
        self._ledger.conversations.remove(user, conversation_id)

    def restore(self, user: str, conversation_id: str) -> None:
        """Bring a deleted conversation back."""
        self._ledger.conversations.restore(user, conversation_id)

    def rate(self, user: str, exchange: Exchange, good: bool | None, reason: str = "") -> bool:
        """Keep a rating, or take it back with None; False where there is nothing to rate."""
        if good is None:
            self._ledger.feedback.withdraw(user, exchange.exchange_id)
            return True
        return self._ledger.feedback.give(user, exchange.exchange_id, good, reason)

    def _exchange(self, stored: StoredExchange, as_of: str) -> Exchange:
        answer = _answer(stored.answer)
        if answer is not None:
            answer = self._desk.as_it_stands(answer, as_of)
        reached = Progress(stored.reached)
        if reached in (Progress.WAITING, Progress.STREAMING):  # page or program ended meanwhile
            reached = Progress.CUT_OFF
        return Exchange(
            stored.question,
            answer,
            reached,
            stored.trouble,
            exchange_id=stored.exchange_id,
            rating=Rating(stored.good, stored.reason),
        )


def filter_record(wanted: Filter) -> dict[str, Any]:
    """Return the record of a filter: the fields that narrow anything."""
    return {name: value for name, value in asdict(wanted).items() if value}


def filter_of_record(record: Mapping[str, Any]) -> Filter:
    """Return the filter of a record."""
    lists: dict[str, Any] = {name: tuple(record.get(name, ())) for name in _LISTS}
    as_of, in_force = str(record.get("as_of", "")), bool(record.get("in_force", False))
    return Filter(**lists, as_of=as_of, in_force=in_force)


def _answer(record: Mapping[str, Any] | None) -> Answer | None:
    """Return the answer of a record; None where an older program wrote another kind."""
    if record is None:
        return None
    try:
        return answer_of_record(dict(record))
    except (KeyError, TypeError, ValueError):
        return None
