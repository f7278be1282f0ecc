"""The tab 评测: choose a set, run it, read what came of it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from chat.desk import Desk
from chat.looks.language import label, say
from chat.looks.markup import escape, trouble_html
from chat.looks.parts import QUICK, html_part
from chat.looks.wording import advice
from chat.measure.figures import progress_html, run_html, runs_html
from chat.measure.ratings import ratings_html
from chat.measure.sheets import sheets_html
from chat.measure.trials import SAMPLE, Progress, StoppedError, Trials
from chat.visitors import visitor
from evaluation.importers.tables import SHEET_ENDINGS
from rag.errors import InputError, RagError

RUNS: dict[str, Any] = {
    "concurrency_limit": 1,
    "concurrency_id": "evaluate",
    "show_progress": "hidden",
    "api_visibility": "private",
}
SAMPLES = (0, 20, 50, 100)
Shown = tuple[Any, ...]
# The name of a run that is done, or why there is none: None where nobody foresaw it.
End = str | RagError | None


class Bench:
    """The handlers of the tab."""

    def __init__(self, desk: Desk) -> None:
        self._trials = Trials(desk.settings, desk.ledger.audit)
        self._feedback = desk.ledger.feedback

    def opening(self) -> Shown:
        """Return the sets, the runs, the ratings, and what only those who edit see."""
        may_edit = visitor().may_edit
        seen = [gr.update(visible=may_edit)] * 2
        ratings = sheets_html() + ratings_html(*self._feedback.counts()) if may_edit else ""
        listed = runs_html(self._trials.runs())
        return (self._choices(), listed, ratings, *seen, *_buttons(self._trials.under_way))

    def keep_set(self, file: str | None) -> Shown:
        """Keep an uploaded set and choose it; return the choices and what came of it."""
        try:
            name = self._trials.keep_set(Path(file or ""), visitor())
        except RagError as error:
            return gr.skip(), _refused(error)
        words = say("题集“{name}”已收下。它会在当前资料库上提问。", name=name)
        return self._choices(name), f'<p class="note" role="status">{escape(words)}</p>'

    def run(self, name: str, sample: int) -> Iterator[Shown]:
        """Run a set; yield its progress, then the runs and the figures of this one.

        While it goes on there is a button to stop it and none to start another.
        """
        who, reports = visitor(), queue.SimpleQueue[Progress | End]()

        def work() -> None:
            end: End = None
            try:
                end = self._trials.run(name or SAMPLE, sample or None, who, reports.put).name
            except RagError as error:
                end = error
            finally:  # or the page, and whoever wants the next run, would wait for ever
                reports.put(end)

        yield progress_html(Progress()), gr.skip(), "", *_buttons(True)
        thread = threading.Thread(target=work, name="evaluation")
        thread.start()
        while isinstance(report := _newest(reports), Progress):
            yield progress_html(report), *(gr.skip(),) * 4
        thread.join()
        idle = _buttons(self._trials.under_way)
        if isinstance(report, str):
            yield "", runs_html(self._trials.runs(), report), self._figures(report), *idle
        else:
            yield _refused(report), runs_html(self._trials.runs()), "", *idle

    def stop(self) -> Shown:
        """Stop the run that is under way; the buttons follow when it has ended."""
        try:
            self._trials.stop(visitor())
        except RagError as error:
            return _refused(error), *(gr.skip(),) * 2
        if not self._trials.under_way:
            return "", *_buttons(False)
        words = f'<p class="note" role="status">{escape(say("正在停止……"))}</p>'
        return words, *(gr.skip(),) * 2

    def open(self, event: gr.EventData) -> Shown:
        """Show the figures of the run that was clicked."""
        name = _value(event, "run")
        return runs_html(self._trials.runs(), name), self._figures(name)

    def compare(self, event: gr.EventData) -> str:
        """Show the figures of a run beside those of the run that was chosen."""
        return self._figures(_value(event, "run"), _value(event, "other"))

    def _figures(self, name: str, other: str = "") -> str:
        try:
            run = self._trials.open(name)
            return run_html(run, self._trials.others(run), self._trials.compare(run, other))
        except RagError as error:
            return _refused(error)

    def _choices(self, chosen: str = "") -> Any:
        sets = self._trials.sets()
        named = [(say("内置示例题集") if each == SAMPLE else each, each) for each in sets]
        return gr.update(choices=named, value=chosen or (sets[0] if sets else None))


def build(desk: Desk, page: gr.Blocks, item: gr.Tab) -> None:
    """Lay the tab out and connect it; call inside the tab."""
    bench = Bench(desk)
    with gr.Column(elem_id="measure-column"):
        with gr.Row(elem_id="measuring") as editing:
            chosen = gr.Dropdown(
                choices=[], label=label("题集"), elem_id="question-set", filterable=False
            )
            every = [(label("全部") if not count else str(count), count) for count in SAMPLES]
            sample = gr.Dropdown(
                choices=every, value=0, label=label("抽取题数"), elem_id="sample", filterable=False
            )
            run = gr.Button(label("开始评测"), elem_id="evaluate", variant="primary")
            stop = gr.Button(label("停止评测"), elem_id="stop-evaluation", visible=False)
        upload = gr.UploadButton(
            "上传题集",
            elem_id="upload-set",
            file_types=[".jsonl", *SHEET_ENDINGS],
            size="sm",
        )
        ratings = html_part(elem_id="ratings", events=())
        status = html_part(elem_id="evaluation-status", events=())
        listed = html_part(elem_id="runs", events=("open",))
        figures = html_part(elem_id="run", events=("compare",))
    opening = [chosen, listed, ratings, editing, upload, run, stop]
    for opened in (page.load, item.select):
        opened(bench.opening, None, opening, **QUICK)
    upload.upload(bench.keep_set, [upload], [chosen, status], **QUICK)
    run.click(bench.run, [chosen, sample], [status, listed, figures, run, stop], **RUNS)
    stop.click(bench.stop, None, [status, run, stop], **QUICK)
    listed.open(bench.open, None, [listed, figures], **QUICK)
    figures.compare(bench.compare, None, [figures], **QUICK)


def _buttons(under_way: bool) -> tuple[Any, Any]:
    """Return which of the buttons that start and stop a run are there."""
    return gr.update(visible=not under_way), gr.update(visible=under_way)


def _value(event: gr.EventData, name: str) -> str:
    """Return one untrusted value of a click, cut to a sane length."""
    return str((event._data or {}).get(name, ""))[:80]


def _newest(reports: queue.SimpleQueue[Progress | End]) -> Progress | End:
    """Return the last report that has come, waiting for the first one."""
    report = reports.get()
    while isinstance(report, Progress) and not reports.empty():
        report = reports.get()
    return report


def _refused(error: RagError | None) -> str:
    if error is None:
        return trouble_html(say("程序内部出错，评测没有做完。请看看磁盘是否已满，再试一次。"))
    if isinstance(error, StoppedError):
        return f'<p class="note" role="status">{escape(say("已停止；已问过的题保留着。"))}</p>'
    if type(error) is InputError:
        words = say("评测没有进行：题集或请求有问题，请按下面的提示修改。")
        return trouble_html(words, error)
    return trouble_html(advice(error), error)
