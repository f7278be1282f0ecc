"""The figures of a report as tables: plain text, and Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Record = dict[str, Any]
_HEAD = ("figure", "value", "95 % interval", "n")
COUNTS = ("answer chars",)
UNSHARED = ("abstention auroc", "retrieval mrr@10", "retrieval ndcg@10")
BY_TYPE = (
    ("retrieval", "recall@5"),
    ("answer", "contains"),
    ("answer", "f1"),
    ("abstention", "recall"),
    ("abstention", "answered_rate"),
    ("citation", "evidence_recall"),
)


def as_table(report: Record) -> str:
    """Return the figures as a plain-text table with intervals, a table by type, and the notes."""
    rows = [_HEAD, *_figure_rows(report)]
    by_type = [_type_head(), *_type_rows(report)]
    told = [f"failures: {_failures(report)}"]
    told += [f"judge: {_judge(report['judge'])}"] if "judge" in report else []
    told += [f"note: {note}" for note in report["notes"]]
    return "\n".join([aligned(rows), "", aligned(by_type), "", *told])


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
    head += [f"Failures: {_failures(report)}.", ""]
    head += [f"Judge: {_judge(report['judge'])}.", ""] if "judge" in report else []
    facts = {**report["fingerprints"], **report["run"]}
    tail = ["", *(f"- {name}: {value}" for name, value in facts.items())]
    notes = ["", *(f"- note: {note}" for note in report["notes"])] if report["notes"] else []
    figures = _piped([_HEAD, *_figure_rows(report)])
    by_type = _piped([_type_head(), *_type_rows(report)])
    return "\n".join([*head, *figures, "", *by_type, *tail, *notes]) + "\n"


def _failures(report: Record) -> str:
    return "; ".join(f"{n} {kind}" for kind, n in report.get("failures", {}).items()) or "none"


def _judge(judged: Record) -> str:
    kappa = "" if judged["kappa"] is None else f", kappa {judged['kappa']:.2f}"
    return (
        f"{judged['n']} answers judged, {share_text(judged['right'])} right; agrees with contains "
        f"on {share_text(judged['agreement'])}{kappa}; {judged['not_understood']} not understood"
    )


def share_text(value: float | None) -> str:
    """Write a share as a percentage."""
    return "–" if value is None else f"{value * 100:.1f}%"


def _figure_rows(report: Record) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for section, figures in report["intervals"].items():
        for name, interval in figures.items():
            value = report[section][name]
            title = f"{section} {name}"
            between = "" if value is None else interval_text(title, interval)
            rows.append((title, figure_text(title, value), between, str(interval["n"])))
    return rows


def _type_head() -> tuple[str, ...]:
    return ("type", "n", *(name for _, name in BY_TYPE))


def _type_rows(report: Record) -> list[tuple[str, ...]]:
    return [
        (kind, str(part["n"]), *(figure_text(f"{s} {n}", part[s][n]) for s, n in BY_TYPE))
        for kind, part in report["by_type"].items()
    ]


def is_amount(name: str) -> bool:
    """Whether a figure is an amount (characters, milliseconds) and no share from 0 to 1."""
    return name in COUNTS or name.startswith("latency_ms")


def figure_text(name: str, value: float | None) -> str:
    """Write a figure such as "answer contains" as it is written everywhere.

    Shares are percentages; ranks and AUROC, which are none, have three digits.
    """
    if value is None:
        return "–"
    if is_amount(name):
        return f"{value:.0f}"
    return f"{value:.3f}" if name in UNSHARED else share_text(value)


def difference_text(name: str, value: float) -> str:
    """Write how far a figure moved: shares in percentage points (pp), others as they are."""
    if is_amount(name):
        return f"{value:+.0f}"
    return f"{value:+.3f}" if name in UNSHARED else f"{value * 100:+.1f} pp"


def interval_text(name: str, interval: Record) -> str:
    """Write the two ends of a figure's interval."""
    return f"{figure_text(name, interval['low'])} – {figure_text(name, interval['high'])}"


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
