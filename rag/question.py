"""What a question asks about and what its answer should hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.kinds import Kind, find_kind
from rag.language.dated import told_months
from rag.language.places import find_places
from rag.language.terms import Term, find_terms
from rag.language.values import MEASURES, han_number, years
from rag.parts import ASKS, ECHO, find_parts, find_sides, subject_of


@dataclass(frozen=True, slots=True)
class Question:
    """A classified question.

    ``unit`` is the measure word after 多少/几 ("" if none); ``percent`` whether a share or a
    growth rate is asked; ``count`` how many items a list should have; ``sides`` the things
    compared; ``parts`` the questions it consists of, itself where it is one; ``noun`` what
    什么/哪/怎样的 asks for (模式 in 什么模式); ``asked_at`` where in the text the asking word
    stands.
    """

    text: str
    kind: Kind
    terms: tuple[Term, ...] = ()
    unit: str = ""
    percent: bool = False
    count: int | None = None
    sides: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    noun: str = ""
    asked_at: int = 0

    @property
    def years(self) -> frozenset[str]:
        """The years the question asks about: not the one that 比2024年 compares with."""
        return years(_BASE_YEAR.sub("", self.text))

    @property
    def defines(self) -> str:
        """What 什么是X and X是什么 ask to be defined, in comparable form; "" for others."""
        asked = self.kind is Kind.DEFINITION or _WHAT_IS.match(self.text)
        return max(self.terms, key=lambda term: term.weight).key if asked and self.terms else ""

    @property
    def months(self) -> frozenset[int]:
        """The months the question names."""
        return told_months(self.text)


# X是什么, where X is one thing and not the 目标 of another: 发展目标 is told, not defined.
_WHAT_IS = re.compile(
    r"^[^，。？?的]{2,16}(?<!目标)(?<!原则)(?<!任务)(?<!条件)(?:是|指)(?:什么|啥)[？?]?$"
)
# A share or a rate of growth is asked for.
_PERCENT = re.compile(
    r"(增长|涨幅|增速|下降)的?(预期)?(目标|指标)|"
    r"(增长|下降|提高|提升|上升|降低|减少|增加|同比|环比)了?(多少|几)|(占|比重|比例|占比|增速|增幅|增长率|覆盖率|率)"
    r"[^，。？]{0,6}(多少|多高|多大|几)|百分之几|(多[大高少]|什么)的?(比例|比重|份额|占比)"
)
# The measure word asked for; 多少个人所得税 asks for no 个, 几个人 for 人.
_UNIT_ASKED = re.compile(
    rf"(?:多少|几)(?:万|亿|千|百)?(?:个(?=人(?![所收账养信消住])))?(?!个[人体])({MEASURES})"
)
# A number of things: 五个方面, but not 五个月.
_COUNT = re.compile(
    r"(?:哪|的|为|出|了|面|机制|措施)?([一二两三四五六七八九十]{1,2}|\d{1,2})"
    r"(?:个|项|条|种|大|方面|类|点|步|道|层|张|份)(?!月|百分)"
)
# What 什么, 哪些 or 怎样的 asks for: 模式 in 什么模式.
_NOUN = re.compile(
    r"(?!什么时[候间])(?:什么样的|什么样|什么|怎样的|哪些|哪[一几]?[条种项个家部]|哪[二两三四五六七八九十]+[条种项个家])"
    r"([\u4e00-\u9fff]{1,6}?)(?=[，。？?！]|$|来|联合|共同|对接|推|实现|建立|进行|促进|解决|开放|哪)"
)
_NOUN_BEFORE = re.compile(
    r"(?<!有利)(?<!良好)(条件|材料|情形|程序|流程|步骤|手续)(?:都|主要)?(?:是|有|包括)(?:什么|哪些)[？?]?$"
)
_BASE_YEAR = re.compile(r"[比较](?:19|20)\d\d年(?=[^，。]{0,4}(?:[增提上下降减多少高低快慢]|变化))")
_YEAR = re.compile(r"(?:19|20)\d\d年")
# What asks of several sides at once, and is left out where one is asked of by itself.
_APART = re.compile(
    r"分别|各自|各|都|均|有(?:何|什么)(?:差异|差别|不同|区别|不一样|变化)|变化了?多少|"
    r"(?:是否|是不是)?(?:不?一样|一致|相同)吗?(?=[？?]?$)|"
    r"，?哪一?[个家种边]更?\w[？?]?$|哪一?[个家种](?=[^，。？]{0,8}[得最]\w[？?]?$)|^[两三四五六][个家种类]\w{2}"
)
_FIRST = re.compile(r"哪一?[个家种边]最?先")  # which asks of each when it did
_OWN_SUBJECT = 7  # characters of key terms of a part that names its own subject


def classify(text: str) -> Question:
    """Return the question with its kind, key terms and what its answer should hold."""
    text = text.strip()
    kind = find_kind(text)
    if not kind.needs_documents:
        return Question(text=text, kind=kind, parts=(text,))
    parts = find_parts(text)
    sides = () if len(parts) > 1 else find_sides(text, kind)
    if sides:
        kind = Kind.COMPARISON
    elif kind is Kind.COMPARISON:
        kind = find_kind(parts[0], compares=False)
    unit = _UNIT_ASKED.search(text)
    noun = _NOUN.search(text) or _NOUN_BEFORE.search(text)
    return Question(
        text=text,
        kind=kind,
        terms=find_terms(text),
        unit=unit.group(1) if unit else "",
        percent=bool(_PERCENT.search(text)),
        count=_find_count(text) if kind is Kind.LIST else None,
        sides=sides,
        parts=parts,
        noun=noun.group(1) if noun else "",
        asked_at=asked.start() if (asked := ASKS.search(text)) else len(text),
    )


def asked_apart(question: Question) -> tuple[str, ...]:
    """Return what is asked of each side, or by each part, as questions that stand alone.

    甲和乙的做法各是什么 asks 甲的做法是什么 and 乙的做法是什么; a later part that names nothing of
    the first takes over its subject. Empty for a question that asks one thing.
    """
    if question.sides:
        return tuple(_asked_of(question, side) for side in question.sides)
    if len(question.parts) < 2:
        return ()
    first, *later = question.parts
    subject = subject_of(first)
    shared = {term.text for term in find_terms(first)}
    return (
        first,
        *(
            _echoed(first, part, subject)
            or (part if _stands_alone(part, subject, shared) else f"{subject}{part}")
            for part in later
        ),
    )


def _stands_alone(part: str, subject: str, shared: set[str]) -> bool:
    """Whether a later part names what it is about: in words of the first part or its own."""
    own = sum(len(term.text) for term in find_terms(part))
    return not subject or own >= _OWN_SUBJECT or any(word in part for word in shared)


def _echoed(first: str, part: str, subject: str) -> str:
    """Return the first part asked of another year, place or subject: …，2024年呢; "" for others."""
    echo = ECHO.match(part)
    if echo is None:
        return ""
    new = echo.group(1)
    for find in (_YEAR.findall, find_places):
        if (old := find(first)) and find(new):
            return first.replace(old[0], new, 1)
    return first.replace(subject, new, 1)


def _asked_of(question: Question, side: str) -> str:
    """Return a question about several sides asked of one of them alone."""
    text, first, last = question.text, question.sides[0], question.sides[-1]
    start = text.find(first)
    end = text.find(last, start) + len(last)
    if start < 0 or end <= start:
        return f"{side}，{text}"
    rest = _FIRST.sub("什么时候", text[end:])
    return f"{text[:start]}{side}{_APART.sub('', rest, count=2)}"


def _find_count(text: str) -> int | None:
    """Return how many items are asked for, as in 五个方面; None where it is not said."""
    counts = [han_number(match.group(1)) for match in _COUNT.finditer(text)]
    return next((count for count in counts if count is not None and count > 1), None)
