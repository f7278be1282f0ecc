"""The numbers that Word generates in front of paragraphs (一、 （一） 1.)."""

from __future__ import annotations

import re
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MAX_LEVELS = 9


class Numbering:
    """Counts list paragraphs as Word does, in document order."""

    def __init__(self, word: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._restarts: dict[str, dict[int, int]] = {}  # of lists that have not begun yet
        part = next(
            (
                relation.target_part
                for relation in word.part.rels.values()
                if not relation.is_external and relation.reltype.endswith("/numbering")
            ),
            None,
        )
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        for abstract in root.findall(f"{_W}abstractNum"):
            self._levels[abstract.get(f"{_W}abstractNumId")] = {
                int(level.get(f"{_W}ilvl", "0")): (
                    _value(level, f"{_W}numFmt") or "decimal",
                    _value(level, f"{_W}lvlText"),
                    int(_value(level, f"{_W}start") or 1),
                )
                for level in abstract.findall(f"{_W}lvl")
            }
        for number in root.findall(f"{_W}num"):
            self._abstract[number.get(f"{_W}numId")] = _value(number, f"{_W}abstractNumId")
            self._restarts[number.get(f"{_W}numId")] = {
                int(override.get(f"{_W}ilvl", "0")): int(start)
                for override in number.findall(f"{_W}lvlOverride")
                if (start := _value(override, f"{_W}startOverride"))
            }

    def label(self, paragraph: Any) -> str:
        """Return the number in front of ``paragraph`` and count it; "" if it has none."""
        found = _number_of(paragraph)
        if found is None:
            return ""
        abstract = self._abstract.get(found[0], "")
        levels, level = self._levels.get(abstract, {}), found[1]
        if level not in levels:
            return ""
        counts = self._counts.setdefault(
            abstract, [levels[i][2] - 1 if i in levels else 0 for i in range(_MAX_LEVELS)]
        )
        for begun, start in self._restarts.pop(found[0], {}).items():
            counts[begun] = start - 1
        counts[level] += 1
        for deeper in range(level + 1, _MAX_LEVELS):
            counts[deeper] = levels[deeper][2] - 1 if deeper in levels else 0
        form, pattern, _ = levels[level]
        if form in ("bullet", "none"):
            return ""
        return re.sub(
            r"%([1-9])",
            lambda mark: _numeral(
                levels.get(int(mark[1]) - 1, ("decimal", "", 1))[0], counts[int(mark[1]) - 1]
            ),
            pattern,
        ) + ("" if pattern[-1:] in "、）)．" else " ")


def _number_of(paragraph: Any) -> tuple[str, int] | None:
    """Return (list id, level) of a paragraph, from itself or from its style."""
    elements: list[Any] = [paragraph._p.pPr]
    style: Any = paragraph.style
    while style is not None and len(elements) < 12:
        elements.append(style.element.pPr)
        style = style.base_style
    for properties in elements:
        number = properties.numPr if properties is not None else None
        if number is not None and number.numId is not None:
            level = number.ilvl.val if number.ilvl is not None else 0
            return (str(number.numId.val), level) if number.numId.val else None
    return None


def _value(element: Any, name: str) -> str:
    child = element.find(name)
    return str(child.get(f"{_W}val", "")) if child is not None else ""


def _numeral(form: str, number: int) -> str:
    """Write ``number`` in one of Word's number formats."""
    if form.startswith(("chineseCounting", "taiwaneseCounting", "ideographDigital", "japaneseC")):
        return _chinese(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _chinese(number: int) -> str:
    """Write 0 to 999 in Chinese; larger numbers stay in digits."""
    if not 0 <= number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = _HAN_DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _HAN_DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_HAN_DIGITS[ones] if ones else "") or _HAN_DIGITS[0]


def _roman(number: int) -> str:
    text = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, number = divmod(number, value)
        text += letters * count
    return text
