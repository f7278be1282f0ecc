"""Questions to begin with: found one after the other, to be shown as they are found."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from chat.ask.suggestions import Suggestion
from rag.errors import RagError

Chosen = tuple[str, ...]
KEPT = 16  # choices of documents, beside all documents


@dataclass(slots=True)
class Finding:
    """What was found so far of one state of the library; ``trouble`` is why there is no more."""

    generation: int
    questions: tuple[Suggestion, ...] = ()
    trouble: RagError | None = None
    finished: threading.Event = field(default_factory=threading.Event)


class Starters:
    """Finds the questions of each choice of documents once for each state of the library.

    One thread does it, however many visitors look on. ``find`` yields the questions that the
    documents of these ids answer, those of all documents for no id, and None for each that they
    turn out not to answer.
    """

    def __init__(self, find: Callable[[Chosen], Iterator[Suggestion | None]]) -> None:
        self._find = find
        self._kept: dict[Chosen, Finding] = {}
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._closed = False

    def found(self, chosen: Chosen) -> tuple[Suggestion, ...]:
        """Return what was found before, in whatever state of the library."""
        kept = self._kept.get(chosen)
        return kept.questions if kept else ()

    def finding(self, chosen: Chosen, generation: int) -> Finding:
        """Return what is found of a state of the library; the search begins where it has not."""
        with self._lock:
            held = self._kept.get(chosen)
            if held is None or held.generation != generation:
                # What was found of documents that were chosen once need not be kept for ever.
                kept = {each: found for each, found in self._kept.items() if each != chosen}
                while sum(map(bool, kept)) >= KEPT:
                    del kept[next(filter(None, kept))]
                held = Finding(generation)
                self._kept = {**kept, chosen: held}
                thread = threading.Thread(target=self._search, args=(chosen, held), daemon=True)
                self._threads = [*(each for each in self._threads if each.is_alive()), thread]
                thread.start()
            return held

    def close(self) -> None:
        """Stop every search; return when none touches the library any more."""
        self._closed = True
        for thread in self._threads:
            thread.join()

    def _search(self, chosen: Chosen, held: Finding) -> None:
        try:
            for question in self._find(chosen):
                if question is not None:
                    held.questions = (*held.questions, question)
                if self._closed or self._kept.get(chosen) is not held:
                    break
        except RagError as error:
            held.trouble = error
        finally:
            held.finished.set()
