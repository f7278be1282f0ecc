"""The HTML of a run: its figures, its failures, and what changed since another run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from chat.looks.language import say
from chat.looks.markup import escape
from chat.looks.wording import file_name
from chat.measure.comparison import changes_html, choice_html
from chat.measure.naming import asked, failure_title, figure_title, note_title, when
from chat.measure.trials import SAMPLE_SET, Progress, set_name
from chat.visitors import visitor
from evaluation.contrast import Contrast
from evaluation.reports.tables import figure_text, interval_text
from evaluation.runs import Run

RUNS_SHOWN = 30
FAILURES_SHOWN = 60
_KEY_FIGURES = (
    ("answer", "contains"),
    ("retrieval", "recall@5"),
    ("abstention", "precision"),
    ("abstention", "recall"),
)
_STAGES = {"questions": "正在逐题提问", "read": "正在读取资料", "encode": "正在计算向量"}


def progress_html(progress: Progress) -> str:
    """Return how far the run is."""
    words = say(_STAGES.get(progress.stage, "正在准备"))
    share = f' value="{progress.done}" max="{progress.total}"' if progress.total else ""
    count = f"{progress.done:,} / {progress.total:,}" if progress.total else ""
    asking = progress.stage == "questions"
    current = progress.question if asking else file_name(progress.question)
    return (
        f'<div class="tasks" role="status"><div class="task"><b>{escape(words)}</b>'
        f"<span>{count} {escape(current[:60])}</span><progress{share}></progress>"
        "</div></div>"
    )


def runs_html(runs: Sequence[Run], opened: str = "") -> str:
    """Return the list of runs, newest first, with their main figures."""
    if not runs:
        words = say("还没有评测。")
        if visitor().may_edit:
            words = say("还没有评测。选一个题集，点“开始评测”，就能知道回答得有多准。")
        return f'<p class="list-empty">{escape(words)}</p>'
    heads = ("时间", "题集", "题数", *(" ".join(key) for key in _KEY_FIGURES), "")
    head = "".join(f'<th scope="col">{escape(figure_title(each))}</th>' for each in heads)
    rows = "".join(_run_row(run, run.name == opened) for run in runs[:RUNS_SHOWN])
    return (
        f'<div class="table-box"><table class="figures runs"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _run_row(run: Run, opened: bool) -> str:
    values = [figure_text(" ".join(key), _value(run, *key)) for key in _KEY_FIGURES]
    name = escape(run.name)
    if run.report is None:
        way = f"<span>{escape(say('未完成'))}</span>"
    else:
        report = say("完整报告")
        way = (
            f'<button type="button" class="quiet" data-event="open" data-run="{name}">'
            f"{escape(say('查看'))}</button> "
            f'<a class="quiet" href="/evaluations/{name}/report.html" target="_blank"'
            f' rel="noopener">{escape(report)}</a>'
        )
    cells = (when(run), _set_title(run), asked(run), *values)
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    mark = ' class="current"' if opened else ""
    return f'<tr{mark}>{told}<td class="ways">{way}</td></tr>'


def run_html(run: Run, others: Sequence[Run], before: tuple[Run, Contrast] | None) -> str:
    """Return the figures of one run with their intervals, what changed, and what went wrong.

    ``others`` are the runs that it can be compared with, ``before`` is the one it is.
    """
    report = run.finished()
    rows = "".join(
        _figure_row(f"{section} {name}", report[section][name], interval)
        for section, figures in report["intervals"].items()
        for name, interval in figures.items()
        if report[section][name] is not None
    )
    heads = "".join(
        f'<th scope="col">{escape(say(each))}</th>' for each in ("指标", "数值", "95% 区间", "题数")
    )
    title = say("{set} · {count} 题", set=_set_title(run), count=report["data"]["asked"])
    notes = "".join(f'<p class="note">{escape(note_title(note))}</p>' for note in report["notes"])
    return (
        f'<section class="run"><h3>{escape(title)}</h3>{notes}'
        f"{choice_html(run, others, before)}{changes_html(before)}"
        f'<div class="table-box"><table class="figures"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{_failures(run)}</section>"
    )


def _figure_row(name: str, value: float | None, interval: dict[str, Any]) -> str:
    between = "" if value is None else interval_text(name, interval)
    cells = (figure_title(name), figure_text(name, value), between, str(interval["n"]))
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _failures(run: Run) -> str:
    wrong = (record for record in run.records() if record.get("failure"))
    shown = list(islice(wrong, FAILURES_SHOWN + 1))
    if not shown:
        return f'<p class="note">{escape(say("没有答错的题。"))}</p>'
    rows = "".join(_failure(record) for record in shown[:FAILURES_SHOWN])
    more = say("更多见完整报告。") if len(shown) > FAILURES_SHOWN else ""
    title = say("没答对的题")
    return (
        f'<details class="aside" open><summary>{escape(title)}</summary><ul>{rows}</ul>'
        f'<p class="note">{escape(more)}</p></details>'
    )


def _failure(record: dict[str, Any]) -> str:
    expected = record.get("expected", {}).get("answers", [])
    result = record.get("result", {})
    answered = str(result.get("short_answer") or result.get("answer", ""))[:160]
    wanted = say("应答：{words}", words="；".join(map(str, expected))[:160] or say("资料里没有"))
    return (
        f'<li class="held"><div><b>{escape(record.get("question", ""))}</b>'
        f'<span class="reason">{escape(failure_title(record["failure"]))}</span>'
        f'<span class="when">{escape(wanted)}</span>'
        f'<span class="when">{escape(say("实答：{words}", words=answered))}</span></div></li>'
    )


def _set_title(run: Run) -> str:
    name = set_name(run)
    return say("内置示例题集") if name == SAMPLE_SET.name else name


def _value(run: Run, section: str, name: str) -> float | None:
    value = (run.report or {}).get(section, {}).get(name)
    return float(value) if value is not None else None
