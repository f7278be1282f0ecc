"""The tables of a library that people write while documents are read.

They are accounts, conversations, feedback and the audit log.
"""

from __future__ import annotations

from index.accounts import Accounts
from index.audit import AuditLog
from index.conversations import Conversations
from index.database import Database
from index.feedback import FeedbackLog


class Ledger:
    """Who may come in, what was asked, what was done.

    It neither waits for an ingest nor holds one up.
    """

    def __init__(self, database: Database) -> None:
        """Take over a connection of its own; see ``Library.ledger``."""
        self._database = database
        self.accounts = Accounts(database)
        self.audit = AuditLog(database)
        self.conversations = Conversations(database)
        self.feedback = FeedbackLog(database)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._database.close()
