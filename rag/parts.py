"""The things a question compares, the parts it consists of, and what it is about."""

from __future__ import annotations

import re
from itertools import pairwise

from rag.kinds import HOW_MUCH, Kind
from rag.language.places import find_places
from rag.language.terms import without_joints

ASKS = re.compile(rf"多少|几|{HOW_MUCH}|什么|啥|哪|谁|何时|如何|怎|为何|吗|是否")
# A part that asks the same of something else: 那2024年呢.
ECHO = re.compile(r"^(?:那么?)?([^，。？]{2,12}?)(?:又?呢|又如何)[？?]?$")
_SPLIT = re.compile(r"[，,；;、]?(?:以及|并且|同时)|[，,；;？?]+")
# Two attributes of one thing: 甲和乙分别是什么.
_TWINS = re.compile(
    r"^(?P<a>[^，。？]{3,30}?)(?:和|与|以及|、)(?P<b>[^，。？]{3,30}?)(?:分别|各)"
    r"(?P<ask>是(?:什么|多少|谁|哪些|哪里|如何))(?P<rest>.*)$"
)
# Two things compared, or asked about together: 甲和乙的….
_SIDES = re.compile(
    r"^(?:请?(?:比较|对比)(?:一下)?)?(?P<a>[^，。？]{1,20}?)(?P<joint>和|与|跟|(?<![不共相协合])同|、|相比)(?P<b>[^，。？]{1,20}?)"
    r"(?=在|的|各|有(?!限)|分别|相比|之间|对于|对|谁|哪|两|[三四五六][个家种类]|是|采|如何|怎|都|均|，)"
)
_MORE = re.compile("[和与跟、]")
# Years compared: 2023年和2024年.
_YEAR = r"(?:19|20)\d\d年"
_YEARS = re.compile(rf"{_YEAR}(?:[^，。？]{{0,3}}[和与跟、比][^，。？]{{0,3}}{_YEAR})+(?!年)")
# Which of the sides it is more with asks nothing else of them: …能拿多少，哪边高.
_WHICH_MORE = re.compile("哪一?[个家种边]更?[高低大小多少快慢长短早晚]")
_YEAR_AFTER = re.compile(rf"(?<=.){_YEAR}[底末初]?$")
# What leads to a subject, and the subject with what is asked or told of it after it; 最常见的
# belongs to it.
_HAN = "[\u4e00-\u9fff]"
LEADING = re.compile(r"^(?:那么|那|请|在)?")
_HEAD = re.compile(
    r"^(?P<subject>[^，。？?]{2,24}?)(?=(?:共|一共|总共|目前|累计|已|大约|约)?"
    rf"(?:有多少|有几|有哪|有什么|[有是]啥|是什么|是多少|是谁|是哪|在哪|为什么|为何|怎么|如何|何时|什么时候|多少|有?(?:{HOW_MUCH})|哪|几|采用|包括|做了|叫|"
    rf"(?<!最{_HAN})(?<!最{_HAN}{{2}})的|发布|启动|撮合|"
    r"整合|集聚|实施|建成|建设|建有|完成|拥有|获得|开展|开设|开放|投入|打造|探索|出台|制定|新增|引进|培育|支持|鼓励|规定|要求|实现|吸引|提出|建立|推出|达到|发展|面临|形成|举办|设立|对|将|把|从|于|在|"
    r"(?:跟(?![踪进随着])[^，。？]{2,10})?(?:(?<![智功职性产节技赋效动潜储才可热])能(?![源力耗效量])|(?<![主重需必纲概])要(?![素求点]))(?=[^，。？]*吗)|"
    r"指的是|授予|分[为成几哪]|存在|[由归][谁哪]|能不能|能否|可以|需要|要(?:多少|几|达到|满足|符合|建成|打造|什么)))"
)

# A clause that tells when or by what: the question after it has its own subject.
_SETTING = re.compile(r"^(?:按照?|根据|依据|截至|截止|到)|[年月日][底末初前内]?$|时$")


def find_sides(text: str, kind: Kind) -> tuple[str, ...]:
    """Return the things compared: A和B of a comparison, or of a question with 分别/各."""
    if compared := _YEARS.search(text):
        return tuple(re.findall(_YEAR, compared.group()))
    if not (kind is Kind.COMPARISON or re.search("分别|各自|各是|各有", text)):
        return ()
    # 招生任务，上海和北京哪个多: the sides may stand in a later clause.
    clauses = (text[start:] for start in (0, *(m.end() for m in re.finditer("，", text))))
    return next(filter(None, map(_sides_of, clauses)), ())


def _sides_of(text: str) -> tuple[str, ...]:
    """Return the things compared that a text begins with."""
    match = _SIDES.search(without_joints(text))
    if not match:
        return ()
    first: str = text[slice(*match.span("a"))]
    begin, end = match.span("b")
    alone = text[end] == "，" and text[end + 1 : end + 2] not in ("哪", "谁")
    if alone and not (find_places(first) == [first] and find_places(text[begin:end])):
        return ()  # of clauses only 济南和青岛，…
    # 甲、乙和丙: more sides behind the first 、
    cuts = [m.start() for m in _MORE.finditer(match["b"])] if match["joint"] == "、" else []
    bounds = [begin - 1, *(begin + cut for cut in cuts), end]
    sides = [first, *(text[a + 1 : b] for a, b in pairwise(bounds))]
    sides[-1] = _like_first(sides[-1], first)
    if year := _YEAR_AFTER.search(sides[-1]):  # 甲和乙2026年的 asks of both for that year
        sides[-1] = sides[-1][: year.start()]
    return tuple(side.strip() for side in sides if side.strip())


def _like_first(last: str, first: str) -> str:
    """Return the last side without what belongs to all: a place if the first is one.

    非独生子女 of 独生子女和非独生子女赡养老人的…: up to the like ending.
    """
    if find_places(first) == [first] and last.startswith(place := (find_places(last) or ["，"])[0]):
        return place
    like = last.find(first[-2:])
    return last[: like + 2] if like >= 0 else last


def find_parts(text: str) -> tuple[str, ...]:
    """Split a question that asks several things; what comes before the first stays context.

    A和B分别是什么 asks for two attributes of one thing: A是什么 and B是什么.
    """
    twins = _TWINS.match(without_joints(text))
    if twins and not (_YEARS.search(text) or _are_alike(text)):
        a, b, ask, rest = (text[slice(*twins.span(name))] for name in ("a", "b", "ask", "rest"))
        rest = rest.strip("？?。，（）() ")
        lead = f"{rest}，" if rest else ""
        return tuple(f"{lead}{twin}{ask}" for twin in (a, b))
    pieces = [piece.strip() for piece in _SPLIT.split(text) if piece and piece.strip()]
    asking = [
        piece
        for piece in pieces
        if (ASKS.search(piece) or ECHO.match(piece)) and not _WHICH_MORE.fullmatch(piece)
    ]
    if len(asking) < 2:
        return (text,)
    first = pieces.index(asking[0])
    lead = "，".join(pieces[:first])
    return tuple(f"{lead}，{piece}" if lead else piece for piece in asking)


def _are_alike(text: str) -> bool:
    """Whether A and B of A和B… are two things of one class: places, firms, short names."""
    match = _SIDES.search(without_joints(text))
    if not match:
        return False
    left, right = match.group("a"), match.group("b")  # as long as what stands there
    short = max(len(left), len(right)) <= 3
    return short or (left[-1] == right[-1] and len(right) <= 16)


def subject_of(text: str) -> str:
    """Return what a question is about: a 《title》 or “quote” in it, else its first noun phrase.

    A clause before the one that asks is its subject: 想贷款 of 想贷款，最高能贷多少.
    """
    plain = LEADING.sub("", text)
    if found := re.search(r"《[^》]+》|“[^”]+”", plain):
        return found.group()
    lead, comma, rest = plain.partition("，")
    if comma and ASKS.search(rest) and not ASKS.search(lead):
        return subject_of(rest) if _SETTING.search(lead) else lead
    if match := _HEAD.match(plain):
        return match.group("subject").removeprefix("什么是")
    return re.sub(r"^什么是|是什么.*$|[？?。]", "", plain)
