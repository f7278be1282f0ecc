"""A model's reply within bounds of time and length, whatever the model does."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from rag.errors import ModelError


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds to the first text and to the end, and the most characters of a reply."""

    first_s: float
    total_s: float
    chars: int


class SlowReplyError(ModelError):
    """The model took too long."""


class LongReplyError(ModelError):
    """The model wrote on and on."""


def within(pieces: Iterator[str], bounds: Bounds) -> Iterator[str]:
    """Yield the pieces that bear text as they come.

    Raise SlowReplyError or LongReplyError when a bound is passed, and whatever RagError the
    pieces raise. They are drawn in a thread of their own, so that a model that hangs holds
    up nobody; the thread ends with the next piece or error after this iterator is closed.
    """
    pump = _Pump(pieces)
    started, seen = time.monotonic(), 0
    threading.Thread(target=pump.run, name="chat-reply", daemon=True).start()
    try:
        while True:
            budget = bounds.total_s if seen else min(bounds.first_s, bounds.total_s)
            left = started + budget - time.monotonic()
            try:
                piece = pump.inbox.get(timeout=max(0.0, left)) if left > 0 else None
            except Empty:
                piece = None
            if piece is None:
                what = "did not finish" if seen else "wrote nothing"
                raise SlowReplyError(f"the language model {what} within {budget:g} seconds")
            if isinstance(piece, _End):
                piece.check()
                return
            seen += len(piece)
            if seen > bounds.chars:
                raise LongReplyError(f"the language model wrote over {bounds.chars:,} characters")
            if piece:
                yield piece
    finally:
        pump.stopped.set()


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a reply: whole, failed with ``error``, or ended by a fault of the program."""

    whole: bool
    error: ModelError | None

    def check(self) -> None:
        if self.error:
            raise self.error
        if not self.whole:
            raise ModelError("the language model's adapter failed")


class _Pump:
    """Moves pieces from an iterator into ``inbox`` until it ends or is stopped."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self.inbox: SimpleQueue[str | _End] = SimpleQueue()
        self.stopped = threading.Event()

    def run(self) -> None:
        whole, error = False, None
        try:
            for piece in self._pieces:
                if self.stopped.is_set():
                    break
                self.inbox.put(piece)
            whole = True
        except ModelError as exc:
            error = exc
        finally:
            self.inbox.put(_End(whole, error))
            if isinstance(self._pieces, Generator):
                self._pieces.close()
