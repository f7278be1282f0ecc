"""What stands behind the chat: one library to read, one pipeline, and ingest beside them."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from chat.ask.starters import Finding, Starters
from chat.ask.suggestions import Suggestion, suggest
from chat.library.keeper import Keeper
from chat.server.limits import RateLimit
from index.ledger import Ledger
from index.library import Library
from index.rows import Summary
from rag.config import ChatSettings, Settings
from rag.guide.maker import Maker
from rag.pipeline import Pipeline
from rag.protocols import Encoder
from rag.retriever import EVERYTHING
from rag.types import Answer, Document, Filter, Hit, Standing, Turn
from rag.wiring import build_encoder, build_pipeline, open_library

SUGGESTIONS = 6
# A library of thousands of documents must not delay the first page.
SUGGESTION_DOCUMENTS = 30
FOLLOW_SHARE = 20  # one part in so many of the time may go into catching up with the library


class Desk:
    """Answers, shows and takes in documents for every visitor of one chat.

    Reads go through one library that follows the newest generation; each ingest writes
    through a library of its own, so that questions are answered meanwhile. Conversations
    that were deleted more than a week ago are forgotten as it opens. Raises LibraryError if
    there is no library, unless one is to be made (``create``).
    """

    def __init__(self, settings: Settings, create: bool = True) -> None:
        self.settings = settings
        self._encoder: Encoder = build_encoder(settings)
        self._library: Library = open_library(settings, self._encoder, create)
        self._pipeline: Pipeline = build_pipeline(settings, self._library, self._encoder)
        self._followed_at = -math.inf
        self._quoting = self._pipeline
        if settings.chat.base_url:
            unworded = settings.model_copy(update={"chat": ChatSettings()})
            self._quoting = build_pipeline(unworded, self._library, self._encoder)
        self.ledger = Ledger(self._library.ledger())
        self.ledger.conversations.purge()
        self.keeper = Keeper(settings, self._encoder, self._library, self.ledger.audit)
        self.guides = Maker(self._library)
        self.questions = RateLimit(settings.server.questions_per_minute, 60.0)
        self._starters = Starters(self._answerable)

    @property
    def notices(self) -> Sequence[str]:
        """What had to be repaired on the way, one plain line each."""
        return self._library.notices

    @property
    def library(self) -> Library:
        """The library that answers are read from, at the state that was read last."""
        return self._library

    def close(self) -> None:
        """Let go of the library."""
        self._starters.close()
        self.ledger.close()
        self._library.close()

    def ask(
        self, question: str, history: Sequence[Turn], wanted: Filter = EVERYTHING
    ) -> Iterator[Answer]:
        """Yield ever more complete answers from the newest state of the library."""
        self._follow()
        yield from self._pipeline.stream(question, history, wanted)

    def as_it_stands(self, answer: Answer, as_of: str) -> Answer:
        """Return an older answer, its citations saying what has become of their documents."""
        labels = self.labels([citation.doc_id for citation in answer.citations], as_of)
        cited = (replace(one, status=labels.get(one.doc_id, "")) for one in answer.citations)
        return replace(answer, citations=tuple(cited))

    def labels(self, doc_ids: Sequence[str], as_of: str = "") -> dict[str, str]:
        """Return what has become of documents, of those that do not stand as they were."""
        found = self._library.standing(doc_ids, as_of)
        return {doc_id: standing.label for doc_id, standing in found.items()}

    def standing(self, doc_id: str) -> Standing | None:
        """Return what became of a document, None where it stands as it was."""
        return self._library.standing([doc_id]).get(doc_id)

    def document(self, doc_id: str) -> Document:
        """Return a document; raise LibraryError if it is not there."""
        return self._library.document(doc_id)

    def documents(self) -> list[Summary]:
        """Return a summary of every document, newest first."""
        self._follow()
        return self._library.documents()

    def counts(self) -> tuple[int, int]:
        """Return how many documents and passages there are."""
        self._follow()
        return self._library.document_count, self._library.passage_count

    def titles(self) -> dict[str, str]:
        """Return doc_id -> title of every document."""
        return {one.doc_id: one.title for one in self._library.documents()}

    def answers(self, offered: Suggestion, history: Sequence[Turn], wanted: Filter) -> bool:
        """Whether a question, were it asked now, would be answered from where it was read off.

        No language model is asked: this only finds out which questions can be offered.
        """
        return offered.answered_by(self._quoting.ask(offered.question, history, wanted))

    def search(self, query: str, top_k: int, wanted: Filter = EVERYTHING) -> list[Hit]:
        """Return the best passages for a query from the newest state of the library."""
        self._follow()
        return self._pipeline.search(query, top_k, wanted)

    def starters(self, wanted: Filter = EVERYTHING) -> Finding:
        """Return the questions to begin with that the chosen documents answer, else the library.

        They are found in a thread of its own, once for each state of the library.
        """
        self._follow()
        return self._starters.finding(tuple(wanted.doc_ids), self._library.generation)

    def starters_found(self, wanted: Filter = EVERYTHING) -> Sequence[Suggestion]:
        """Return the questions to begin with that were found before."""
        return self._starters.found(tuple(wanted.doc_ids))

    def _follow(self) -> None:
        """Move on to the newest state, unless catching up again so soon would hold answers up.

        An ingest of another process adds states all the time. What the keeper changes is
        followed at once.
        """
        now = time.monotonic()
        due = self._followed_at + FOLLOW_SHARE * self._library.catch_up_s
        if now >= due and self._library.refresh():
            self._followed_at = now

    def _answerable(self, chosen: Sequence[str]) -> Iterator[Suggestion | None]:
        """Yield questions that the pipeline answers from where they were read off, else None."""
        summaries = self._library.documents()
        named = [one for one in summaries if one.doc_id in chosen] if chosen else summaries
        documents = [self._library.document(one.doc_id) for one in named[:SUGGESTION_DOCUMENTS]]
        left = SUGGESTIONS
        for candidate in suggest(documents, SUGGESTIONS * 3):
            answered = self.answers(candidate, (), Filter(doc_ids=tuple(chosen)))
            left -= answered
            yield candidate if answered else None
            if not left:
                return
