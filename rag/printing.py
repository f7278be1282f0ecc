"""Texts as a terminal can show them and a database can keep them."""

from __future__ import annotations


def shown(name: str) -> str:
    """Return a file name in one line: what moves the cursor or hides is written as an escape."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )


def storable(text: str) -> str:
    """Return a text with a question mark for each half of a character, which nothing can keep."""
    return text.encode("utf-8", "replace").decode()
