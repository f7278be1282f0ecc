"""The line of those who wait for an answer: fair to everyone, and it knows each one's place."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from itertools import count

from rag.errors import InputError

PLACES = 2
# Fewer than the chat handles at once: who comes too late is told so.
LONGEST = 100


class FullError(InputError):
    """Too many wait already."""


@dataclass(frozen=True, slots=True, order=True)
class Ticket:
    """A place in the line; lower comes first.

    ``round`` counts the questions that its visitor had in the line before: who asks a second
    one waits for the first of everybody else.
    """

    round: int
    number: int
    visitor: str


class Line:
    """Lets ``places`` be served at once, the others in order. Safe between threads."""

    def __init__(self, places: int = PLACES, longest: int = LONGEST) -> None:
        self._places = places
        self._longest = longest
        self._numbers = count(1)
        self._waiting: list[Ticket] = []
        self._served: set[Ticket] = set()
        self._lock = threading.Lock()

    def join(self, visitor: str) -> Ticket:
        """Take a place; raise FullError where too many wait. Every ticket has to ``leave``."""
        with self._lock:
            if len(self._waiting) >= self._longest:
                raise FullError(f"{self._longest} questions are waiting already; try again later")
            before = sum(one.visitor == visitor for one in (*self._waiting, *self._served))
            ticket = Ticket(before, next(self._numbers), visitor)
            self._waiting.append(ticket)
            self._waiting.sort()
            return ticket

    def ahead(self, ticket: Ticket) -> int:
        """Return how many come before; 0 when it is this one's turn, from then on for good."""
        with self._lock:
            while self._waiting and len(self._served) < self._places:
                self._served.add(self._waiting.pop(0))
            if ticket in self._served:
                return 0
            return self._waiting.index(ticket) + len(self._served)

    def leave(self, ticket: Ticket) -> None:
        """Give the place back, served or not."""
        with self._lock:
            self._served.discard(ticket)
            if ticket in self._waiting:
                self._waiting.remove(ticket)

    @property
    def idle(self) -> bool:
        """Whether nobody waits or is being served."""
        with self._lock:
            return not self._waiting and not self._served
