"""What governs a sentence besides itself: its headings, its label, the year and place above it."""

from __future__ import annotations

import re

from rag.kinds import Kind
from rag.language.dated import inherited_months, inherited_years, told_months, told_years
from rag.language.places import find_places, is_abroad
from rag.language.sentences import sentence_spans
from rag.language.terms import TermKind
from rag.question import Question
from rag.types import Passage

# Words with which a sentence speaks of what stands before it.
POINTS_BACK = re.compile(
    r"^(?:这(?!样一来)|该(?!校)|此(?!外|次)|其(?![一二三四五六他它次中实余])|它|他们|她|他(?!人)|对此|"
    r"为此|据此|上述|以上|前者|后者)"
)
_LABELS = re.compile(r"^[^。；，\n]{1,20}：$", re.MULTILINE)


def headings(passage: Passage) -> str:
    """Return title and headings, one in a line: the year of the nearest is the text's."""
    return "\n".join(part for part in (passage.title, *passage.heading_path) if part)


def label_above(before: str) -> str:
    """Return the last line before a sentence that only labels what follows (二、春节：)."""
    found = _LABELS.findall(before)
    return found[-1] if found else ""


def last_places(before: str) -> list[str]:
    """Return the places named last in the text before a sentence."""
    for start, end in reversed(sentence_spans(before)):
        if found := find_places(before[start:end]):
            return found
    return []


def speaks_of_other(question: Question, sentence: str, before: str) -> bool:
    """Whether the sentence's year, month or place is another than the question names.

    What a sentence does not name itself it inherits from the text before it, a month from
    its own line only.
    """
    if of_other_month(question, sentence, before):
        return True
    if question.years:
        title = before.partition("\n")[0]
        named = told_years(sentence, title) or inherited_years(before)
        if named and not named & question.years:
            return True
    asked = [term.text for term in question.terms if term.kind is TermKind.PLACE]
    if not asked:
        return is_abroad(question.text, sentence)
    named_places = find_places(sentence) or last_places(before)
    return bool(named_places) and not any(
        place in named_places or place in sentence for place in asked
    )


def of_other_month(question: Question, sentence: str, before: str) -> bool:
    """Whether the sentence tells of another month than the one that the question names.

    Where a day is asked for, the month of the question dates something else.
    """
    if question.kind is Kind.DATE or not question.months:
        return False
    told = told_months(sentence) or inherited_months(before)
    return bool(told) and not told & question.months
