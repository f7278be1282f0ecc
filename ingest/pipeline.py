"""From files to a library: read, cut, encode what changed, store each document whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ingest import loaders
from ingest.amending import amended, checked
from ingest.crew import Crew
from ingest.encoding import embedding_text
from ingest.fields import relations
from ingest.files import Plan, file_sha256, plan, record_count, source_name
from ingest.loaders import LISTED
from ingest.passages import chunker
from ingest.reading import CONTAINERS, RECORDS, Broken, Event, Kept, Read, Task, Unread, made, read
from ingest.shelf import Shelf, Summary
from ingest.storing import Progress, Run
from rag.config import IngestSettings
from rag.protocols import Encoder

__all__ = ["Ingestor", "Progress", "Shelf", "Summary", "embedding_text"]

# A few short plain texts are read where we are: a process takes longer to start than they do.
_PLAIN = frozenset({".txt", ".text", ".md", ".markdown", ".jsonl", ".ndjson"})
_FEW_FILES, _FEW_BYTES = 8, 2_000_000


class Ingestor:
    """Reads files and folders into a library."""

    def __init__(self, library: Shelf, encoder: Encoder, settings: IngestSettings) -> None:
        self._library = library
        self._encoder = encoder
        self._settings = settings
        sizes = f"{settings.target_chars}/{settings.max_chars}"
        self._recipe = f"{loaders.VERSION}/{chunker.VERSION}/{sizes}/{relations.VERSION}"

    def ingest(self, paths: Sequence[Path], progress: Progress | None = None) -> Summary:
        """Read files and folders; what is unchanged is not read again.

        A changed file replaces what it held, a file gone from a folder that is listed whole
        is removed, a file that cannot be read is listed in ``failed``, put in quarantine and
        keeps its old state. One that is in quarantine as it is now is tried again only where
        it is named itself. Every document is stored in one step, so that an interrupted ingest
        leaves whole documents and a second run finishes it. Raises LockError, LibraryError or
        ModelError where going on makes no sense.
        """
        return self._run(plan(paths, LISTED), [source_name(path) for path in paths], progress)

    def retry(self, progress: Progress | None = None) -> Summary:
        """Try the files in quarantine again; those that are gone leave it."""
        files = [Path(held.source) for held in self._library.quarantined()]
        there = [path for path in files if path.is_file()]
        gone = [source_name(path) for path in files if path not in there]
        return self._run(plan(there, LISTED), ["--retry"], progress, gone)

    def follow(self, changed: Sequence[Path], gone: Sequence[str]) -> Summary:
        """Read files that changed and forget sources that are gone, in this order.

        A file that was renamed is in both, and so keeps its document.
        """
        return self._run(plan(changed, LISTED), ["--watch"], None, gone)

    def amend(self, doc_id: str, changes: Mapping[str, str]) -> None:
        """Correct the title of a document or what it is filed under, now and in later versions.

        Raises InputError for a field or value that cannot be, LibraryError if the document
        is not there.
        """
        wanted = checked(changes)
        with self._library.writing() as writer:
            document = self._library.document(doc_id)
            # What another program read must be read anew by the next ingest all the same.
            current = document.source in self._library.current(self._recipe)
            run = Run(self._library, writer, self._encoder, self._recipe if current else "")
            for source in run.identities.sources_of(doc_id):
                writer.amend(source, wanted)
            self._add(run, Read(document, ()), None)
            run.flush()
        self._library.build_indexes()

    def _run(
        self,
        planned: Plan,
        asked: Sequence[str],
        progress: Progress | None,
        gone: Sequence[str] = (),
    ) -> Summary:
        with self._library.writing() as writer:
            run = Run(self._library, writer, self._encoder, self._recipe, progress)
            with run.job(asked):
                run.summary.skipped = planned.skipped
                run.summary.failed += planned.failed
                run.total = sum(map(_documents_in, planned.files))
                for task, events in self._reading(planned, run):
                    self._take(run, task, events)
                run.flush()
                for source in gone:
                    run.forget_below(source)
                for root in planned.roots:
                    run.forget_below(source_name(root))
                self._library.refresh()
                run.report("index", 0, 1, "")
                self._library.build_indexes()
                run.report("index", 1, 1, "")
        return run.summary

    def _reading(self, planned: Plan, run: Run) -> Iterator[tuple[Task, Iterator[Event]]]:
        tasks = self._tasks(planned, run)
        if _is_little(planned.files):
            yield from ((task, read(task, self._settings)) for task in tasks)
            return
        with Crew(self._settings) as crew:
            yield from crew.read(tasks)

    def _tasks(self, planned: Plan, run: Run) -> Iterator[Task]:
        """Yield what has to be read; what is unchanged or set aside is counted as such."""
        for path in planned.files:
            source = source_name(path)
            try:
                sha256 = file_sha256(path)
            except OSError:  # whoever reads it will say why
                yield Task(path, source, "")
                continue
            if path not in planned.named and run.is_set_aside(source, sha256):
                run.set_aside(source)
                run.done += 1
            elif kept := run.held_of(source, sha256, path.suffix.lower() in CONTAINERS):
                for name in kept:
                    run.keep(name)
                run.done += len(kept) if path.suffix.lower() in RECORDS else 1
            else:
                known = run.known_records(source) if path.suffix.lower() in RECORDS else {}
                yield Task(path, source, sha256, known)

    def _take(self, run: Run, task: Task, events: Iterable[Event]) -> None:
        """Store what one file gives."""
        before, reason = len(run.seen), ""
        suffix = task.path.suffix.lower()
        run.report("read", run.done, run.total, task.source)
        for event in events:
            match event:
                case Kept(source):
                    run.keep(source)
                case Broken(reason):  # the file is tried again, so it is not set aside
                    run.fail(task.source, "", reason)
                case Unread(reason):
                    run.fail(task.source, task.sha256, reason)
                case Read(document):
                    if document.source != task.source:
                        run.report("read", run.done, run.total, document.source)
                    self._add(run, event, task)
            run.done += suffix in RECORDS
        run.done += suffix not in RECORDS
        if suffix in CONTAINERS and not reason:
            run.end_file(task.source, task.sha256, len(run.seen) - before)

    def _add(self, run: Run, found: Read, task: Task | None) -> None:
        """Take in a document under an id of its own, as people corrected it."""
        document = found.document
        if (doc_id := run.identities.take(document)) != document.doc_id:
            document = replace(document, doc_id=doc_id)
        document = amended(document, run.amendments(document))
        if document is not found.document or task is None:
            found = made(document, self._settings)
        original = task.path if task and document.sha256 == task.sha256 else None
        run.add(found.document, found.passages, original)


def _is_little(files: Sequence[Path]) -> bool:
    """Tell whether the files are so few and plain that no process need be started for them."""
    if len(files) > _FEW_FILES or any(path.suffix.lower() not in _PLAIN for path in files):
        return False
    try:
        return sum(path.stat().st_size for path in files) <= _FEW_BYTES
    except OSError:
        return True


def _documents_in(path: Path) -> int:
    """Return how many documents a file will give, for the progress: 1, or its records."""
    return record_count(path) if path.suffix.lower() in RECORDS else 1
