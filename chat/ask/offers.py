"""Questions to ask next: read off the cited documents, offered only if they are answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chat.ask.exchanges import Conversation, Progress
from chat.ask.layout import Parts
from chat.ask.suggestions import suggest
from chat.desk import Desk
from chat.looks.markup import escape
from chat.server.line import Line
from rag.answerers.nearest import MOST as NEAREST
from rag.errors import RagError
from rag.types import Answer

Shown = dict[Any, Any]
OFFERED = 3
TRIED = 6
CANDIDATES = 24


class Offers:
    """The handler that finds questions to ask next."""

    def __init__(self, desk: Desk, line: Line, parts: Parts) -> None:
        self._desk = desk
        self._line = line
        self._parts = parts

    def find(self, talk: Conversation) -> Shown:
        """Offer questions after a finished answer, unless others wait for theirs."""
        live = talk.live
        if live is None or live.progress is not Progress.DONE or live.answer is None:
            return {self._parts.offers: ""}
        asked = {one.question.strip("？?") for one in talk.exchanges}
        found = list(self._answered(live.answer, asked, talk))
        return {self._parts.offers: offers_html(found, len(talk.exchanges))}

    def _answered(self, answer: Answer, asked: set[str], talk: Conversation) -> Iterator[str]:
        """Yield questions that the cited documents answer, those on what was cited first.

        After an abstention they are those of the documents that come nearest.
        """
        cited = [citation.doc_id for citation in answer.citations]
        nearest = [item.passage.doc_id for item in answer.evidence[:NEAREST]]
        offered = tried = 0
        try:
            documents = [self._desk.document(doc_id) for doc_id in dict.fromkeys(cited or nearest)]
            near = sorted(suggest(documents, CANDIDATES), key=lambda one: one.distance(answer))
            for candidate in near:
                if offered == OFFERED or tried == TRIED or not self._line.idle:
                    return
                if candidate.question.strip("？?") in asked or candidate.answered_by(answer):
                    continue
                tried += 1
                if self._desk.answers(candidate, talk.history, talk.wanted):
                    offered += 1
                    yield candidate.question
        except RagError:  # nothing is lost but an offer
            return


def offers_html(questions: list[str], turn: int) -> str:
    """Return the questions as buttons; ``turn`` is the exchange they follow."""
    if not questions:
        return ""
    buttons = "".join(
        f'<button type="button" class="offer" data-event="ask"'
        f' data-question="{escape(question)}">{escape(question)}</button>'
        for question in questions
    )
    return (
        f'<div class="offers" data-after="{turn}"><span class="note">接着问</span>{buttons}</div>'
    )
