"""How runs, figures and failures are called on the page."""

from __future__ import annotations

from datetime import datetime

from chat.looks.language import ENGLISH, language, say
from evaluation.reports.wording import differing_name, failure_name, figure_name, note_text
from evaluation.runs import Run


def when(run: Run) -> str:
    """Return when a run was started, by the clock of this machine."""
    try:
        return f"{datetime.fromisoformat(run.started_at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:  # a run of another hand may say nothing
        return run.name


def asked(run: Run) -> str:
    """Return how many questions were asked."""
    return str(run.about.get("data", {}).get("asked", ""))


def figure_title(name: str) -> str:
    """Return what a figure is called."""
    return name if language() == ENGLISH and " " in name else say(figure_name(name))


def failure_title(name: str) -> str:
    """Return what a failure is called."""
    return name if language() == ENGLISH else failure_name(name)


def differing_title(name: str) -> str:
    """Return how what was not the same in two runs is called."""
    return name if language() == ENGLISH else differing_name(name)


def note_title(note: str) -> str:
    """Return what a reader of a run has to know about it."""
    return note if language() == ENGLISH else note_text(note)
