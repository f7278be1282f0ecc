"""The report as one HTML file that needs nothing else: no network, no other file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, TextIO

from evaluation.files import read_lines
from evaluation.outcome import Outcome
from evaluation.reports.plots import plots_html
from evaluation.reports.wording import FAILURES, SECTIONS, figure_name, type_name

Record = dict[str, Any]
CARDS = (
    ("answer", "contains"),
    ("retrieval", "recall@5"),
    ("abstention", "recall"),
    ("abstention", "answered_rate"),
    ("citation", "exact"),
    ("latency_ms", "p50"),
)
_BY_TYPE = (
    ("retrieval", "recall@5"),
    ("answer", "contains"),
    ("answer", "f1"),
    ("abstention", "recall"),
    ("abstention", "answered_rate"),
    ("citation", "evidence_recall"),
)
# Nothing from anywhere: whatever a document or an answer holds, this page loads nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def write_page(path: Path, report: Record, questions: Path) -> None:
    """Write the page of a report; ``questions`` is the ``questions.jsonl`` of its run.

    Questions are copied one at a time, a passage that several found only once.
    """
    outcomes = [Outcome.from_record(record["scores"]) for record in read_lines(questions)]
    with path.open("w", encoding="utf-8") as page:
        page.write(_head(report))
        page.write(f'<section id="plots">{plots_html(report, outcomes)}</section>')
        page.write(_tables(report))
        page.write(_controls())
        page.write('<script type="application/json" id="data">\n')
        _write_data(page, read_lines(questions))
        page.write(f"</script><script>{_asset('page.js')}</script></main></body></html>\n")


def _head(report: Record) -> str:
    data, run = report["data"], report["run"]
    title = f"评测报告 · {data['questions']}"
    facts = (
        f"{data['asked']} 题（共 {data['of']} 题）· 资料 {data['corpus']}："
        f"{data['documents']} 篇，{data['passages']} 段 · 内存 {run['memory_mb'] or '–'} MB"
    )
    notes = "".join(f"<li>{escape(note)}</li>" for note in report["notes"])
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_asset('page.css')}</style></head><body><main>"
        f"<header><h1>{escape(title)}</h1><p>{escape(facts)}</p></header>"
        + (f'<ul class="notes">{notes}</ul>' if notes else "")
        + f'<section class="cards">{"".join(_card(report, *figure) for figure in CARDS)}</section>'
    )


def _card(report: Record, section: str, name: str) -> str:
    interval = report["intervals"][section][name]
    return (
        f'<div class="card"><span>{escape(figure_name(f"{section} {name}"))}</span>'
        f"<strong>{_number(section, name, report[section][name])}</strong>"
        f"<small>{_between(section, name, interval)} · n={interval['n']}</small></div>"
    )


def _tables(report: Record) -> str:
    rows = "".join(
        f"<tr><th>{escape(SECTIONS[section])}</th><td>{escape(figure_name(f'{section} {name}'))}"
        f"</td><td>{_number(section, name, report[section][name])}</td>"
        f"<td>{_between(section, name, interval)}</td><td>{interval['n']}</td></tr>"
        for section, figures in report["intervals"].items()
        for name, interval in figures.items()
    )
    names = "".join(f"<th>{escape(figure_name(f'{s} {n}'))}</th>" for s, n in _BY_TYPE)
    by_type = "".join(
        f"<tr><th>{escape(type_name(kind))}</th><td>{part['n']}</td>"
        + "".join(f"<td>{_number(s, n, part[s][n])}</td>" for s, n in _BY_TYPE)
        + "</tr>"
        for kind, part in report["by_type"].items()
    )
    return (
        "<section><h2>全部指标</h2><table><thead><tr><th></th><th>指标</th><th>数值</th>"
        f"<th>95% 置信区间</th><th>n</th></tr></thead><tbody>{rows}</tbody></table></section>"
        f"<section><h2>分题型</h2><table><thead><tr><th>题型</th><th>n</th>{names}</tr></thead>"
        f"<tbody>{by_type}</tbody></table></section>{_judge(report)}{_provenance(report)}"
    )


def _judge(report: Record) -> str:
    if "judge" not in report:
        return ""
    judged = report["judge"]
    values = (
        ("由语言模型评判的回答", judged["n"]),
        ("没有看懂的评语", judged["not_understood"]),
        ("判为正确的比例", judged["right"]),
        ("与“答到要点”一致的比例", judged["agreement"]),
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
        f"<tr><th>{escape(str(name))}</th><td>{escape(str(value))}</td></tr>"
        for name, value in facts.items()
        if value not in ("", None)
    )
    settings = escape(json.dumps(report["settings"], ensure_ascii=False, indent=1))
    return (
        "<details><summary>参与评测的程序、模型与设置</summary>"
        f'<table class="facts">{rows}</table><pre>{settings}</pre></details>'
    )


def _controls() -> str:
    kinds = [("", "全部"), ("*", "全部失败"), ("?", "检索前 10 段未命中")]
    kinds += [(kind, name) for kind, name in FAILURES.items() if kind] + [("=", FAILURES[""])]
    options = "".join(f'<option value="{escape(kind)}">{name}</option>' for kind, name in kinds)
    return (
        '<section id="questions"><h2>逐题</h2><div class="controls">'
        f'<label>结果 <select id="kind">{options}</select></label>'
        '<label>题型 <select id="type"><option value="">全部</option></select></label>'
        '<label>查找 <input id="text" type="search" placeholder="问题或编号"></label>'
        '<button id="open" type="button">展开本页</button><span id="count"></span></div>'
        '<div id="list"></div><button id="more" type="button">再显示一些</button></section>'
    )


def _write_data(page: TextIO, records: Iterator[Record]) -> None:
    """Write one JSON value a line: passages ("p") before the first question that found them."""
    seen: dict[tuple[str, str], int] = {}
    for record in records:
        for hit in record["hits"]:
            key = (hit["doc_id"], hit["passage_id"])
            if key not in seen:
                seen[key] = len(seen)
                page.write(_line({"p": seen[key], **_passage(hit)}))
        page.write(_line(_question(record, seen)))


def _passage(hit: Record) -> Record:
    path = " › ".join(dict.fromkeys(part for part in (hit["title"], *hit["heading_path"]) if part))
    return {"title": path or hit["doc_id"], "at": [hit["start"], hit["end"]], "text": hit["text"]}


def _question(record: Record, seen: dict[tuple[str, str], int]) -> Record:
    scores, result = record["scores"], record["result"]
    used = set(result["evidence"])
    return {
        **{name: record[name] for name in ("question", "history", "expected", "failure", "why")},
        "scores": scores,
        "type": type_name(scores["type"]),
        "answer": result["answer"],
        "short": result["short_answer"],
        "citations": [
            {name: cited[name] for name in ("key", "title", "page", "start", "end", "quote")}
            for cited in result["citations"]
        ],
        "hits": [
            [seen[hit["doc_id"], hit["passage_id"]], hit["ranks"], hit["passage_id"] in used]
            for hit in record["hits"]
        ],
    }


def _line(value: Record) -> str:
    # "<" is written as an escape: no text can end the script element that holds it.
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c") + "\n"


def _number(section: str, name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if section == "latency_ms" or name == "chars":
        return f"{value:.0f}"
    return f"{value:.3f}" if name in ("auroc", "mrr@10", "ndcg@10") else f"{value * 100:.1f}%"


def _between(section: str, name: str, interval: Record) -> str:
    if interval["low"] is None:
        return "–"
    return f"{_number(section, name, interval['low'])} – {_number(section, name, interval['high'])}"


def _asset(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
