"""How likely an answer is right: named features, a small logistic, a threshold with its cost."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from rag.question import Question
from rag.sentences import comparable
from rag.terms import Term, TermKind, coverage, shares
from rag.values import years

# A wrong answer costs 1, an abstention on an answerable question 0.5, so answering pays
# where confidence exceeds 1 - 0.5 / 1. Both are judgements about readers who quote.
COST_OF_WRONG = 1.0
COST_OF_SILENCE = 0.5
THRESHOLD = 1.0 - COST_OF_SILENCE / COST_OF_WRONG

_UNDONE = re.compile(
    r"放弃|取消|终止|停止|废止|关闭|撤销|撤回|退出|叫停|暂停|裁撤|解散|失败|倒闭|破产|禁止|拒绝|推翻|否决"
)
_OPPOSITES = (
    ("延长", "缩短"),
    ("增加", "减少"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("提高", "降低"),
    ("扩大", "缩小"),
    ("放宽", "收紧"),
    ("支持", "反对"),
    ("开放", "关闭"),
    ("允许", "禁止"),
)
_FROM_TO = re.compile(r"从([^，。；]{1,12}?)(?:[一-鿿]{0,4})?[到至]了?([^，。；？]{1,12})")
_OWNED = 0.5  # share of the owner that must be in the text for it to be meant
_HARD = frozenset({TermKind.PLACE, TermKind.TITLE, TermKind.YEAR, TermKind.NUMBER, TermKind.QUOTE})


@dataclass(frozen=True, slots=True)
class Difference:
    """What the question asks that the nearest text does not say; a template and its words."""

    template: str
    asked: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Features:
    """What confidence is computed from. Shares are in [0, 1], counts are whole numbers.

    ``sentence`` and ``relevance`` come from the reader; ``own`` is the share of the key terms
    in the cited characters, ``around`` with their passage and headings; ``weakest`` the
    share of the key word found least; ``fit`` how far the type asked for is met;
    ``missing`` counts years, places, titles, quotes and numbers found nowhere around;
    ``other`` is 1 where the cited sentence speaks of another year or place;
    ``rival`` is 1 where the value asked for is that of another thing; ``reversed_``
    is 1 where the question turns round or undoes what is said.
    """

    sentence: float
    relevance: float
    own: float
    around: float
    weakest: float
    fit: float
    missing: float
    other: float
    rival: float
    reversed_: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the features in their order, and the constant term."""

    bias: float = -6.2
    sentence: float = 3.2
    relevance: float = 2.0
    own: float = 1.2
    around: float = 3.4
    weakest: float = 1.6
    fit: float = 1.6
    missing: float = -2.6
    other: float = -2.2
    rival: float = -3.0
    reversed_: float = -6.0


WEIGHTS = Weights()


def confidence(features: Features, weights: Weights = WEIGHTS) -> float:
    """Return the probability, in [0, 1], that an answer with these features is right."""
    total = weights.bias + sum(
        getattr(weights, field.name) * value
        for field, value in zip(fields(features), astuple(features), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-total))


def differences(question: Question, cited: str, around: str) -> list[Difference]:
    """Return what the question names and the nearest text does not, most telling first.

    ``cited`` are the sentences an answer would cite, ``around`` their passages with titles,
    headings and what is known of the document.
    """
    found: list[Difference] = []
    undone = _UNDONE.search(question.text)
    if (undone and undone.group() not in cited) or _turned_round(question.text, cited):
        asked = undone.group() if undone else question.text.rstrip("？?")
        found.append(Difference("differs_reversed", asked))
    named = years(cited) or years(around)
    if named and (unseen := sorted(question.years - named)):
        given = "、".join(f"{year}年" for year in sorted(named))
        found.append(Difference("differs_year", f"{unseen[0]}年", given))
    plain = comparable(around)
    for term in question.terms:
        absent = term.key not in plain
        if absent and (term.kind in _HARD - {TermKind.YEAR} or _is_latin(term)):
            found.append(Difference("differs_missing", term.text.strip("“”")))
    return found


def _is_latin(term: Term) -> bool:
    return term.kind is TermKind.WORD and term.text.isascii()


def _turned_round(question: str, cited: str) -> bool:
    """Whether the question says 延长 or 从A到B where the text says 缩短 or 从B到A."""
    for pair in _OPPOSITES:
        for said, opposite in (pair, pair[::-1]):
            if said in question and said not in cited and opposite in cited:
                return opposite not in question
    asked, told = _FROM_TO.search(question), list(_FROM_TO.finditer(cited))
    if not asked:
        return False
    start = comparable(asked.group(1))
    return any(
        start in comparable(match.group(2)) and start not in comparable(match.group(1))
        for match in told
    )


def measure(
    question: Question,
    cited: Sequence[str],
    around: str,
    reader_scores: tuple[float, float],
    fit: float,
    other: bool,
) -> tuple[Features, list[Difference]]:
    """Return the features of an answer and how it differs from what was asked.

    ``other`` says that what is cited speaks of another year or place; ``reader_scores``
    are the best cited sentence's score and its passage's relevance.
    """
    text = "\n".join(cited)
    own, _ = shares(question.terms, text)
    near, each = shares(question.terms, f"{around}\n{text}")
    words = [
        share
        for term, share in zip(question.terms, each, strict=True)
        if term.kind is TermKind.WORD
    ]
    found = differences(question, text, around)
    features = Features(
        sentence=reader_scores[0],
        relevance=reader_scores[1],
        own=own,
        around=near,
        weakest=min(words, default=near),
        fit=fit,
        missing=sum(1.0 for item in found if item.template != "differs_reversed"),
        other=1.0 if other else 0.0,
        rival=1.0 if has_rival(question, text) else 0.0,
        reversed_=1.0 if any(item.template == "differs_reversed" for item in found) else 0.0,
    )
    return features, found


def has_rival(question: Question, cited: str) -> bool:
    """Whether the text gives what is asked for of another thing: B市场规模 for A的市场规模.

    The attribute is the last key term before the asking word, its owner the term right
    before it. The owner is missing from the text, and there the attribute follows directly
    upon other characters than in the question.
    """
    before = [t for t in question.terms if t.start + len(t.text) <= question.asked_at]
    if len(before) < 2:
        return False
    owner, attribute = before[-2], before[-1]
    gap = attribute.start - owner.start - len(owner.text)
    if owner.kind is not TermKind.WORD or attribute.kind is not TermKind.WORD or gap > 1:
        return False
    clauses = [c for c in re.split(r"[，。；、]", cited) if attribute.text in c]
    if not clauses or coverage([owner], cited) >= _OWNED:
        return False
    return all(_owned(clause, attribute.text) for clause in clauses)


def _owned(clause: str, attribute: str) -> bool:
    """Whether at least two Chinese characters stand right before the attribute."""
    return bool(re.search(r"[\u4e00-\u9fff]{2}的?$", clause[: clause.find(attribute)]))
