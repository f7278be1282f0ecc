"""Answer metrics: exact match, F1, whether the answer names what it should, Rouge-L."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from evaluation.comparison import comparable

# What the scorer of CMRC 2018 removes, as NFKC writes it, and ASCII brackets and quotes.
_REMOVED = str.maketrans("", "", "-:_*^/\\~`+=,。?!“”;'‘’\"《》·、「」()[]『』")
_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:(?<=\d)\.\d[^\W_{_HAN}]*)*|\S")
_MARKER = re.compile(r"\[\d+\]")
SHORT_LIMIT, LONG_LIMIT = 200, 600
LONG_TYPES = frozenset({"list", "definition", "compare", "multihop"})


def tokens(text: str) -> list[str]:
    """Cut as CMRC 2018 does: a Chinese character or a run of foreign letters and digits a token.

    Lower case, full-width forms folded, punctuation dropped beforehand.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return _TOKEN.findall(folded.translate(_REMOVED))


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """Return 1.0 if the prediction equals an answer, punctuation and space aside."""
    predicted = "".join(tokens(prediction))
    return float(any(predicted == "".join(tokens(answer)) for answer in answers))


def f1(prediction: str, answers: Sequence[str]) -> float:
    """Return the best F1 over the answers, by the longest common run of tokens.

    Cui et al. 2019, "A Span-Extraction Dataset for Chinese Machine Reading Comprehension":
    precision and recall are the length of the longest common substring over the length of
    the prediction and of the answer.
    """
    predicted = tokens(prediction)
    return max((_f_of_run(predicted, tokens(answer)) for answer in answers), default=0.0)


def _f_of_run(predicted: Sequence[str], answer: Sequence[str]) -> float:
    common = longest_common_run(predicted, answer)
    return 2 * common / (len(predicted) + len(answer)) if common else 0.0


def longest_common_run(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the longest run of tokens that both hold."""
    best = 0
    row = [0] * (len(right) + 1)
    for token in left:
        above = 0
        for at, other in enumerate(right, 1):
            above, row[at] = row[at], above + 1 if token == other else 0
        best = max(best, *row)
    return best


def longest_common_subsequence(left: str, right: str) -> int:
    """Return the length of the longest common subsequence of characters.

    Bit-parallel (Hyyrö 2004): one big-integer step a character of ``left``.
    """
    places: dict[str, int] = {}
    for at, character in enumerate(right):
        places[character] = places.get(character, 0) | 1 << at
    full = (1 << len(right)) - 1
    row = full
    for character in left:
        matches = row & places.get(character, 0)
        row = ((row + matches) | (row - matches)) & full
    return len(right) - row.bit_count()


def rouge_l(prediction: str, answers: Sequence[str]) -> float:
    """Return the best character Rouge-L F1 over the answers (Lin 2004), comparable forms."""
    return max((_f_of_order(comparable(prediction), comparable(a)) for a in answers), default=0.0)


def _f_of_order(predicted: str, answer: str) -> float:
    common = longest_common_subsequence(predicted, answer)
    return 2 * common / (len(predicted) + len(answer)) if common else 0.0


def contains(text: str, groups: Sequence[Sequence[str]], question_type: str) -> float:
    """Return 1.0 if the start of the answer names one alternative of every group."""
    found = named(text, groups, question_type)
    return float(bool(found) and None not in found)


def named(text: str, groups: Sequence[Sequence[str]], question_type: str) -> list[str | None]:
    """Return, for every group, the alternative that the start of the answer names, or None.

    The start is 200 characters (600 for list, definition, compare and multihop), so that
    dumping a passage does not pay. Citation markers [1] are cut out after counting.
    """
    start = comparable(_MARKER.sub("", text[: named_limit(question_type)]))
    return [
        next((name for name in group if (form := comparable(name)) and form in start), None)
        for group in groups
    ]


def named_limit(question_type: str) -> int:
    """Return how many characters of an answer may name what is required."""
    return LONG_LIMIT if question_type in LONG_TYPES else SHORT_LIMIT
