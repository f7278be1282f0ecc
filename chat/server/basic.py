"""Names and passwords sent with each request, as programs do (HTTP Basic)."""

from __future__ import annotations

import base64
import hashlib
import threading
import time

from chat.server.door import Door, Visitor, as_visitor

_KNOWN_S = 300.0
_MAX_KNOWN = 1_000


class BasicAccess:
    """Tells who a header names.

    Hashing is slow on purpose, so a right password is remembered for five minutes, as a
    session that ends when the account or its password changes.
    """

    def __init__(self, door: Door) -> None:
        self._door = door
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, float]] = {}

    def visitor(self, header: str) -> Visitor | None:
        """Return who an Authorization header names; raise LockedError if that is locked."""
        scheme, _, given = header.partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            name, _, password = base64.b64decode(given, validate=True).decode().partition(":")
        except ValueError:  # characters beyond ASCII, no base64, no UTF-8
            return None
        key = hashlib.sha256(header.encode()).hexdigest()
        with self._lock:
            token, until = self._known.get(key, ("", 0.0))
        if until > time.monotonic() and (visitor := self._door.visitor(token)):
            return visitor
        account = self._door.check(name, password)
        if account is None:
            return None
        with self._lock:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            self._known[key] = (self._door.enter(account), time.monotonic() + _KNOWN_S)
        return as_visitor(account)
