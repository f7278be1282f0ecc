"""A gate: the least that a run must reach, as a TOML file.

``[floors]`` maps figures to least values: ``"retrieval recall@5" = 0.96``. ``[baseline]`` lists
``figures`` that must not be significantly worse than in another run: the first run of a
comparison, or the ``run`` that it names (a folder, from where the gate lies). Times are in
neither: less is better, and they are another machine's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.contrast import LEVEL, RIGHT, TIMES, Contrast
from evaluation.reports.tables import is_amount
from evaluation.summary import figures
from rag.errors import InputError

FIGURES = frozenset({RIGHT, *figures([])}) - TIMES


@dataclass(frozen=True, slots=True)
class Gate:
    """What a run must reach: least values, and figures that must not be worse than before."""

    path: Path
    floors: Mapping[str, float]
    compared: tuple[str, ...] = ()
    baseline: Path | None = None

    @classmethod
    def read(cls, path: Path) -> Gate:
        """Read a gate; raise InputError naming what is wrong with it."""
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as exc:
            raise InputError(f"{path}: no gate can be read: {exc}") from exc
        if unknown := given.keys() - {"floors", "baseline"}:
            raise InputError(
                f"{path}: unknown {_names(unknown)}; allowed: the tables [floors] and [baseline]"
            )
        floors = _table(path, given, "floors", set(FIGURES - {RIGHT}))
        baseline = _table(path, given, "baseline", {"figures", "run"})
        compared = baseline.get("figures", [])
        if not isinstance(compared, list) or not all(name in FIGURES for name in compared):
            raise InputError(
                f"{path}: baseline.figures must be a list of figures, of {_names(FIGURES)}"
            )
        for name, least in floors.items():
            if isinstance(least, bool) or not isinstance(least, int | float):
                raise InputError(f"{path}: the floor of {name!r} must be a number, got {least!r}")
            if least > 1 and not is_amount(name):
                raise InputError(
                    f"{path}: the floor of {name!r} must be at most 1, got {least:g}; "
                    "write 95 % as 0.95"
                )
        run = baseline.get("run")
        return cls(path, floors, tuple(compared), path.parent / str(run) if run else None)

    def complaints(self, report: Mapping[str, Any], before: Contrast | None) -> list[str]:
        """Say in one line each what a run fails; ``before`` compares it with the baseline."""
        found = []
        for name, least in self.floors.items():
            value = figure_value(report, name)
            if value is None:
                found.append(f"{name} is over no question; its floor is {least:g}")
            elif value < least:
                found.append(f"{name} is {value:.4f}, below its floor {least:g}")
        for change in before.figures if before else ():
            if change.name in self.compared and change.worse:
                found.append(
                    f"{change.name} fell from {change.a:.4f} to {change.b:.4f}, significantly "
                    f"(p {change.p:.4f} < {LEVEL:g}, {change.test}, n {change.n})"
                )
        return found


def figure_value(report: Mapping[str, Any], name: str) -> float | None:
    """Return a figure of a report by its full name; None where it is over no question."""
    section, _, figure = name.partition(" ")
    value = report.get(section, {}).get(figure)
    return None if value is None else float(value)


def _table(path: Path, given: Mapping[str, Any], name: str, allowed: set[str]) -> dict[str, Any]:
    table = given.get(name, {})
    if not isinstance(table, dict):
        raise InputError(f"{path}: {name} must be a table, got {table!r:.40}")
    if unknown := table.keys() - allowed:
        raise InputError(f"{path}: [{name}] knows no {_names(unknown)}; allowed: {_names(allowed)}")
    return table


def _names(found: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(found))
