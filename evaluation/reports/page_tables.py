"""The figures of a report as HTML: cards, tables, and what took part."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from evaluation.reports.tables import BY_TYPE, figure_text, interval_text, share_text
from evaluation.reports.wording import FACTS, SECTIONS, figure_name, type_name

Record = dict[str, Any]
CARDS = (
    ("answer", "contains"),
    ("retrieval", "recall@5"),
    ("abstention", "recall"),
    ("abstention", "answered_rate"),
    ("citation", "exact"),
    ("latency_ms", "p50"),
)


def cards_html(report: Record) -> str:
    """Return the few figures that come first."""
    cards = "".join(_card(report, *figure) for figure in CARDS)
    return f'<section class="cards">{cards}</section>'


def _card(report: Record, section: str, name: str) -> str:
    interval, title = report["intervals"][section][name], f"{section} {name}"
    return (
        f'<div class="card"><span>{escape(figure_name(title))}</span>'
        f"<strong>{figure_text(title, report[section][name])}</strong>"
        f"<small>{_between(title, interval)}</small><small>{interval['n']} 题</small></div>"
    )


def tables_html(report: Record) -> str:
    """Return all figures, those by type, the judge's opinion and what took part."""
    rows = "".join(
        f"<tr><th>{escape(SECTIONS[section])}</th><td>{escape(figure_name(f'{section} {name}'))}"
        f"</td><td>{figure_text(f'{section} {name}', report[section][name])}</td>"
        f"<td>{_between(f'{section} {name}', interval)}</td><td>{interval['n']}</td></tr>"
        for section, figures in report["intervals"].items()
        for name, interval in figures.items()
        if interval["n"]
    )
    names = "".join(f"<th>{escape(figure_name(f'{s} {n}'))}</th>" for s, n in BY_TYPE)
    by_type = "".join(
        f"<tr><th>{escape(type_name(kind))}</th><td>{part['n']}</td>"
        + "".join(f"<td>{figure_text(f'{s} {n}', part[s][n])}</td>" for s, n in BY_TYPE)
        + "</tr>"
        for kind, part in report["by_type"].items()
    )
    return (
        "<section><h2>全部指标</h2>"
        + _table("<th></th><th>指标</th><th>数值</th><th>95% 置信区间</th><th>题数</th>", rows)
        + "</section><section><h2>分题型</h2>"
        + _table(f"<th>题型</th><th>题数</th>{names}", by_type)
        + f"</section>{_judge(report)}{_provenance(report)}"
    )


def _table(heads: str, rows: str) -> str:
    """Return a table in a box of its own, which a narrow screen pushes to the side."""
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _judge(report: Record) -> str:
    if "judge" not in report:
        return ""
    judged = report["judge"]
    values = (
        ("由语言模型评判的回答", judged["n"]),
        ("没有看懂的评语", judged["not_understood"]),
        ("判为正确的比例", share_text(judged["right"])),
        ("与“答到要点”一致的比例", share_text(judged["agreement"])),
        ("Cohen κ", judged["kappa"]),
    )
    rows = "".join(
        f"<tr><th>{name}</th><td>{'–' if value is None else value}</td></tr>"
        for name, value in values
    )
    return f"<section><h2>语言模型评判（仅供参考）</h2><table>{rows}</table></section>"


def _provenance(report: Record) -> str:
    facts = {**report["fingerprints"], **report["run"]}
    rows = "".join(
        f"<tr><th>{escape(FACTS.get(name, name))}</th><td>{escape(str(value))}</td></tr>"
        for name, value in facts.items()
        if value not in ("", None)
    )
    settings = escape(json.dumps(report["settings"], ensure_ascii=False, indent=1))
    return (
        "<details><summary>参与评测的程序、模型与设置</summary>"
        f'<table class="facts">{rows}</table><pre>{settings}</pre></details>'
    )


def _between(title: str, interval: Record) -> str:
    return "–" if interval["low"] is None else interval_text(title, interval)
