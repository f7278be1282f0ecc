"""The self-test asks, grades and shows the questions of the guide that stands on the page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from chat.guide.exam import Run
from chat.guide.reader import GuideReader
from rag.guide.questions import TestKind as Kind
from rag.guide.questions import TestQuestion as Question
from rag.guide.quotes import Quote


def question(year: str) -> Question:
    proof = (Quote("d1", 0, 9, f"{year}年印发了办法。"),)
    return Question(f"哪一年印发？（{year}）", Kind.YEAR, (year,), proof)


def handed_in(answer: str) -> Any:
    return SimpleNamespace(_data={"answer": answer})


def test_what_is_graded_is_what_was_asked_though_the_library_has_changed() -> None:
    # A library without documents: the one that the question was asked about is gone.
    desk: Any = SimpleNamespace(library=SimpleNamespace(standing=lambda doc_ids: {}))
    reader = GuideReader(desk)
    run = Run("", questions=(question("2023"), question("2025")), titles={"d1": "办法"})
    html, run = reader.grade(run, handed_in("2023年"))
    assert "哪一年印发？（2023）" in html
    assert "答对了" in html
    assert 'data-title="办法"' in html
    _, run = reader.grade(run, handed_in("2025年"))
    assert len(run.grades) == 1, "an answer twice counts once"
    html, run = reader.onward(run)
    assert "哪一年印发？（2025）" in html
    html, run = reader.grade(run, handed_in("1999年"))
    html, run = reader.onward(run)
    assert "得分 1.0 / 2" in html
    html, run = reader.again(run)
    assert (run.at, run.grades) == (0, ())
    assert "第 1 题，共 2 题" in html
