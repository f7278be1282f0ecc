"""Who comes in: names and passwords, locked after repeated failures, and the sessions given out."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from chat.server.passwords import matches, nobody, password_hash
from index.accounts import Account, Accounts
from rag.errors import InputError

FREE_FAILURES = 5
FIRST_LOCK_S, LONGEST_LOCK_S = 60.0, 3600.0
SESSION_S = 12 * 3600.0
MAX_SESSIONS = 10_000
LOCAL_USER = "local"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks; ``LOCAL_USER`` where the chat is open to this machine only."""

    name: str
    may_edit: bool


LOCAL = Visitor(LOCAL_USER, may_edit=True)


class ForbiddenError(InputError):
    """Someone who may only read asked to change something."""


class LockedError(InputError):
    """Too many wrong passwords; ``seconds`` are left to wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__(f"too many wrong passwords; try again in {self.seconds} s")


class Door:
    """Checks passwords and knows who is in. Sessions end with the program or after 12 hours."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.time) -> None:
        self._accounts = accounts
        self._clock = clock
        self._lock = threading.Lock()
        # Kept by the hash of the token: what lies in memory opens nothing by itself.
        self._sessions: dict[str, tuple[str, str, float]] = {}
        self._one_at_a_time = threading.Lock()

    def add(self, name: str, role: str, password: str) -> None:
        """Add an account; raise InputError for a bad name, role or password."""
        if name == LOCAL_USER:
            raise InputError(
                f"account name {name!r} means whoever sits at this machine: use another"
            )
        added_at = datetime.now(UTC).isoformat(timespec="seconds")
        self._accounts.add(name, role, password_hash(password), added_at)

    def set_password(self, name: str, password: str) -> None:
        """Change a password and lift a lock; whoever is in with the old one must come in again."""
        self._accounts.set_password(name, password_hash(password))

    def check(self, name: str, password: str) -> Account | None:
        """Return the account if the password is right, else None; raise LockedError if locked.

        From the fifth wrong password in a row on each one locks the account for twice as long
        as the one before. One try at a time, so that guessing cannot take the whole machine.
        """
        with self._one_at_a_time:
            account = self._accounts.find(name)
            now = self._clock()
            if account and account.locked_until > now:
                raise LockedError(account.locked_until - now)
            if not matches(password, account.password_hash if account else nobody()):
                if account:
                    self._accounts.failed(name, _locked_until(account.failures + 1, now))
                return None
            if account and account.failures:
                self._accounts.succeeded(name)
            return account

    def enter(self, account: Account) -> str:
        """Open a session and return its token."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            live = {key: kept for key, kept in self._sessions.items() if kept[2] > now}
            while len(live) >= MAX_SESSIONS:
                del live[next(iter(live))]
            live[_key(token)] = (account.name, account.password_hash, now + SESSION_S)
            self._sessions = live
        return token

    def visitor(self, token: str) -> Visitor | None:
        """Return who holds a token; None once it ended, or the account or password changed."""
        with self._lock:
            kept = self._sessions.get(_key(token))
        if kept is None or kept[2] <= self._clock():
            return None
        account = self._accounts.find(kept[0])
        if account is None or account.password_hash != kept[1]:
            self.leave(token)
            return None
        return as_visitor(account)

    def leave(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_key(token), None)


def as_visitor(account: Account) -> Visitor:
    """Return the visitor of an account."""
    return Visitor(account.name, may_edit=account.may_edit)


def _locked_until(failures: int, now: float) -> float:
    if failures < FREE_FAILURES:
        return 0.0
    return now + min(FIRST_LOCK_S * 2.0 ** (failures - FREE_FAILURES), LONGEST_LOCK_S)


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
