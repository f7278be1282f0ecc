"""Passwords, locks and sessions, with a clock that the test turns."""

from __future__ import annotations

import pytest

from chat.server.basic import BasicAccess
from chat.server.door import Door, LockedError
from chat.server.passwords import matches, password_hash
from index.ledger import Ledger
from rag.errors import InputError

RIGHT = "春眠不觉晓处处闻啼鸟"


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_only_a_salted_hash_is_kept() -> None:
    first, second = password_hash(RIGHT), password_hash(RIGHT)
    assert first != second
    assert RIGHT not in first
    assert matches(RIGHT, first)
    assert not matches(RIGHT + "！", first)
    for damaged in ("", "scrypt$1", first[:-4], first.replace("scrypt", "plain"), "a$b$c$d$e$f"):
        assert not matches(RIGHT, damaged)


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaa", "x" * 300])
def test_weak_passwords_are_refused(weak: str) -> None:
    with pytest.raises(InputError, match="password"):
        password_hash(weak)


def test_five_wrong_passwords_lock_and_each_further_one_locks_longer(ledger: Ledger) -> None:
    clock = Clock()
    door = Door(ledger.accounts, clock)
    door.add("李雷", "reader", RIGHT)
    for _ in range(5):
        assert door.check("李雷", "wrong password") is None
    with pytest.raises(LockedError, match="60 s"):
        door.check("李雷", RIGHT)
    again = Door(ledger.accounts, clock)  # a restart does not open it
    with pytest.raises(LockedError):
        again.check("李雷", RIGHT)
    clock.now += 61
    assert again.check("李雷", "wrong password") is None
    with pytest.raises(LockedError, match="120 s"):
        again.check("李雷", RIGHT)
    clock.now += 121
    account = again.check("李雷", RIGHT)
    assert account is not None
    assert not account.may_edit
    assert again.check("nobody", RIGHT) is None
    found = ledger.accounts.find("李雷")
    assert found is not None
    assert (found.failures, found.locked_until) == (0, 0)


def test_nobody_gets_the_name_of_those_who_need_no_account(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="use another"):
        Door(ledger.accounts).add("local", "editor", RIGHT)


def test_a_header_that_is_no_base64_names_nobody(ledger: Ledger) -> None:
    access = BasicAccess(Door(ledger.accounts))
    assert [access.visitor(f"Basic {given}") for given in ("é", "x", "gIA=")] == [None] * 3


def test_a_session_ends_by_leaving_by_time_and_with_the_password(ledger: Ledger) -> None:
    clock = Clock()
    door = Door(ledger.accounts, clock)
    door.add("李雷", "editor", RIGHT)
    account = door.check("李雷", RIGHT)
    assert account is not None
    tokens = [door.enter(account) for _ in range(3)]
    assert len(set(tokens)) == 3
    visitor = door.visitor(tokens[0])
    assert visitor is not None
    assert (visitor.name, visitor.may_edit) == ("李雷", True)
    assert door.visitor("made up") is None
    door.leave(tokens[0])
    assert door.visitor(tokens[0]) is None
    assert door.visitor(tokens[1]) is not None
    door.set_password("李雷", RIGHT + "夜来风雨声")
    assert door.visitor(tokens[1]) is None
    renewed = door.check("李雷", RIGHT + "夜来风雨声")
    assert renewed is not None
    token = door.enter(renewed)
    clock.now += 12 * 3600 + 1
    assert door.visitor(token) is None
