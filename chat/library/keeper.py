"""Changes the library on behalf of the people before the page, and notes who did what."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from chat.server.door import ForbiddenError, Visitor
from index.audit import AuditLog
from index.library import Library
from index.writer import Writer
from ingest.amending import TITLE, checked
from ingest.pipeline import Ingestor, Summary
from rag.config import Settings
from rag.errors import InputError
from rag.protocols import Encoder
from rag.wiring import build_ingestor, open_library

Advance = Callable[[str, int, int, str], None]
SAMPLE_DIR = Path(__file__).resolve().parents[2] / "data" / "sample"


class Keeper:
    """Puts documents in, corrects them, takes them out and brings them back.

    Every change is written through a library of its own, so that questions are answered
    meanwhile; it raises LockError while another process writes, and ForbiddenError where
    the visitor may only read.
    """

    def __init__(
        self, settings: Settings, encoder: Encoder, reading: Library, audit: AuditLog
    ) -> None:
        self._settings = settings
        self._encoder = encoder
        self._reading = reading
        self._audit = audit

    def take_in(self, uploads: Sequence[Path], advance: Advance, who: Visitor) -> Summary:
        """Ingest uploaded files under their own names, so that a newer one replaces an older.

        A file that cannot be read stays beside the library until it is retried or dropped.
        """
        _must_edit(who)
        folder = self._uploads_dir
        folder.mkdir(parents=True, exist_ok=True)
        placed: list[Path] = []
        try:
            for upload in uploads:
                placed.append(_free_name(folder / upload.name, placed))
                shutil.move(upload, placed[-1])
        except OSError:  # a full disk is not filled further
            self._clear(placed)
            raise
        return self._ingest(placed, advance, who, "upload")

    def ingest_sample(self, advance: Advance, who: Visitor) -> Summary:
        """Ingest the sample documents that come with the program."""
        _must_edit(who)
        return self._ingest([SAMPLE_DIR], advance, who, "upload")

    def retry(self, source: str, advance: Advance, who: Visitor) -> Summary:
        """Read a file in quarantine once more; raise InputError if it is not there any more."""
        _must_edit(who)
        path = self._quarantined(source)
        if not path.is_file():
            raise InputError(f"{path.name}: the file is gone; upload it again")
        return self._ingest([path], advance, who, "retry")

    def drop(self, source: str, who: Visitor) -> None:
        """Take a file out of quarantine without reading it; an uploaded one is deleted."""
        _must_edit(who)
        path = self._quarantined(source)
        with self._writing() as (_, writer):
            writer.release(source)
        if self._is_upload(path):
            path.unlink(missing_ok=True)
        self._audit.note(who.name, "drop", path.name)

    def amend(self, doc_id: str, changes: Mapping[str, str], who: Visitor) -> None:
        """Correct title or filing of a document; raise InputError for what cannot be."""
        _must_edit(who)
        document = self._reading.document(doc_id)
        # What stays as it was read may still be read otherwise in a new version of the file.
        new = {
            field: value
            for field, value in checked(changes).items()
            if value != (document.title if field == TITLE else getattr(document.metadata, field))
        }
        if not new:
            return
        with open_library(self._settings, self._encoder) as writing:
            self._ingestor(writing).amend(doc_id, new)
        told = "; ".join(f"{field} = {value}" for field, value in new.items())
        self._audit.note(who.name, "amend", document.title, told)
        self._reading.refresh()

    def remove(self, doc_id: str, who: Visitor) -> tuple[int, str] | None:
        """Remove a document; return the number that brings it back and its title, if it was."""
        _must_edit(who)
        with self._writing() as (library, writer):
            known = {summary.doc_id: summary.title for summary in library.documents()}
            entry = writer.set_aside(doc_id, who.name)
        if entry is None:
            return None
        self._audit.note(who.name, "remove", known[doc_id], doc_id)
        return entry, known[doc_id]

    def bring_back(self, entry: int, who: Visitor) -> str:
        """Undo a removal and return the title; raise LibraryError if that cannot be."""
        _must_edit(who)
        with self._writing() as (library, writer):
            doc_id = writer.bring_back(entry)
            title = library.document(doc_id).title
        self._audit.note(who.name, "restore", title, doc_id)
        return title

    def mend(self, who: Visitor) -> list[str]:
        """Check the whole library, mend what can be mended and build both indexes anew.

        Returns one line per problem; it ends in "(repaired)" where that mended it.
        """
        _must_edit(who)
        with open_library(self._settings, self._encoder) as library:
            problems = library.verify(repair=True)
            if all(problem.endswith("(repaired)") for problem in problems):
                library.rebuild_indexes()
        self._audit.note(who.name, "rebuild", self._settings.library.name, f"{len(problems)}")
        self._reading.refresh()
        return problems

    @property
    def _uploads_dir(self) -> Path:
        return self._settings.library / "uploads"

    def _is_upload(self, path: Path) -> bool:
        return path.resolve().parent == self._uploads_dir.resolve()

    def _ingest(
        self, paths: Sequence[Path], advance: Advance, who: Visitor, action: str
    ) -> Summary:
        try:
            with open_library(self._settings, self._encoder) as writing:
                summary = self._ingestor(writing).ingest(paths, advance)
        finally:
            self._reading.refresh()
            self._clear(paths)
        counts = f"added {summary.added}, updated {summary.updated}, failed {len(summary.failed)}"
        for path in paths:
            self._audit.note(who.name, action, path.name, counts)
        return summary

    def _clear(self, paths: Sequence[Path]) -> None:
        """Delete the uploads among files, read or refused, but for those in quarantine."""
        waiting = {held.source for held in self._reading.quarantined()}
        for path in paths:
            # Only copies of uploads go; what lies elsewhere belongs to whoever put it there.
            if self._is_upload(path) and path.resolve().as_posix() not in waiting:
                path.unlink(missing_ok=True)

    def _ingestor(self, writing: Library) -> Ingestor:
        return build_ingestor(self._settings, writing, self._encoder)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Library, Writer]]:
        """Hold the right to change the library; the reading side follows at the end."""
        with open_library(self._settings, self._encoder) as library:
            with library.writing() as writer:
                yield library, writer
            library.build_indexes()
        self._reading.refresh()

    def _quarantined(self, source: str) -> Path:
        """Return the path of a file in quarantine; nothing else that a page names is touched."""
        self._reading.refresh()
        if source not in {held.source for held in self._reading.quarantined()}:
            raise InputError("this file is not in quarantine any more")
        return Path(source)


def _must_edit(who: Visitor) -> None:
    if not who.may_edit:
        raise ForbiddenError(f"{who.name!r} may read but not change the library")


def _free_name(path: Path, taken: Sequence[Path]) -> Path:
    """Return ``path``, numbered if a file of the same upload has this name already."""
    number, free = 1, path
    while free in taken:
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free
