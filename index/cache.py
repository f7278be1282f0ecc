"""The documents read last, kept up to a number of characters."""

from __future__ import annotations

import threading
from collections import OrderedDict

from rag.types import Document


class DocumentCache:
    """Least recently used goes first; safe between threads."""

    def __init__(self, max_chars: int) -> None:
        """``max_chars`` bounds the characters of all texts kept together."""
        self._max_chars = max_chars
        self._chars = 0
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._lock = threading.Lock()
        self.cleared = 0  # how often; a document read before the last time may be an old one

    def get(self, doc_id: str) -> Document | None:
        """Return a kept document and mark it as used."""
        with self._lock:
            document = self._documents.get(doc_id)
            if document is not None:
                self._documents.move_to_end(doc_id)
            return document

    def add(self, document: Document, cleared: int) -> None:
        """Keep a document read when ``cleared`` was this, if it is not larger than the cache."""
        if len(document.text) > self._max_chars:
            return
        with self._lock:
            if cleared != self.cleared:
                return
            previous = self._documents.pop(document.doc_id, None)
            self._chars += len(document.text) - (len(previous.text) if previous else 0)
            self._documents[document.doc_id] = document
            while self._chars > self._max_chars:
                _, dropped = self._documents.popitem(last=False)
                self._chars -= len(dropped.text)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._documents.clear()
            self._chars = 0
            self.cleared += 1
