"""What a budget of characters holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Stretch(Protocol):
    """Characters ``start:end`` of a text."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character after the last one."""


S = TypeVar("S", bound=Stretch)


def within(room: int, stretches: Iterable[S], *, gaps: bool = True) -> list[S]:
    """Return the stretches that ``room`` characters hold, as given; the first in any case.

    One that is too long is passed over; without ``gaps`` it ends what is taken.
    """
    taken: list[S] = []
    for one in stretches:
        size = one.end - one.start
        if taken and size > room:
            if gaps:
                continue
            break
        taken.append(one)
        room -= size
    return taken
