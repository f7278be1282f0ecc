"""Names as a terminal can show them."""

from __future__ import annotations


def shown(name: str) -> str:
    """Return a file name in one line: what moves the cursor or hides is written as an escape."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )
