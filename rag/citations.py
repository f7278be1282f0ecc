"""Citations: [key] markers in an answer, and whether a statement holds what it cites says."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.checks.verdicts import Finding, examine
from rag.types import Verdict

_MARKER = re.compile(r"[\[【](\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)[\]】]")


@dataclass(frozen=True, slots=True)
class Marker:
    """A [key] marker at ``start:end`` of an answer text; ``known`` if the key is evidence."""

    key: str
    start: int
    end: int
    known: bool


def find_markers(text: str, known_keys: Collection[str]) -> list[Marker]:
    """Return every key cited in a text, in order; unknown keys are reported, not dropped.

    Understood are [1], 【1】 and [1, 2]; [2025] and other bracketed words are not markers
    unless such a key exists.
    """
    return [
        Marker(key, match.start(), match.end(), key in known_keys)
        for match in _MARKER.finditer(text)
        for key in re.split(r"\s*[,，、]\s*", match.group(1))
    ]


def strip_markers(text: str) -> str:
    """Return the text without its markers."""
    return _MARKER.sub("", text)


def verify(statement: str, quotes: Sequence[str], above: str = "") -> tuple[Verdict, str]:
    """Check a statement against the quotes it cites; return the verdict and the reason.

    ``above`` is what stands over the quotes (title, headings, earlier sentences): a Chinese
    paragraph names its subject once. The reason is "" when supported; PARTLY is said where
    the values agree and the wording, the completeness or the place does not.
    """
    found = inspect(statement, quotes, above)
    return found.verdict, found.reason


def inspect(statement: str, quotes: Sequence[str], above: str = "") -> Finding:
    """Check as ``verify`` does, and say which checks were passed."""
    return examine(strip_markers(statement), quotes, above)
