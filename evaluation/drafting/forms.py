"""Questions read off sentences of a known form: definitions, figures, dates, rules of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluation.drafting.draft import Draft, short_title, unnumbered
from rag.language.places import find_places
from rag.language.sentences import clause_spans, sentence_spans
from rag.language.values import Value, ValueKind, find_values, years
from rag.types import Document

_DEFINITION = re.compile(
    r"^(?:所谓|本[\u4e00-\u9fff]{1,4}所称的?)?“?(?P<term>[\u4e00-\u9fffA-Za-z·]{2,14})”?，?"
    r"(?:是指(?![向出导挥标数明令点派])|指的是)(?P<answer>[^。\n]{8,160})"
)
# A figure: how it is limited, its digits, its unit and what rounds it.
_FIGURE = re.compile(
    r"^(?P<about>大约|约|将近|接近|近)?(?P<limit>\D*)(?P<digits>[\d.,]+)(?:余|多)?"
    r"(?P<unit>\D*?)(?P<round>以上|以下|以内|左右)?$"
)
_VAGUE = re.compile(
    r"^(?:其中|其|该|这|那|此|本|上述|并|已|再|就|也|还|又|而|但|且|累计|分别|同比|环比|比|较|另|有|为|"
    r"达|共|是|由|从|在|对|按|以|将|把|使|让|与|和|及|至|到[^\d]|超过|约|前者|后者|两者|第[一二三四五]|"
    r"如|若|当|因|除|一般|通常|现将|现有|虽|根据|鉴于|随着|自\d|无论|不管|实际|平均|年均|我们|特别是)"
)
_HALF = re.compile("(?:后|时|前|的|之际|以来|期间|基础上|情况下)$")  # the rest comes after it
_FORMULA = re.compile("[×÷=＝/]")
_COUNTED = re.compile("、[^等]*$")  # 甲、乙、丙3家: who reads the question can count them
_ORDINAL = re.compile("第$")  # 第26届 is one of a row and counts nothing
_DATED = re.compile("(?:^|[于在到至自从])$")  # before a date that says when, not which
_SCALES = frozenset(("", "万", "亿", "万亿", "千", "百"))
_HAPPENED = re.compile(
    "启动|发布|印发|成立|开通|建成|举办|召开|施行|实施|执行|投用|揭牌|获批|签约|开工|上线|公布|通过|设立"
)
_SUBJECT, _EVENT = 4, 8  # characters that a clause needs besides its value to mean anything
_CLAUSE = (8, 46)


def definitions(document: Document) -> Iterator[Draft]:
    """Yield a question for every term that a sentence defines."""
    for sentence in _sentences(document):
        found = _DEFINITION.match(sentence)
        if found and not _VAGUE.match(found["term"]):
            answer = found["answer"].strip("，；")
            yield Draft(
                f"什么是{found['term']}？", "definition", (answer,), (sentence,), note="定义句"
            )


def figures(document: Document) -> Iterator[Draft]:
    """Yield a question for every clause that states one figure in digits."""
    for sentence, clause in _clauses(document):
        values = find_values(clause, ValueKind.NUMBER)
        found = _FIGURE.match(values[0].text) if len(values) == 1 else None
        # Without a unit it is a year, a number of order, or counts what nobody can ask for.
        if not found or found["unit"] in _SCALES | {"日", "号"}:
            continue
        value, limit = values[0], found["limit"]
        before, after = clause[: value.start], clause[value.end :]
        if not _says_enough(clause, value, _SUBJECT) or _COUNTED.search(before):
            continue
        if _ORDINAL.search(before) or after.startswith("、"):
            continue
        asked = before + limit + _how_many(value, found["unit"]) + after
        answers = dict.fromkeys((value.text[len(found["about"] or "") + len(limit) :], value.text))
        # 培育多少个“人工智能+”场景: a name behind the figure does not say who does it.
        question = _standing_alone(
            document, asked, named_in=before, earlier=years(sentence.partition(clause)[0])
        )
        if question:
            yield Draft(question, "number", tuple(answers), (sentence,), note="数字句")


def dates(document: Document) -> Iterator[Draft]:
    """Yield a question for every clause that says when something happened or begins."""
    for sentence, clause in _clauses(document):
        values = find_values(clause, ValueKind.DATE)
        if len(values) != 1 or not _HAPPENED.search(clause):
            continue
        value = values[0]
        if not _DATED.search(clause[: value.start]) or clause[value.end :].startswith("间"):
            continue
        if not _says_enough(clause, value, _EVENT) or find_values(clause, ValueKind.NUMBER):
            continue
        when = "什么时候" if re.search("[月日]", value.text) else "哪一年"
        rest = clause[: value.start] + when + clause[value.end :]
        if question := _standing_alone(document, rest, named_in=rest):
            yield Draft(question, "date", (value.text,), (sentence,), note="日期句")


FORMS = (definitions, figures, dates)


def _sentences(document: Document) -> Iterator[str]:
    """Yield whole sentences: headings and the lines of tables do not end in a full stop."""
    for start, end in sentence_spans(document.text):
        if document.text[end - 1] == "。":
            yield document.text[start:end]


def _clauses(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (sentence, clause) for clauses of a length that a question can be made of."""
    for sentence in _sentences(document):
        for start, end in clause_spans(sentence, 0, len(sentence)):
            clause = unnumbered(sentence[start:end].strip("，；。：！？ "))
            if not _CLAUSE[0] <= len(clause) <= _CLAUSE[1]:
                continue
            if not (_VAGUE.match(clause) or _HALF.search(clause)):
                yield sentence, clause


def _says_enough(clause: str, value: Value, least: int) -> bool:
    """Whether something is left of the clause that says what the value is about.

    A value that is part of a name, in 《》 or “”, is about nothing.
    """
    names = find_values(clause, ValueKind.TITLE, ValueKind.QUOTE)
    if any(name.start < value.start < name.end for name in names) or _FORMULA.search(clause):
        return False
    words = re.findall(r"[\u4e00-\u9fff]", clause[: value.start] + clause[value.end :])
    balanced = all(clause.count(a) == clause.count(b) for a, b in ("“”", "（）", "《》"))
    return len(words) >= least and balanced


def _how_many(value: Value, unit: str) -> str:
    if value.is_percentage:
        return "百分之多少" if "点" not in value.text else "多少个百分点"
    return f"多少{unit}"


def _standing_alone(
    document: Document, asked: str, *, named_in: str, earlier: frozenset[str] = frozenset()
) -> str:
    """Return a question that means something outside of its document, "" if it cannot.

    Unless the part ``named_in`` names a place, a title or a quoted name, it is given the
    title of its document. A figure without a year takes the one of ``earlier`` in its sentence.
    """
    alone = len(earlier) == 1 and not years(asked)
    when = "".join(f"{year}年" for year in earlier) if alone else ""
    named = find_places(named_in) or find_values(named_in, ValueKind.TITLE, ValueKind.QUOTE)
    title = "" if named else short_title(document)
    if not (named or title):
        return ""
    return f"{f'{title}中，' if title else ''}{when}{asked}？"
