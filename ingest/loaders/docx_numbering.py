"""The numbers that Word generates in front of paragraphs (一、 （一） 1.)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MAX_LEVELS = 9


class _Level(NamedTuple):
    """How the paragraphs of one level are numbered.

    The count starts anew after a paragraph of one of the first ``restart`` levels; ``in_digits``
    tells that all numbers of the pattern are, whatever form their own levels have.
    """

    form: str
    pattern: str
    start: int
    restart: int
    in_digits: bool


class Numbering:
    """Counts list paragraphs as Word does, in document order."""

    def __init__(self, word: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
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
        styled: dict[str, str] = {}  # the style of a list -> what defines it
        links: dict[str, str] = {}
        for abstract in root.findall(f"{_W}abstractNum"):
            name = abstract.get(f"{_W}abstractNumId")
            styled[_value(abstract, f"{_W}styleLink")] = name
            links[name] = _value(abstract, f"{_W}numStyleLink")
            self._levels[name] = dict(map(_level, abstract.findall(f"{_W}lvl")))
        for number in root.findall(f"{_W}num"):
            name = _value(number, f"{_W}abstractNumId")
            self._abstract[number.get(f"{_W}numId")] = (
                styled.get(links[name], name) if links.get(name) else name
            )
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
            abstract, [levels[i].start - 1 if i in levels else 0 for i in range(_MAX_LEVELS)]
        )
        for begun, start in self._restarts.pop(found[0], {}).items():
            counts[begun] = start - 1
        counts[level] += 1
        for deeper, kind in levels.items():
            if level < min(deeper, kind.restart):
                counts[deeper] = kind.start - 1
        return _label(levels, level, counts)


def _level(level: Any) -> tuple[int, _Level]:
    """Return the index of a ``w:lvl`` and what it says."""
    index = int(level.get(f"{_W}ilvl", "0"))
    legal = level.find(f"{_W}isLgl")
    return index, _Level(
        _value(level, f"{_W}numFmt") or "decimal",
        _value(level, f"{_W}lvlText"),
        int(_value(level, f"{_W}start") or 1),
        int(_value(level, f"{_W}lvlRestart") or index),
        legal is not None and legal.get(f"{_W}val") not in ("0", "false"),
    )


def _label(levels: dict[int, _Level], level: int, counts: list[int]) -> str:
    """Write the number of a paragraph of ``level`` where the levels stand at ``counts``."""
    form, pattern, _, _, in_digits = levels[level]
    if form in ("bullet", "none"):
        return ""

    def number(mark: re.Match[str]) -> str:
        index = int(mark[1]) - 1
        plain = in_digits or index not in levels
        return _numeral("decimal" if plain else levels[index].form, counts[index])

    label = re.sub(r"%([1-9])", number, pattern)
    return label if pattern[-1:] in "、）)．" else f"{label} "


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
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= len(_CIRCLED):
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
