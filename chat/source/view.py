"""What the source panel is asked to show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RADIUS_CHARS = 1_200
MAX_RADIUS_CHARS = 40_000
_GROUP = re.compile(r"[a-z0-9-]{1,24}")


@dataclass(frozen=True, slots=True)
class View:
    """The marked span, and the key and group of citations it was opened from.

    The text is shown around ``at``, within ``radius`` characters; -1 is the span itself.
    """

    doc_id: str
    start: int
    end: int
    key: str = ""
    turn: str = "0"
    radius: int = RADIUS_CHARS
    at: int = -1

    @property
    def middle(self) -> tuple[int, int]:
        """The characters that are in sight first."""
        return (self.start, self.end) if self.at < 0 else (self.at, self.at)


def view_of(data: Mapping[str, Any]) -> View:
    """Read what a page sent; raise KeyError or ValueError if it is no place."""
    radius = min(max(int(data.get("radius", RADIUS_CHARS)), RADIUS_CHARS), MAX_RADIUS_CHARS)
    group = str(data.get("turn", "0"))
    if not _GROUP.fullmatch(group):
        raise ValueError(group)
    return View(
        str(data["doc"]),
        int(data["start"]),
        int(data["end"]),
        key=str(data.get("key", ""))[:8],
        turn=group,
        radius=radius,
        at=int(data.get("at", -1)),
    )
