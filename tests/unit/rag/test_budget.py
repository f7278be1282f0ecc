"""What a budget of characters holds."""

from dataclasses import dataclass

from rag.answerers.budget import within


@dataclass(frozen=True)
class Stretch:
    start: int
    end: int


LONG, SHORT, MIDDLE = Stretch(0, 50), Stretch(60, 70), Stretch(80, 110)


def test_what_is_too_long_is_passed_over_or_ends_what_is_taken() -> None:
    assert within(45, [SHORT, LONG, MIDDLE]) == [SHORT, MIDDLE]
    assert within(45, [SHORT, LONG, MIDDLE], gaps=False) == [SHORT]


def test_the_first_is_taken_however_long() -> None:
    assert within(20, [LONG, SHORT]) == [LONG]
    assert within(20, []) == []
