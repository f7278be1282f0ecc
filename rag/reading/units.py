"""Whether a value counts in the unit that a question asks for: 个 is not 个月."""

from __future__ import annotations

import re

from rag.language.values import MEASURES

_UNIT = re.compile(rf"(?:{MEASURES})(?=(?:以上|以下|以内|左右)?$)")
# Measure words of persons and of their age, and other ones for what 几个 may ask for: 九项.
_SAME = {"人": ("名", "位"), "周岁": ("岁",)}
_ALIKE = {"个": ("项", "家", "名", "位", "座", "处", "所"), "人": ("人次",)}
_KIN = 0.5


def unit_fit(unit: str, value: str) -> float:
    """Return how well a value counts in a unit: 1 in it, .5 in one like it, 0 in another."""
    told = _UNIT.search(value)
    if told is None:
        return 0.0
    if told[0].endswith(unit) or told[0] in _SAME.get(unit, ()):
        return 1.0
    return _KIN if told[0] in _ALIKE.get(unit, ()) else 0.0
