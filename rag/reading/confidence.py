"""How likely an answer is right: named features, a small logistic, a threshold with its cost."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from rag.errors import ModelError
from rag.kinds import Kind
from rag.language.terms import TermKind, shares
from rag.question import Question
from rag.reading.near_miss import Difference, differences, has_rival
from rag.reading.telling import states
from rag.reading.type_fit import holds_type

# A wrong answer costs twice an abstention, so answering pays where the expected cost of
# being wrong, (1 - confidence) * 1, is below 0.5. A judgement about readers who quote.
COST_OF_WRONG = 1.0
COST_OF_SILENCE = 0.5
_STATED = 0.6  # how sure an answer is that is given in the question's own words
_SETS = re.compile(r"(?:期间|[时后前中内])$|^为了?[^，]{0,12}$")  # ends what only sets the scene
_NAMED = 0.5  # share of a key term from which a text names it
_LONGEST_NAME = 6  # characters; a longer term is several words
THRESHOLD = 1.0 - COST_OF_SILENCE / COST_OF_WRONG


@dataclass(frozen=True, slots=True)
class Features:
    """What confidence is computed from. Shares are in [0, 1], counts are whole numbers.

    ``sentence``, ``relevance`` and ``answerable`` come from the reader; ``own`` is the share
    of the key terms in the cited characters, ``around`` with their passage and headings;
    ``aspect`` the share of the word nearest to the asking word; ``fit`` how far the type asked
    for is met; ``agreement`` how high both rankings put the passage (mean of 1 / rank);
    ``no_place``, ``no_name`` (title, quote, Latin word) and ``no_number`` (year, number) are 1
    where the question names one that is nowhere around;
    ``untyped`` is 1 where what is cited cannot hold the sort of thing asked for;
    ``other`` is 1 where the cited sentence speaks of another year or place;
    ``rival`` is 1 where the value asked for is that of another thing; ``reversed_``
    is 1 where the question turns round or undoes what is said.
    """

    sentence: float
    relevance: float
    answerable: float
    own: float
    around: float
    aspect: float
    fit: float
    agreement: float
    no_place: float
    no_name: float
    no_number: float
    untyped: float
    other: float
    rival: float
    reversed_: float


@dataclass(frozen=True, slots=True)
class Signs:
    """What the reader, the rankings and the draft say of an answer; all in [0, 1].

    Those named as a feature are explained there; ``structural`` tells how sure the structure of
    the document makes the answer, and stands in for whatever of the first six features is lower.
    """

    sentence: float
    relevance: float
    answerable: float
    agreement: float
    fit: float
    structural: float
    other: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the features in their order, and the constant term.

    The defaults are fitted by training/fit_confidence.py to answers read by the rules reader;
    other readers bring their own (``read_weights``). ``no_name``, ``rival`` and
    ``reversed_`` are judged: in the data they are too rare to be fitted.
    """

    bias: float = -4.36
    sentence: float = 1.27
    relevance: float = 1.0
    answerable: float = 0.0
    own: float = 2.07
    around: float = 0.6
    aspect: float = 0.0
    fit: float = 0.0
    agreement: float = 2.5
    no_place: float = -2.03
    no_name: float = -1.5
    no_number: float = -0.86
    untyped: float = -1.15
    other: float = -0.73
    rival: float = -3.0
    reversed_: float = -4.0


WEIGHTS = Weights()


def read_weights(path: Path) -> Weights:
    """Return the weights of a JSON file; raise ModelError where it is missing or differs."""
    try:
        return Weights(**{name: float(x) for name, x in json.loads(path.read_bytes()).items()})
    except (OSError, AttributeError, TypeError, ValueError) as exc:
        raise ModelError(f"{path}: no weights of confidence: {exc}; reinstall the model") from exc


def confidence(features: Features, weights: Weights = WEIGHTS) -> float:
    """Return the probability, in [0, 1], that an answer with these features is right."""
    total = weights.bias + sum(
        getattr(weights, field.name) * value
        for field, value in zip(fields(features), astuple(features), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-total))


def measure(
    question: Question, cited: Sequence[str], around: str, signs: Signs
) -> tuple[Features, list[Difference]]:
    """Return the features of an answer and how it differs from what was asked."""
    text = "\n".join(cited)
    own, _ = shares(question.terms, text)
    near, each = shares(question.terms, f"{around}\n{text}")
    aspect = _aspect(question, each, near)
    if question.noun and signs.fit >= 1.0:
        aspect = 1.0  # what 什么期刊 asks for was found by its form: 《…》
    found = differences(question, text, around)
    structural = signs.structural
    if states(question, text):
        structural = max(structural, _STATED)
    if question.kind is Kind.LIST and lacks_subject(question, each):
        structural = 0.0  # a list of something else is no answer, however clear its headings

    def absent(*kinds: TermKind) -> float:
        return float(any(item.kind in kinds for item in found))

    features = Features(
        sentence=max(signs.sentence, structural),
        relevance=max(signs.relevance, structural),
        answerable=max(signs.answerable, structural),
        own=max(own, structural),
        around=max(near, structural),
        aspect=max(aspect, structural),
        fit=signs.fit,
        agreement=signs.agreement,
        no_place=absent(TermKind.PLACE),
        no_name=absent(TermKind.TITLE, TermKind.QUOTE, TermKind.WORD),
        no_number=absent(TermKind.YEAR, TermKind.NUMBER),
        # Of several questions each has been asked for its own sort of thing.
        untyped=0.0 if len(question.parts) > 1 or holds_type(question, text) else 1.0,
        other=1.0 if signs.other else 0.0,
        rival=1.0 if has_rival(question, text) else 0.0,
        reversed_=1.0 if any(item.template == "differs_reversed" for item in found) else 0.0,
    )
    return features, found


def lacks_subject(question: Question, each: Sequence[float]) -> bool:
    """Whether what is asked about, the first key term, is hardly named.

    ``each`` are the shares of the key terms. What follows right upon a place (市内 of 武汉市内)
    is a part of its name unless it is long, and what tells when or what for (复工期间,
    为更好复工) is no subject.
    """
    places = {t.start + len(t.text) for t in question.terms if t.kind is TermKind.PLACE}
    words = (
        (term, share)
        for term, share in zip(question.terms, each, strict=True)
        if term.kind is TermKind.WORD
        and term.start < question.asked_at
        and (term.start not in places or len(term.key) > _LONGEST_NAME)
        and not _SETS.search(question.text[: term.start + len(term.text)])
    )
    first, share = next(words, (None, 1.0))
    return first is not None and len(first.key) <= _LONGEST_NAME and share < _NAMED


def _aspect(question: Question, each: Sequence[float], default: float) -> float:
    """Return the share of the word next to the asking word: what is asked of the subject."""
    at = question.asked_at
    distances = [
        (min(abs(at - term.start - len(term.text)), abs(term.start - at)), share)
        for term, share in zip(question.terms, each, strict=True)
        if term.kind is TermKind.WORD
    ]
    return min(distances)[1] if distances else default
