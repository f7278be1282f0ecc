"""A case: what was done somewhere, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from rag.guide.quotes import Quote, quote
from rag.guide.sheets import Sentence, clip
from rag.types import Document

LONGEST, MOST_OUTCOMES = 130, 3


@dataclass(frozen=True, slots=True)
class Case:
    """What was done in a place; ``outcomes`` is empty where the source tells none.

    ``province`` is "" for places abroad (``abroad``) and those of no known province.
    """

    place: Quote
    province: str
    done: Quote
    outcomes: tuple[Quote, ...]
    abroad: bool = False


def clipped(document: Document, sentence: Sentence) -> Quote:
    """Return a sentence, cut after a clause where it is long."""
    return quote(document, *clip(document.text, sentence.start, sentence.end, LONGEST))
