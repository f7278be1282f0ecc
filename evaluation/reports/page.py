"""The report as one HTML file that needs nothing else: no network, no other file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, TextIO

from evaluation.files import read_lines
from evaluation.outcome import Outcome
from evaluation.reports.page_tables import cards_html, tables_html
from evaluation.reports.plots import plots_html
from evaluation.reports.wording import FAILURES, note_text, type_name

Record = dict[str, Any]
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
        page.write(tables_html(report))
        page.write(_controls("judge" in report))
        page.write('<script type="application/json" id="data">\n')
        _write_data(page, read_lines(questions))
        page.write(f"</script><script>{_asset('page.js')}</script></main></body></html>\n")


def _head(report: Record) -> str:
    data, run = report["data"], report["run"]
    finished = datetime.fromisoformat(run["finished_at"]).astimezone()
    title = f"评测报告 · {data['questions']}"
    facts = (
        f"{finished:%Y-%m-%d} · {data['asked']} 题（共 {data['of']} 题） "
        f"· 资料 {data['corpus']}：{data['documents']} 篇，{data['passages']} 段 "
        f"· 内存峰值 {run['memory_mb'] or '–'} MB"
    )
    notes = "".join(f"<li>{escape(note_text(note))}</li>" for note in report["notes"])
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_asset('page.css')}</style></head><body><main>"
        f"<header><h1>{escape(title)}</h1><p>{escape(facts)}</p></header>"
        + (f'<ul class="notes">{notes}</ul>' if notes else "")
        + cards_html(report)
    )


def _controls(judged: bool) -> str:
    kinds = [("", "全部"), ("*", "全部失败"), ("?", "检索前 10 段未命中")]
    kinds += [("~", "与语言模型评判不一致")] if judged else []
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
        "understood": result["question"],
        "answer": result["answer"],
        "short": result["short_answer"],
        "notes": result["notes"],
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


def _asset(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
