"""Who may use a library that others can reach: names, roles and hashes of passwords.

No password is ever stored, and the hash never leaves this module's callers. What counts
failures is stored too, so that a restart does not open the door again.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.database import Database
from rag.errors import InputError

READER, EDITOR = "reader", "editor"
ROLES = (READER, EDITOR)
MAX_NAME_CHARS = 40


@dataclass(frozen=True, slots=True)
class Account:
    """One person; ``failures`` in a row since the last success, ``locked_until`` in epoch s."""

    name: str
    role: str
    password_hash: str
    failures: int
    locked_until: float
    added_at: str

    @property
    def may_edit(self) -> bool:
        """Whether documents may be put in, changed and taken out."""
        return self.role == EDITOR


class Accounts:
    """The accounts of one library. Safe between threads and processes."""

    def __init__(self, database: Database) -> None:
        """Work on a database that is not pinned."""
        self._database = database

    def all(self) -> list[Account]:
        """Return every account by name."""
        return [Account(*row) for row in self._database.rows(_READ + " ORDER BY name")]

    def find(self, name: str) -> Account | None:
        """Return the account of this name, None where there is none."""
        found = self._database.rows(_READ + " WHERE name = ?", (name,))
        return Account(*found[0]) if found else None

    def add(self, name: str, role: str, password_hash: str, added_at: str) -> None:
        """Add an account; raise InputError for a bad name or role, or a name that is taken."""
        if not name.strip() or name != name.strip() or len(name) > MAX_NAME_CHARS:
            raise InputError(
                f"account name {name!r:.60}: 1 to {MAX_NAME_CHARS} characters, no blanks around"
            )
        if not name.isprintable() or ":" in name:
            raise InputError(f"account name {name!r:.60}: no colon and no control characters")
        if role not in ROLES:
            raise InputError(f"role {role!r:.20}: allowed are {' and '.join(ROLES)}")
        with self._database.transaction() as connection:
            done = connection.execute(
                "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, 0, 0, ?)",
                (name, role, password_hash, added_at),
            )
            if not done.rowcount:
                raise InputError(f"account {name!r} is there already; 'accounts passwd' changes it")

    def set_password(self, name: str, password_hash: str) -> None:
        """Change a password and lift a lock; raise InputError if there is no such account."""
        self._change(
            "UPDATE accounts SET password_hash = ?, failures = 0, locked_until = 0 WHERE name = ?",
            (password_hash, name),
        )

    def remove(self, name: str) -> None:
        """Remove an account; raise InputError if there is none of this name."""
        self._change("DELETE FROM accounts WHERE name = ?", (name,))

    def failed(self, name: str, locked_until: float) -> None:
        """Count one wrong password, and lock the account until then (0: not yet)."""
        self._change(
            "UPDATE accounts SET failures = failures + 1, locked_until = ? WHERE name = ?",
            (locked_until, name),
        )

    def succeeded(self, name: str) -> None:
        """Forget the wrong passwords before a right one."""
        self._change("UPDATE accounts SET failures = 0, locked_until = 0 WHERE name = ?", (name,))

    def _change(self, sql: str, parameters: tuple[object, ...]) -> None:
        with self._database.transaction() as connection:
            if not connection.execute(sql, parameters).rowcount:
                raise InputError(f"no account {parameters[-1]!r}; 'accounts list' shows them")


_READ = "SELECT name, role, password_hash, failures, locked_until, added_at FROM accounts"
