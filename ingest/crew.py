"""Processes that read files, so that a file which crashes its reader takes nothing with it."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from ingest.box import Box
from ingest.reading import Event, Task, Unread, read
from rag.config import IngestSettings
from rag.errors import IngestError

_AHEAD = 4  # files read or being read before their turn, for each process
_CHARS_AHEAD = 4_000_000  # of text read before its turn, for each file
_DYING_S = 5.0


class Crew:
    """Reads files in processes of its own, a context manager; started when first needed."""

    def __init__(self, settings: IngestSettings) -> None:
        self._settings = settings
        self._count = settings.workers
        self._threads = ThreadPoolExecutor(self._count, "reading")
        self._own = threading.local()
        self._workers: list[_Worker] = []
        self._boxes: list[Box] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *exc: object) -> None:
        """Stop reading, whatever is under way."""
        for box in self._boxes:
            box.close()
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(cancel_futures=True)

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Iterator[Event]]]:
        """Yield every task with its events, in the order of the tasks.

        Tasks are drawn and events taken in the calling thread; the files after the one whose
        turn it is are read meanwhile, as far as memory allows. Raise IngestError where no
        process can be started.
        """
        waiting: deque[tuple[Task, Box]] = deque()
        for task in tasks:
            box = Box(_CHARS_AHEAD)
            self._boxes.append(box)
            waiting.append((task, box))
            self._threads.submit(self._fill, task, box)
            if len(waiting) >= self._count * _AHEAD:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _next(self, waiting: deque[tuple[Task, Box]]) -> tuple[Task, Iterator[Event]]:
        task, box = waiting.popleft()
        return task, self._emptied(box)

    def _emptied(self, box: Box) -> Iterator[Event]:
        yield from box
        self._boxes.remove(box)

    def _fill(self, task: Task, box: Box) -> None:
        """Read one file by the process of this thread into its box."""
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = _Worker(self._settings)
            self._workers.append(worker)
        try:
            for event in worker.read(task):
                if not box.put(event):
                    return
        except Exception as exc:  # noqa: BLE001 (raised where the events are taken)
            box.fail(exc)
        finally:
            box.end()


class _Worker:
    """One process; started again after a file that ended it."""

    def __init__(self, settings: IngestSettings) -> None:
        self._settings = settings
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._stopped = False

    def read(self, task: Task) -> Iterator[Event]:
        """Yield the events of a file; Unread last if the process ended or took too long."""
        connection = self._ready(task.source)
        try:
            connection.send(task)
            while connection.poll(self._settings.patience_s):
                event: Event | None = connection.recv()
                if event is None:
                    return
                yield event
            reason = f"took longer than {self._settings.patience_s:,.0f} s (ingest.patience_s)"
        except (EOFError, OSError):
            reason = "reading it ended the reading process"
        code = self._end()
        if not self._stopped:
            yield Unread(f"{reason} (exit code {code})" if code is not None else reason)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._stopped = True
        if self._process is not None and self._process.is_alive():
            self._process.kill()

    def _ready(self, source: str) -> Connection:
        """Return the connection to a process that waits for a file; raise IngestError for none.

        What a file takes is counted from then on.
        """
        new = self._connection is None
        connection = self._connection or self._start(source)
        try:
            connection.recv()
        except (EOFError, OSError) as exc:
            code = self._end()
            if not new:  # it went after its last file, so no file is to blame
                return self._ready(source)
            raise IngestError(
                source,
                f"the process that reads files ended as it started (exit code {code}); a script "
                "that ingests has to do so below `if __name__ == '__main__':`",
            ) from exc
        return connection

    def _start(self, source: str) -> Connection:
        # Not forked: the parent has threads, and models in memory.
        context = multiprocessing.get_context("spawn")
        try:
            ours, theirs = context.Pipe()
            process = context.Process(
                target=serve, args=(theirs, self._settings), name="reading", daemon=True
            )
            with theirs, _undisturbed():
                process.start()
        except OSError as exc:
            raise IngestError(
                source,
                f"no process to read files can be started ({exc.strerror or exc}); close "
                "other programs or set ingest.workers lower",
            ) from exc
        self._connection, self._process = ours, process
        if self._stopped:  # while it was starting
            process.kill()
        return ours

    def _end(self) -> int | None:
        """Make sure that the process is gone; return its exit code if it went by itself."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is None:
            return None
        process.join(0.5)
        code = process.exitcode
        if code is None:
            process.kill()
            process.join(_DYING_S)
        return code


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Start a process that Ctrl+C does not reach, though the whole terminal is told.

    Until it can say so itself (``serve``), it keeps the mask that it inherits from this thread.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask when the first process starts it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(connection: Connection, settings: IngestSettings) -> None:
    """Read the files that are asked for until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    while True:
        try:
            connection.send(None)  # ready
            task: Task = connection.recv()
            for event in read(task, settings):
                connection.send(event)
            connection.send(None)
        except (EOFError, OSError):
            return
