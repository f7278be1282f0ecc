"""How the nearest text differs from what is asked: another year, place or owner, a reversal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.kinds import Kind
from rag.language.sentences import comparable, sentence_spans
from rag.language.terms import Term, TermKind, coverage
from rag.language.values import ValueKind, find_values, years
from rag.question import Question
from rag.reading.rules_reader import BODY_ASKED, INSTITUTION
from rag.reading.spans import find_span

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
_CONTACT_ASKED = re.compile(r"邮箱|电子邮件|电话|手机号|网址|网站地址|传真|微信号")
_STREET_ASKED = re.compile(r"哪条(路|街|道)|哪个(街道|路口|站)|门牌|详细地址|具体地址")
_STREET = re.compile(r"[\u4e00-\u9fff]{2,}(?:路|街|大道|巷|胡同)(?!径|线|演|由|程|子)|\d+号")
_TITLED = re.compile(r"《[^》]*》")
_OWNED = 0.5  # share of the owner that must be in the text for it to be meant
_HARD = frozenset({TermKind.PLACE, TermKind.TITLE, TermKind.YEAR, TermKind.NUMBER, TermKind.QUOTE})


@dataclass(frozen=True, slots=True)
class Difference:
    """What the question asks that the nearest text does not say; a template, its words."""

    template: str
    asked: str
    kind: TermKind | None = None
    found: str = ""


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
        found.append(Difference("differs_year", f"{unseen[0]}年", TermKind.YEAR, given))
    plain = comparable(around)
    for term in question.terms:
        absent = term.key not in plain
        if absent and (term.kind in _HARD - {TermKind.YEAR} or _is_latin(term)):
            found.append(Difference("differs_missing", term.text.strip("“”"), term.kind))
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


def holds_type(question: Question, cited: str) -> bool:
    """Whether the text holds the sort of thing asked for, such as a number, a street, a body.

    Only sorts that can be told by their form are checked; all others are taken as held.
    """
    asked = question.text
    if _CONTACT_ASKED.search(asked):
        return bool(find_values(cited, ValueKind.CONTACT))
    if question.kind in (Kind.NUMBER, Kind.DATE):
        return any(find_span(question, cited, *span) for span in sentence_spans(cited))
    if _STREET_ASKED.search(asked):
        return bool(_STREET.search(cited))
    if BODY_ASKED.search(asked):
        return bool(INSTITUTION.search(_TITLED.sub("", cited)))
    return True


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
