"""Says in words what was not the same in two runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAMES = {
    "program": "the program",
    "encoder": "the encoder",
    "reader": "the reader",
    "language_model": "the language model",
    "judge": "the judge",
    "questions": "the question set",
    "corpus": "the documents",
}


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what took part in one run and not in the other.

    Both are records of ``run.json``. The names of the set and the corpus are passed over:
    their contents are compared by fingerprint.
    """
    found = [NAMES.get(name, name) for name in _unlike("fingerprints", before, after)]
    if "asked" in _unlike("data", before, after):
        found.append("the number of questions asked")
    found += [f"the settings of [{name}]" for name in _unlike("settings", before, after)]
    return tuple(found)


def _unlike(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    old, new = before.get(part, {}), after.get(part, {})
    return [name for name in {**old, **new} if old.get(name) != new.get(name)]
