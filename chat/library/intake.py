"""Watch an ingest while it runs: progress of each file and stage, then the outcome."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from chat.library.reasons import reason_in_chinese
from chat.looks.markup import escape, trouble_html
from chat.looks.wording import advice, stage_name
from ingest.pipeline import Summary
from rag.errors import RagError

Advance = Callable[[str, int, int, str], None]
# A page redraws at most this often, and at least once while a slow stage says nothing.
REDRAW_S = 0.2


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


def watch(work: Callable[[Advance], Summary], names: Sequence[str]) -> Iterator[Intake]:
    """Run ``work`` in a thread of its own and yield its progress; the last one is finished.

    The work goes on to its end even when the page that watches is closed.
    """
    reports: queue.SimpleQueue[Intake | tuple[str, int, int, str]] = queue.SimpleQueue()
    intake = Intake(tuple(names))

    def run() -> None:
        try:
            done = work(lambda *report: reports.put(report))
        except RagError as error:
            reports.put(replace(intake, trouble=advice(error), detail=str(error)))
        else:
            reports.put(replace(intake, summary=done))

    yield intake
    thread = threading.Thread(target=run, name="ingest")
    thread.start()
    while not intake.finished:
        intake = _drain(reports, intake)
        yield intake
    thread.join()


def _drain(
    reports: queue.SimpleQueue[Intake | tuple[str, int, int, str]], intake: Intake
) -> Intake:
    """Return the intake after all reports that have come, waiting for the first one."""
    report = reports.get()
    while True:
        if isinstance(report, Intake):
            return replace(report, seen=intake.seen)
        intake = intake.advanced(*report)
        try:
            report = reports.get(timeout=REDRAW_S)
        except queue.Empty:
            return intake


def intake_html(intake: Intake) -> str:
    """Return the state of every file, and of the whole."""
    if intake.trouble:
        return trouble_html(intake.trouble, intake.detail)
    rows = _outcome(intake.summary) if intake.summary else _running(intake)
    return f'<div class="tasks" role="status">{rows}</div>'


def _running(intake: Intake) -> str:
    """Return one row for each file, the current one with its stage and a bar."""
    rows = []
    for name in intake.names:
        current = bool(intake.current) and intake.current.endswith(name)
        if current:
            share = f' value="{intake.done}" max="{intake.total}"' if intake.total else ""
            words = stage_name(intake.stage)
            rows.append(_row(name, f"{words}…", f"<progress{share}></progress>"))
        elif any(seen.endswith(name) for seen in intake.seen):
            rows.append(_row(name, "已读取"))
        else:
            rows.append(_row(name, "等待中"))
    return "".join(rows)


def _outcome(summary: Summary) -> str:
    """Return what came of an ingest: counts first, then every file that failed."""
    counts = (
        (summary.added, "新增"),
        (summary.updated, "更新"),
        (summary.unchanged, "未变"),
        (len(summary.failed), "失败"),
    )
    told = "，".join(f"{words} {count} 份" for count, words in counts if count) or "没有可读的资料"
    failed = "".join(
        _row(
            source.replace("\\", "/").rsplit("/", 1)[-1],
            f"未能读取：{reason_in_chinese(reason)}",
            style="failed",
        )
        for source, reason in summary.failed
    )
    return _row("处理完成", f"{told}；共 {summary.passages:,} 段。") + failed


def _row(name: str, words: str, extra: str = "", style: str = "") -> str:
    told = f"<b>{escape(name)}</b><span>{escape(words)}</span>{extra}"
    return f'<div class="task {style}">{told}</div>'
