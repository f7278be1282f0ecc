"""Checks that everything in a library agrees with everything else. (SKELETON)"""

from __future__ import annotations

from dataclasses import dataclass

from index.library import Library


@dataclass(frozen=True, slots=True)
class Report:
    """Outcome of ``verify``: counts, problems found, and what was repaired."""

    documents: int
    passages: int
    problems: tuple[str, ...]
    repaired: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is left to repair."""
        return not self.problems


def verify(library: Library, repair: bool = False) -> Report:
    """Check an open library; with ``repair`` rebuild what is derived and drop orphan files."""
    return Report(0, 0, (), ())
