"""The progress bar of the command line, on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from rag.printing import shown

Advance = Callable[[str, int, int, str], None]


class _Rate(ProgressColumn):
    """Items a second, over the last half minute."""

    def render(self, task: Task) -> Text:
        """Return the rate, nothing while it is not known."""
        return Text(f"{task.speed:,.1f}/s" if task.speed else "")


@contextmanager
def bar(task: str) -> Iterator[Advance]:
    """Show a bar with rate and time left; yields ``advance(stage, done, total, name)``.

    Where stderr is no terminal nothing is drawn, so logs stay clean.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as p:
        item = p.add_task(task, total=None, name="")

        def advance(stage: str, done: int, total: int, name: str) -> None:
            p.update(item, description=stage, completed=done, total=total, name=shown(name)[-40:])

        yield advance
