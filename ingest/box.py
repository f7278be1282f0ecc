"""What a file gives, on its way from the process that reads it to who stores it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator

from ingest.reading import Event, Read


class Box:
    """The events of one file on their way; who puts waits while too much text lies in it."""

    def __init__(self, max_chars: int) -> None:
        self._max_chars = max_chars
        self._chars = 0
        self._events: deque[Event] = deque()
        self._ended = self._closed = False
        self._error: Exception | None = None
        self._changed = threading.Condition()

    def put(self, event: Event) -> bool:
        """Add an event; False if nobody will take it."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._chars < self._max_chars)
            self._events.append(event)
            self._chars += _chars(event)
            self._changed.notify_all()
            return not self._closed

    def fail(self, error: Exception) -> None:
        """Have this raised where the events are taken, after those put so far."""
        with self._changed:
            self._error = error

    def end(self) -> None:
        """Say that no more will come."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def close(self) -> None:
        """Say that no more will be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Event]:
        """Yield the events as they come; raise what ``fail`` was told."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or bool(self._events))
                if not self._events:
                    if self._error:
                        raise self._error
                    return
                event = self._events.popleft()
                self._chars -= _chars(event)
                self._changed.notify_all()
            yield event


def _chars(event: Event) -> int:
    return len(event.document.text) if isinstance(event, Read) else 1
