"""What a question asks about and what its answer should hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.kinds import Kind, find_kind
from rag.language.places import find_places
from rag.language.terms import Term, find_terms
from rag.language.values import MEASURES, han_number, years


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
        """The years the question names."""
        return years(self.text)


_PERCENT = re.compile(
    r"(增长|涨幅|增速|下降)的?(预期)?(目标|指标)|"
    r"(增长|下降|提高|提升|上升|降低|减少|增加|同比|环比)了?(多少|几)|(占|比重|比例|占比|增速|增幅|增长率|覆盖率|率)"
    r"[^，。？]{0,6}(多少|多高|多大|几)|百分之几|(多[大高少]|什么)的?(比例|比重|份额|占比)"
)
_UNIT_ASKED = re.compile(rf"(?:多少|几)(?:万|亿|千|百)?(?!个[人体])({MEASURES})")
_COUNT = re.compile(
    r"(?:哪|的|为|出|了|面|机制|措施)?([一二两三四五六七八九十]{1,2}|\d{1,2})"
    r"(?:个|项|条|种|大|方面|类|点|步|道|层|张|份)(?!月|百分)"
)
_NOUN = re.compile(
    r"(?!什么时[候间])(?:什么样的|什么样|什么|怎样的|哪些|哪[一几]?[条种项个家部]|哪[二两三四五六七八九十]+[条种项个家])"
    r"([\u4e00-\u9fff]{1,6}?)(?=[，。？?！]|$|来|联合|共同|对接|推|实现|建立|进行|促进|解决|开放|哪)"
)
_SPLIT = re.compile(r"[，,；;、]?(?:以及|并且|同时)|[，,；;？?]+")
_ASKS = re.compile(r"多少|几|多[大高长久远]|什么|哪|谁|何时|如何|怎|为何|吗|是否")
_TWINS = re.compile(
    r"^(?P<a>[^，。？]{3,30}?)(?:和|与|以及|、)(?P<b>[^，。？]{3,30}?)(?:分别|各)"
    r"(?P<ask>是(?:什么|多少|谁|哪些|哪里|如何))(?P<rest>.*)$"
)
_SIDES = re.compile(
    r"^(?:请?(?:比较|对比)(?:一下)?)?(?P<a>[^，。？]{1,20}?)(?:和|与|跟|同|、|相比)(?P<b>[^，。？]{1,20}?)"
    r"(?=在|的|各|有|分别|相比|之间|对于|对|谁|哪|两|是|采|如何|怎|都|均)"
)


_LEADING = re.compile(r"^(?:请问|那么|那|请|在)?")
_HEAD = re.compile(
    r"^(?P<subject>[^，。？?]{2,24}?)(?=(?:共|一共|总共|目前|累计|已|大约|约)?"
    r"(?:有多少|有几|有哪|是什么|是多少|是谁|是哪|在哪|为什么|为何|怎么|如何|何时|什么时候|多少|哪|几|采用|包括|做了|叫|的|发布|启动|撮合|"
    r"整合|集聚|实施|建成|建设|建有|完成|拥有|获得|开展|开设|开放|投入|打造|探索|出台|制定|新增|引进|培育|支持|鼓励|规定|要求|实现|吸引|提出|建立|推出|达到|发展|面临|形成|举办|设立|对|将|把|从|于|在))"
)


def classify(text: str) -> Question:
    """Return the question with its kind, key terms and what its answer should hold."""
    text = text.strip()
    kind = find_kind(text)
    if not kind.needs_documents:
        return Question(text=text, kind=kind, parts=(text,))
    parts = _find_parts(text)
    sides = () if len(parts) > 1 else _find_sides(text, kind)
    if sides:
        kind = Kind.COMPARISON
    elif kind is Kind.COMPARISON:
        kind = find_kind(parts[0]) if len(parts) > 1 else Kind.FACT
    unit = _UNIT_ASKED.search(text)
    noun = _NOUN.search(text)
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
        asked_at=asked.start() if (asked := _ASKS.search(text)) else len(text),
    )


_YEARS = re.compile(
    r"((?:19|20)\d\d年)[^，。？]{0,3}[和与跟、比][^，。？]{0,3}((?:19|20)\d\d年)(?!年)"
)
_OWN_SUBJECT = 7  # characters of key terms of a question that names its own subject
_ECHO = re.compile(r"^(?:那么?)?([^，。？]{2,12}?)(?:又?呢|又如何)[？?]?$")
_SIDE_YEAR = re.compile(r"(?:19|20)\d\d年")
_APART = re.compile(
    r"分别|各自|各|都|均|有(?:何|什么)(?:差异|差别|不同|区别|变化)|变化了?多少|哪一?[个家种]更?\w[？?]?$"
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
    echo = _ECHO.match(part)
    if echo is None:
        return ""
    new = echo.group(1)
    for find in (_SIDE_YEAR.findall, find_places):
        if (old := find(first)) and find(new):
            return first.replace(old[0], new, 1)
    return first.replace(subject, new, 1)


def _asked_of(question: Question, side: str) -> str:
    text, first, last = question.text, question.sides[0], question.sides[-1]
    start = text.find(first)
    end = text.find(last, start) + len(last)
    if start < 0 or end <= start:
        return f"{side}，{text}"
    return f"{text[:start]}{side}{_APART.sub('', text[end:], count=2)}"


def subject_of(text: str) -> str:
    """Return what a question is about: a 《title》 or “quote” in it, else its first noun phrase."""
    plain = _LEADING.sub("", text)
    if found := re.search(r"《[^》]+》|“[^”]+”", plain):
        return found.group()
    if match := _HEAD.match(plain):
        return match.group("subject").removeprefix("什么是")
    return re.sub(r"^什么是|是什么.*$|[？?。]", "", plain)


def _find_count(text: str) -> int | None:
    counts = [han_number(match.group(1)) for match in _COUNT.finditer(text)]
    return next((count for count in counts if count is not None and count > 1), None)


def _find_sides(text: str, kind: Kind) -> tuple[str, ...]:
    """Return the things compared: A和B of a comparison, or of a question with 分别/各."""
    if spans := _YEARS.search(text):
        return spans.group(1), spans.group(2)
    match = _SIDES.search(text)
    if not match or not (kind is Kind.COMPARISON or re.search("分别|各自|各是|各有", text)):
        return ()
    first: list[str] = match.group("a").split("、")
    last: str = match.group("b")
    # 独生子女和非独生子女赡养老人的…: what follows the like ending belongs to both
    like = last.find(first[-1][-2:])
    sides = [*first, last[: like + 2] if like >= 0 else last]
    return tuple(side.strip() for side in sides if side.strip())


def _are_alike(text: str) -> bool:
    """Whether A and B of A和B… are two things of one class: places, firms, short names."""
    match = _SIDES.search(text)
    if not match:
        return False
    left, right = match.group("a"), match.group("b")
    short = max(len(left), len(right)) <= 3
    return short or (left[-1] == right[-1] and len(right) <= 16)


def _find_parts(text: str) -> tuple[str, ...]:
    """Split a question that asks several things; what comes before the first stays context.

    A和B分别是什么 asks for two attributes of one thing: A是什么 and B是什么.
    """
    if (twins := _TWINS.match(text)) and not _are_alike(text):
        rest = twins.group("rest").strip("？?。，（）() ")
        lead = f"{rest}，" if rest else ""
        return tuple(f"{lead}{twins.group(side)}{twins.group('ask')}" for side in ("a", "b"))
    pieces = [piece.strip() for piece in _SPLIT.split(text) if piece and piece.strip()]
    asking = [piece for piece in pieces if _ASKS.search(piece) or _ECHO.match(piece)]
    if len(asking) < 2:
        return (text,)
    first = pieces.index(asking[0])
    lead = "，".join(pieces[:first])
    return tuple(f"{lead}，{piece}" if lead else piece for piece in asking)
