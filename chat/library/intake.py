"""Watch an ingest while it runs: progress of each file and stage, then the outcome."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from chat.library.reasons import reading_reason
from chat.looks.language import say
from chat.looks.markup import escape, trouble_html
from chat.looks.wording import advice, file_name, stage_name
from ingest.pipeline import Summary
from rag.errors import RagError

Advance = Callable[[str, int, int, str], None]
# What came of an ingest; None where something went wrong that nobody foresaw.
End = Summary | RagError | None
# A page redraws at most this often, and at least once while a slow stage says nothing.
REDRAW_S = 0.2
# So many files have a row of their own while an ingest runs.
FILES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Intake:
    """How far an ingest has come; ``names`` are the files as people know them."""

    names: tuple[str, ...]
    stage: str = ""
    done: int = 0
    total: int = 0
    current: str = ""
    summary: Summary | None = None
    trouble: str = ""
    detail: str = ""
    seen: tuple[str, ...] = field(default_factory=tuple)

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return self.summary is not None or bool(self.trouble)

    def advanced(self, stage: str, done: int, total: int, name: str) -> Intake:
        """Return the intake after one report of the ingest."""
        seen = self.seen if name in self.seen or not name else (*self.seen, name)
        return replace(self, stage=stage, done=done, total=total, current=name, seen=seen)

    def ended(self, end: End) -> Intake:
        """Return the intake after the end of the ingest."""
        match end:
            case Summary():
                return replace(self, summary=end)
            case RagError():
                return replace(self, trouble=advice(end), detail=str(end))
        words = "程序内部出错，没有读完。请看看磁盘是否已满，再试一次。"
        return replace(self, trouble=say(words))


def watch(work: Callable[[Advance], Summary], names: Sequence[str]) -> Iterator[Intake]:
    """Run ``work`` in a thread of its own and yield its progress; the last one is finished.

    The work goes on to its end even when the page that watches is closed.
    """
    reports: queue.SimpleQueue[End | tuple[str, int, int, str]] = queue.SimpleQueue()
    intake = Intake(tuple(names))

    def run() -> None:
        end: End = None
        try:
            end = work(lambda *report: reports.put(report))
        except RagError as error:
            end = error
        finally:  # or the page, and every other writer, would wait for ever
            reports.put(end)

    yield intake
    thread = threading.Thread(target=run, name="ingest")
    thread.start()
    while not intake.finished:
        intake = _drain(reports, intake)
        yield intake
    thread.join()


def _drain(reports: queue.SimpleQueue[End | tuple[str, int, int, str]], intake: Intake) -> Intake:
    """Return the intake after all reports that have come, waiting for the first one."""
    report = reports.get()
    while isinstance(report, tuple):
        intake = intake.advanced(*report)
        try:
            report = reports.get(timeout=REDRAW_S)
        except queue.Empty:
            return intake
    return intake.ended(report)


def intake_html(intake: Intake) -> str:
    """Return the state of every file, and of the whole."""
    if intake.trouble:
        return trouble_html(intake.trouble, intake.detail)
    rows = _outcome(intake.summary) if intake.summary else _running(intake)
    return f'<div class="tasks" role="status">{rows}</div>'


def _running(intake: Intake) -> str:
    """Return a row for the whole where there are many, then one for each file not yet read."""
    states = [(name, _state(intake, name)) for name in intake.names]
    if len(states) == 1:
        return _file_row(intake, *states[0])
    read = sum(state == "read" for _, state in states)
    whole = _row(
        say("正在读取 {count} 个文件", count=len(states)),
        say("已完成 {count} 个", count=read),
        f'<progress value="{read}" max="{len(states)}"></progress>',
    )
    open_ = [each for each in states if len(states) <= FILES_SHOWN or each[1] != "read"]
    rows = "".join(_file_row(intake, *each) for each in open_[:FILES_SHOWN])
    left = len(open_) - FILES_SHOWN
    more = escape(say("还有 {count} 个文件", count=left)) if left > 0 else ""
    return f'{whole}{rows}<p class="note">{more}</p>'


def _state(intake: Intake, name: str) -> str:
    """Return current, read or waiting: how far a file has come."""
    if intake.current and _names(intake.current, name):
        return "current"
    return "read" if any(_names(seen, name) for seen in intake.seen) else "waiting"


def _names(source: str, name: str) -> bool:
    """Whether a source of the ingest is a file, or a record or member of it."""
    return source.endswith(f"/{name}") or f"/{name}#" in source or source == name


def _file_row(intake: Intake, name: str, state: str) -> str:
    if state == "current":
        share = f' value="{intake.done}" max="{intake.total}"' if intake.total else ""
        return _row(name, f"{stage_name(intake.stage)}…", f"<progress{share}></progress>")
    return _row(name, say("已读取") if state == "read" else say("等待中"))


def _outcome(summary: Summary) -> str:
    """Return what came of an ingest: counts first, then every file that failed."""
    counts = (
        (summary.added, "新增 {count} 份"),
        (summary.updated, "更新 {count} 份"),
        (summary.unchanged, "未变 {count} 份"),
        (len(summary.failed), "失败 {count} 份"),
    )
    told = say("，").join(say(words, count=count) for count, words in counts if count)
    passages = say("共 {count} 段", count=f"{summary.passages:,}")
    failed = "".join(
        _row(
            file_name(source),
            say("未能读取：{reason}", reason=reading_reason(reason)),
            style="failed",
        )
        for source, reason in summary.failed
    )
    done = f"{told or say('没有可读的资料')}{say('；')}{passages}"
    way = f'<button type="button" class="quiet" data-tab="ask">{escape(say("去提问"))}</button>'
    return _row(say("处理完成"), done, way if summary.added else "") + failed


def _row(name: str, words: str, extra: str = "", style: str = "") -> str:
    told = f"<b>{escape(name)}</b><span>{escape(words)}</span>{extra}"
    return f'<div class="task {style}">{told}</div>'
