"""The line before the answers: in order, fair, and everyone knows the place."""

from __future__ import annotations

import pytest

from app import EVENTS
from chat.server.line import LONGEST, PLACES, FullError, Line


def test_as_many_as_there_are_places_are_served_and_the_others_know_how_many_come_first() -> None:
    line = Line(places=2)
    first, second, third, fourth = (line.join(name) for name in "abcd")
    assert [line.ahead(one) for one in (first, second, third, fourth)] == [0, 0, 2, 3]
    line.leave(first)
    assert [line.ahead(one) for one in (third, fourth)] == [0, 2]
    line.leave(second)
    line.leave(third)
    line.leave(fourth)
    assert line.idle


def test_who_asks_again_waits_for_the_first_question_of_everybody_else() -> None:
    line = Line(places=1)
    eager = [line.join("eager") for _ in range(3)]
    modest = line.join("modest")
    assert [line.ahead(one) for one in (*eager, modest)] == [0, 2, 3, 1]


def test_who_is_served_is_not_put_back_and_who_gives_up_is_not_waited_for() -> None:
    line = Line(places=1)
    first, second, third = (line.join(name) for name in ("a", "a", "a"))
    assert line.ahead(first) == 0
    early = line.join("b")
    assert line.ahead(first) == 0
    line.leave(early)
    line.leave(second)
    line.leave(first)
    assert line.ahead(third) == 0


def test_a_line_that_is_full_says_so() -> None:
    assert PLACES + LONGEST < EVENTS, "or gradio would hold the rest, who are told nothing"
    line = Line(places=1, longest=1)
    line.join("a")
    with pytest.raises(FullError):
        line.join("b")
