"""The figures of a report as tables: plain text, and Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Record = dict[str, Any]
_HEAD = ("figure", "value", "95 % interval", "n")
BY_TYPE = (
    ("retrieval", "recall@5"),
    ("answer", "contains"),
    ("answer", "f1"),
    ("abstention", "recall"),
    ("abstention", "answered_rate"),
    ("citation", "evidence_recall"),
)


def as_table(report: Record) -> str:
    """Return the figures as a plain-text table with intervals and a table by type."""
    rows = [_HEAD, *_figure_rows(report)]
    by_type = [_type_head(), *_type_rows(report)]
    return f"{aligned(rows)}\n\n{aligned(by_type)}"


def as_markdown(report: Record) -> str:
    """Return the whole report as Markdown, for a pull request."""
    data = report["data"]
    head = [
        "# Evaluation",
        "",
        f"{data['asked']} of {data['of']} questions of `{data['questions']}` on "
        f"`{data['corpus']}` ({data['documents']} documents, {data['passages']} passages).",
        "",
    ]
    failures = "; ".join(f"{n} {kind}" for kind, n in report.get("failures", {}).items())
    head += [f"Failures: {failures or 'none'}.", ""]
    facts = {**report["fingerprints"], **report["run"]}
    tail = ["", *(f"- {name}: {value}" for name, value in facts.items())]
    notes = ["", *(f"- note: {note}" for note in report["notes"])] if report["notes"] else []
    figures = _piped([_HEAD, *_figure_rows(report)])
    by_type = _piped([_type_head(), *_type_rows(report)])
    return "\n".join([*head, *figures, "", *by_type, *tail, *notes]) + "\n"


def _figure_rows(report: Record) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for section, figures in report["intervals"].items():
        for name, interval in figures.items():
            value = report[section][name]
            between = (
                "" if value is None else f"{number(interval['low'])} – {number(interval['high'])}"
            )
            rows.append((f"{section} {name}", number(value), between, str(interval["n"])))
    return rows


def _type_head() -> tuple[str, ...]:
    return ("type", "n", *(name for _, name in BY_TYPE))


def _type_rows(report: Record) -> list[tuple[str, ...]]:
    return [
        (name, str(part["n"]), *(number(part[section][figure]) for section, figure in BY_TYPE))
        for name, part in report["by_type"].items()
    ]


def number(value: float | None) -> str:
    """Write a figure: three digits for shares, one for milliseconds and characters."""
    if value is None:
        return "–"
    return f"{value:.1f}" if value > 1.5 else f"{value:.3f}"


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows as lines with columns below each other."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _piped(rows: Sequence[tuple[str, ...]]) -> list[str]:
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return [head, "|" + " --- |" * len(rows[0]), *body]
