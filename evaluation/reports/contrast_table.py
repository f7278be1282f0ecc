"""A comparison of two runs as plain text and as a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from evaluation.contrast import Change, Contrast, Difference
from evaluation.reports.tables import aligned, difference_text, figure_text

_HEAD = ("figure", "before", "after", "difference", "95 % interval", "p", "test", "")


def contrast_table(found: Contrast) -> str:
    """Return figures side by side, then the questions won and lost."""
    rows = [_HEAD, *(row for each in found.figures if (row := _row(each)))]
    lines = [f"{found.n} questions in both runs"]
    if found.only_a or found.only_b:
        lines.append(f"left out: {found.only_a} only in the first, {found.only_b} in the second")
    if found.differing:
        lines.append(f"the runs differ in {', '.join(found.differing)}")
    lines += ["", aligned(rows), "", *_changes("won", found.wins), *_changes("lost", found.losses)]
    return "\n".join(lines)


def contrast_record(found: Contrast) -> dict[str, Any]:
    """Return the comparison as a plain record."""
    record = asdict(found)
    for entry, each in zip(record["figures"], found.figures, strict=True):
        entry |= {"significant": each.significant, "worse": each.worse}
    return record


def _row(each: Difference) -> tuple[str, ...] | None:
    """Return one line of the table, None where one of the runs lacks the figure."""
    if each.difference is None or each.low is None or each.high is None:
        return None
    mark = ("worse" if each.worse else "better") if each.significant else ""
    return (
        each.name,
        figure_text(each.name, each.a),
        figure_text(each.name, each.b),
        difference_text(each.name, each.difference),
        f"{difference_text(each.name, each.low)} – {difference_text(each.name, each.high)}",
        "" if each.p is None else f"{each.p:.3f}",
        each.test,
        mark,
    )


def _changes(what: str, changes: Sequence[Change]) -> list[str]:
    return [
        f"{what}: {len(changes)}",
        *(f"  {each.id}  {each.question}  ({each.before or each.after})" for each in changes),
    ]
