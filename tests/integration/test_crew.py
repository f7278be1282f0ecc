"""Processes that read files: in order, bounded, and none takes another with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest.crew
from ingest.crew import Crew
from ingest.reading import Event, Kept, Read, Task, Unread
from rag.config import IngestSettings
from rag.errors import IngestError

pytestmark = pytest.mark.integration
TEXT = "甲市人民政府关于场景开放的意见\n一、总体要求。各部门要结合实际细化措施，明确责任人。\n"


class Ends:
    """Ends the process that unpickles it, as a damaged file may end its parser."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)


class Sleeps:
    """Keeps the process that unpickles it busy for a minute."""

    def __reduce__(self) -> tuple[object, tuple[float]]:
        return time.sleep, (60.0,)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.txt" for number in range(12)]
    for number, path in enumerate(paths):
        path.write_text(f"第{number}号\n{TEXT}", encoding="utf-8")
    return paths


def tasks(files: list[Path]) -> Iterator[Task]:
    yield from (Task(path, path.name, "0" * 64) for path in files)


def told(crew: Crew, wanted: Iterator[Task]) -> list[tuple[str, list[Event]]]:
    return [(task.source, list(events)) for task, events in crew.read(wanted)]


def test_files_come_in_their_order_from_several_processes(files: list[Path]) -> None:
    with Crew(IngestSettings(workers=2)) as crew:
        found = told(crew, tasks(files))
    assert [source for source, _ in found] == [path.name for path in files]
    for number, (_, (event,)) in enumerate(found):
        assert isinstance(event, Read)
        assert event.document.text.startswith(f"第{number}号")
        assert event.passages


def test_a_file_that_ends_its_process_is_told_and_the_others_are_read(files: list[Path]) -> None:
    def wanted() -> Iterator[Task]:
        for number, task in enumerate(tasks(files)):
            known = {3: Ends(), 7: Sleeps()}.get(number, {})
            yield Task(task.path, task.source, task.sha256, known)  # type: ignore[arg-type]

    with Crew(IngestSettings(workers=2, patience_s=5)) as crew:
        found = dict(told(crew, wanted()))
    (ended,), (slow,) = found.pop("3.txt"), found.pop("7.txt")
    assert ended == Unread("reading it ended the reading process (exit code 9)")
    assert isinstance(slow, Unread)
    assert "took longer than 5 s (ingest.patience_s)" in slow.reason
    assert all(isinstance(event, Read) for (event,) in found.values())


def test_a_long_file_waits_for_its_turn_and_known_records_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.crew, "_CHARS_AHEAD", 400_000)
    lines = [f'{{"id": "{n}", "title": "", "text": "{"场景" * 4000}{n}"}}' for n in range(400)]
    file = tmp_path / "corpus.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    with Crew(IngestSettings(workers=1)) as crew:
        ((task, events),) = crew.read(iter([Task(file, "c.jsonl", "0" * 64)]))
        first = next(events)
        assert isinstance(first, Read)
        time.sleep(1.0)
        (box,) = crew._boxes
        assert box._chars < 2 * 400_000
        rest = list(events)
        assert len(rest) == 399
        known = {
            each.document.sha256: each.document.doc_id for each in rest if isinstance(each, Read)
        }
        ((_, again),) = crew.read(iter([Task(file, task.source, "0" * 64, known)]))
        kinds = [type(event) for event in again]
    assert kinds == [Read, *[Kept] * 399]


def test_stopping_in_the_middle_leaves_no_process(files: list[Path]) -> None:
    with Crew(IngestSettings(workers=2)) as crew:
        for _, events in crew.read(tasks(files)):
            next(events)
            break
        processes = [worker._process for worker in crew._workers]
    for process in processes:
        assert process is not None
        process.join(5)
        assert process.exitcode is not None


def test_a_process_that_cannot_be_started_loses_no_file_in_silence(files: list[Path]) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with Crew(IngestSettings(workers=1)) as crew:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
        try:
            with pytest.raises(IngestError, match="no process to read files can be started"):
                told(crew, tasks(files[:1]))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_script_without_a_guard_is_told_so(files: list[Path]) -> None:
    """The process that reads loads the script again, which would begin to ingest, too."""
    script = files[0].with_name("unguarded.py")
    script.write_text(
        "from pathlib import Path\nfrom ingest.crew import Crew\nfrom ingest.reading import Task\n"
        "from rag.config import IngestSettings\n"
        f"file = Path({str(files[0])!r})\n"
        "with Crew(IngestSettings(workers=1)) as crew:\n"
        "    [list(events) for _, events in crew.read([Task(file, file.name, '')])]\n",
        encoding="utf-8",
    )
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1
    assert "below `if __name__ == '__main__':`" in ended.stderr.splitlines()[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is no signal there")
def test_ctrl_c_in_the_terminal_leaves_a_process_that_is_starting_alone(files: list[Path]) -> None:
    """The terminal sends it to every process; the one that asked decides what it means."""

    def interrupt() -> None:
        while not (there := [each for each in multiprocessing.active_children() if each.pid]):
            time.sleep(0.001)
        os.kill(there[0].pid or 0, signal.SIGINT)

    sender = threading.Thread(target=interrupt)
    sender.start()
    with Crew(IngestSettings(workers=1)) as crew:
        found = told(crew, tasks(files[:2]))
    sender.join()
    assert all(isinstance(event, Read) for _, events in found for event in events)
