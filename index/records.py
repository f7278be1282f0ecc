"""What a library knows besides texts: relations, removals, corrections, jobs, quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from index.amendments import read_amendments
from index.database import Database
from index.jobs import Job, read_jobs
from index.lock import is_held
from index.quarantine import Quarantined, read_quarantine
from index.relations import Link, documents_called, links_from, standings
from index.removed import Removed, removed_documents
from rag.types import Standing


class Records:
    """The part of a library that answers from the tables around the documents."""

    def __init__(self, folder: Path, database: Database) -> None:
        """Read from an open database of the library in ``folder``."""
        self.folder = folder
        self._database = database

    def called(self, name: str) -> list[str]:
        """Return the doc_ids of the documents of exactly this number or title."""
        return documents_called(self._database, name)

    def standing(self, doc_ids: Sequence[str], as_of: str = "") -> Mapping[str, Standing]:
        """Return doc_id -> standing of those not in force, or amended, on ``as_of``."""
        return standings(self._database, doc_ids, as_of)

    def links_from(self, doc_id: str) -> list[Link]:
        """Return what a document says of others, in the order of its text."""
        return links_from(self._database, doc_id)

    def quarantined(self) -> list[Quarantined]:
        """Return the files that could not be read, latest first."""
        return read_quarantine(self._database)

    def jobs(self) -> list[Job]:
        """Return what ingests were asked and how they ended, newest first."""
        return read_jobs(self._database, is_held(self.folder))

    def removed(self) -> list[Removed]:
        """Return what was set aside and can be brought back, last removed first."""
        return removed_documents(self._database)

    def amendments(self, source: str) -> Mapping[str, str]:
        """Return what people corrected about a source; empty where they did not."""
        return read_amendments(self._database, source)

    def ledger(self) -> Database:
        """Return a connection of its own to the file, for what is no document; close it.

        It sees every change at once, needs no right to write and moves no generation: its
        transactions are short and touch only tables that no index is derived from.
        """
        return self._database.beside()
