"""How the nearest text differs from what is asked: another year, place or owner, a reversal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.kinds import Kind
from rag.language.dated import told_years
from rag.language.nouns import is_noun
from rag.language.places import find_places, is_elsewhere
from rag.language.rows import CELL_UNIT
from rag.language.sentences import comparable
from rag.language.synonyms import synonyms_in
from rag.language.terms import Term, TermKind, coverage
from rag.question import Question
from rag.reading.aspects import tells_aspect
from rag.reading.named import other_day, other_ordinal, unnamed, unnamed_measure
from rag.reading.premises import false_premise
from rag.reading.telling import tells_of
from rag.reading.type_fit import holds_unit

_TIMES = re.compile(r"[年月日周天]|季度|小时|[前后时起内]|之际|期间|节|截止")
# Words before a figure that are no other half of a word: 平台超过240个 for 平台数量.
_LIMITS = r"超过|达到|高达|突破|不足|接近|将近|大约|约为|已有|共有|共计|总共|新增|合计|增至|降至"
_LIMIT_ASKED = re.compile("(?:至少|最[多少高低])$")  # which names no thing
_PAPER = re.compile(r"报告|文件|意见|通知|规划|方案|办法|条例|文章")
_ASKS_PLACES = re.compile(r"城市|省份|省市|市县")
_REGION = re.compile(
    r"(?!直辖|地级|县级)[\u4e00-\u9fff]{2}(?:省(?![级会市])|(?<!城)市(?![场级])|县(?![级域]))"
)
_PER = "(?:占|单位|每万元)"  # before what something else is measured by
_GRANT = re.compile(r"补[贴助]|奖[励补]|资助|贴息|扶持|返还|减免")
_NO_OWNER = re.compile(r"(?:今年|去年|全年|当年|上年|本年|目前|预计|其中|总体|平均)的?$")
_OWNED = 0.5  # share of the owner that must be in the text for it to be meant
_IN_OTHER_WORDS = 0.8  # share of a word that stands in the text as a synonym of it
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
    if turned := false_premise(question, cited):
        found.append(Difference("differs_reversed", turned))
    title = around.partition("\n")[0]
    named = told_years(cited, title) or told_years(around, title)
    if named and (unseen := sorted(question.years - named)):
        given = "、".join(f"{year}年" for year in sorted(named))
        found.append(Difference("differs_year", f"{unseen[0]}年", TermKind.YEAR, given))
    if other := other_ordinal(question.text, around) or other_day(question, around):
        found.append(Difference("differs_missing", other, TermKind.NUMBER))
    unsaid = [*unnamed(question, cited, around), unnamed_measure(question, cited)]
    found += [Difference("differs_missing", name) for name in unsaid if name]
    plain = comparable(around)
    for term in question.terms:
        absent = (
            term.share_in(plain) < _IN_OTHER_WORDS if _is_latin(term) else term.key not in plain
        )
        if absent and (term.kind in _HARD - {TermKind.YEAR} or _is_latin(term)):
            found.append(Difference("differs_missing", term.text.strip("“”"), term.kind))
    return found


def is_beside(question: Question, cited: str, around: str) -> bool:
    """Whether the text certainly speaks of something else, however near it seems.

    86台 for 多少元, 首期 for 二期, 种植水稻 for 种植小麦, 合肥 for 杭州, another firm.
    """
    if other_ordinal(question.text, around) or other_day(question, around):
        return True
    if any(unnamed(question, cited, around)):
        return True
    if _ASKS_PLACES.fullmatch(question.noun) and not (find_places(cited) or _REGION.search(cited)):
        return True
    if question.defines and not tells_of(question.defines, cited):
        return True
    if not tells_aspect(question, cited) or _is_undated(question, cited):
        return True
    if question.kind is not Kind.NUMBER:
        return False
    return (
        not holds_unit(question, cited)
        or bool(unnamed_measure(question, cited))
        or is_elsewhere(question.text, cited)
        or any(_is_base(term, question.text, cited) for term in question.terms)
        or any(_is_replaced(term, cited, around) for term in question.terms)
        or any(_only_key_ones(term, cited) for term in question.terms)
        or _only_granted(question, cited)
    )


def _is_undated(question: Question, cited: str) -> bool:
    """Whether a day is asked for and no word of the text tells any time."""
    return question.kind is Kind.DATE and not _TIMES.search(cited)


def _is_base(term: Term, asked: str, cited: str) -> bool:
    """Whether a text only measures something else by what is asked: 占GDP比重 for GDP."""
    plain, key = comparable(CELL_UNIT.sub("", cited)), term.key
    if term.kind is not TermKind.WORD or re.search(f"{_PER}{re.escape(key)}", comparable(asked)):
        return False
    words = [key, *(other for _, others in synonyms_in(key) for other in others)]
    by = [word for word in words for _ in re.findall(f"{_PER}{re.escape(word)}", plain)]
    named = re.findall("|".join(sorted(map(re.escape, words), key=len, reverse=True)), plain)
    return bool(by) and len(by) >= len(named)


def _is_replaced(term: Term, cited: str, around: str) -> bool:
    """Whether half of a term's last four characters stands in the text with another half."""
    key = _LIMIT_ASKED.sub("", term.key)[-4:]
    if term.kind is not TermKind.WORD or len(key) < 4 or key in comparable(around):
        return False
    head, tail = key[:2], key[2:]
    if tail in around or any(other in around for _, others in synonyms_in(key) for other in others):
        return False
    # Another half that begins alike is the same word cut short: 能源消耗为 for 能源消耗量.
    other = rf"{head}(?!{tail[0]}|{_LIMITS})[\u4e00-\u9fff]{{2}}(?:\d|，|、)"
    return head in cited and bool(re.search(other, cited))


def _only_key_ones(term: Term, cited: str) -> bool:
    """Whether the text counts only the 重点 ones: 国家重点实验室 for 国家实验室."""
    plain, key = comparable(cited), term.key
    picked = (f"{key[:at]}重点{key[at:]}" for at in range(1, len(key)))
    return key not in plain and any(name in plain for name in picked)


def _only_granted(question: Question, cited: str) -> bool:
    """Whether every share told is one that is granted, and the question asks of no grant."""
    shares = [clause for clause in re.split(r"[，。；]", cited) if re.search(r"[%％]", clause)]
    asked = question.percent and not _GRANT.search(question.text)
    return asked and bool(shares) and all(_GRANT.search(clause) for clause in shares)


def _is_latin(term: Term) -> bool:
    return term.kind is TermKind.WORD and term.text.isascii()


def has_rival(question: Question, cited: str) -> bool:
    """Whether the text gives what is asked for of another thing: B市场规模 for A的市场规模.

    The attribute is the last key term before the asking word, its owner the term right
    before it, and both are nouns: in 自己创业想贷款最高 neither is. The owner is missing from
    the text, and there the attribute follows directly upon other characters than in the
    question.
    """
    before = [t for t in question.terms if t.start + len(t.text) <= question.asked_at]
    if len(before) < 2 or question.kind is Kind.LIST:
        return False
    owner, attribute = before[-2], before[-1]
    gap = attribute.start - owner.start - len(owner.text)
    worded = owner.kind is TermKind.WORD and attribute.kind is TermKind.WORD
    if not worded or gap > 1 or _PAPER.search(owner.text):
        return False
    if not all(is_noun(question.text, t.start, t.start + len(t.text)) for t in (owner, attribute)):
        return False
    clauses = [c for c in re.split(r"[，。；、]", cited) if attribute.text in c]
    if not clauses or coverage([owner], cited) >= _OWNED:
        return False
    return all(_owned(clause, attribute.text) for clause in clauses)


def _owned(clause: str, attribute: str) -> bool:
    """Whether two Chinese characters that name something stand right before the attribute."""
    before = clause[: clause.find(attribute)]
    return bool(re.search(r"[\u4e00-\u9fff]{2}的?$", before)) and not _NO_OWNER.search(before)
