"""When two pieces of text count as the same: NFKC, lower case, no white space, no punctuation.

A decimal point between digits and the percent sign stay, or 2.8% would be the same as 28.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_DECIMAL_POINT = re.compile(r"(?<=\d)[.．](?=\d)")
_KEPT_POINT = "\ue000"  # private use: stands for the decimal point while points are removed
_SIGNS = "~^`+=|<>"  # written like punctuation, though Unicode calls them symbols
LONG_ANSWER = 30


class _Folding(dict[int, str]):
    """A table for ``str.translate``, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = "".join(
            part
            for part in unicodedata.normalize("NFKC", character).lower()
            if part == "%" or not (unicodedata.category(part)[0] in "PZC" or part in _SIGNS)
        )
        self[code] = folded
        return folded


_FOLDING = _Folding({ord(_KEPT_POINT): "."})


def comparable(text: str) -> str:
    """Return the form in which texts are compared."""
    pointed = _DECIMAL_POINT.sub(_KEPT_POINT, unicodedata.normalize("NFKC", text))
    return pointed.translate(_FOLDING)


def holds(text: str, answer: str) -> bool:
    """Whether ``text`` holds ``answer``, or half of it where it is longer than 30 characters.

    Both are in comparable form; an answer of no characters is never held.
    """
    if len(answer) > LONG_ANSWER:
        return holds_half(text, answer)
    return bool(answer) and answer in text


def holds_half(text: str, quote: str) -> bool:
    """Whether ``text`` holds at least half of ``quote`` in one stretch (comparable forms)."""
    if not quote:
        return False
    half = (len(quote) + 1) // 2
    # Any stretch of that length has one of these aligned blocks in it: a cheap first look.
    block = max(1, (half + 1) // 2)
    if not any(quote[at : at + block] in text for at in range(0, len(quote) - block + 1, block)):
        return False
    return any(quote[at : at + half] in text for at in range(len(quote) - half + 1))


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A text in comparable form that knows where each character came from.

    ``offsets[i]`` is the place, in characters of the original, of ``text[i]``.
    """

    text: str
    offsets: npt.NDArray[np.int64]

    @classmethod
    def of(cls, original: str) -> AlignedText:
        """Fold a text character by character."""
        points = {match.start() for match in _DECIMAL_POINT.finditer(original)}
        pieces: list[str] = []
        offsets: list[int] = []
        for at, character in enumerate(original):
            folded = "." if at in points else _FOLDING[ord(character)]
            pieces.append(folded)
            offsets.extend([at] * len(folded))
        return cls("".join(pieces), np.array(offsets, dtype=np.int64))

    def find_all(self, quote: str) -> list[npt.NDArray[np.int64]]:
        """Return, for each occurrence of a comparable quote, the offsets of its characters."""
        found = []
        at = self.text.find(quote) if quote else -1
        while at >= 0:
            found.append(self.offsets[at : at + len(quote)])
            at = self.text.find(quote, at + 1)
        return found


def comparables(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the comparable forms that have at least one character, each once."""
    return tuple(dict.fromkeys(form for form in map(comparable, texts) if form))
