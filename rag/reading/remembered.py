"""A reader that remembers: what the search has read, composing the answer need not read again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from rag.protocols import Reader
from rag.types import Passage, Reading

_Key = tuple[str, str, str]
_KEPT = 512


class RememberingReader:
    """Keeps the last readings of another reader (implements the Reader protocol).

    Several parts of one question read many of the same passages, and so does whoever asks
    again. Safe to share by threads if the other reader is.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: OrderedDict[_Key, Reading] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return one reading per passage, in the order given."""
        keys = [(question, f"{one.context}\n{one.doc_id}", one.text) for one in passages]
        with self._lock:
            known = {key: self._known[key] for key in keys if key in self._known}
        unread = [one for key, one in zip(keys, passages, strict=True) if key not in known]
        fresh = iter(self._reader.read(question, unread) if unread else ())
        readings = [known[key] if key in known else next(fresh) for key in keys]
        with self._lock:
            for key, reading in zip(keys, readings, strict=True):
                self._known[key] = reading
                self._known.move_to_end(key)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return readings
