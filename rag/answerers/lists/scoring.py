"""How well the enumerations around the evidence answer a question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answerers.lists.enumerations import find_series
from rag.answerers.lists.series import Series
from rag.answerers.pieces import Sources
from rag.kinds import Kind
from rag.language.sentences import comparable
from rag.language.terms import TermKind, coverage
from rag.question import Question
from rag.types import Document, Evidence, Section

_PARAGRAPH = 500  # most characters of the paragraph before a series
_WINDOW = 8000  # characters around a passage in which its enumeration may stand
_MANY = 12
_GENERIC = re.compile(
    r"总体要求|保障措施|组织实施|附则|总则|指导思想|基本原则|发展目标|主要任务|有关要求|工作要求|"
    r"适用范围|工作流程|组织领导|主要内容|背景"
)
_ANNOUNCED = 0.15  # what a series gains that is led to by the name of what is asked for
_NAME = 4  # characters of a word that names one thing alone
_SHORT_LEAD = 12  # characters of a heading, its number included
_FOLLOWS = re.compile(r"下列|以下|如下|：$")
# What items are without being called so.
_ANY = re.compile("方面|环节|步骤|内容|措施|举措|任务|原则|要求|问题|特点|条件|工作|建议|阶段|事项")
OWNED = frozenset({"条件", "材料", "资格"})  # which are those of someone
_TROUBLE = re.compile(
    r"问题|难|痛点|不足|不强|不高|不够|短板|瓶颈|制约|障碍|堵点|薄弱|挑战|缺乏|滞后"
)
_DENIES = re.compile(
    r"(?:不得|不能|不可以?|不准|不予|不允许|不受理|无法|禁止|严禁|不应当?)(?!不|超过|少于|低于|高于|多于|断|缺)"
)
_OUTLINE_ASKED = re.compile(r"部分|章|内容|结构|框架|组成")


@dataclass(frozen=True, slots=True)
class Scored:
    """A series, the evidence it stands by, and how well it answers (about [0, 1.3])."""

    series: Series
    evidence: Evidence
    document: Document
    score: float


def all_series(question: Question, sources: Sources) -> list[Scored]:
    """Return every enumeration of the articles that the evidence stands in, with its score."""
    found: dict[tuple[str, int, int], Scored] = {}
    known: dict[tuple[str, int, int], list[Series]] = {}
    for rank, evidence in enumerate(sources.evidence):
        document = sources.document(evidence)
        start, end = _article(document, evidence)
        where = (document.doc_id, start, end)
        if where not in known:
            known[where] = find_series(document, start, end)
        for series in known[where]:
            key = (document.doc_id, series.items[0].start, len(series.items))
            score = _score(question, document, evidence, series, rank)
            if key not in found or found[key].score < score:
                found[key] = Scored(series, evidence, document, score)
    return list(found.values())


def _article(document: Document, evidence: Evidence) -> tuple[int, int]:
    """Return the characters of the article that holds a passage, at most a window around it."""
    passage = evidence.passage
    start, end = 0, len(document.text)
    for section in document.sections:
        if section.level == 0 and section.start <= passage.start < section.end:
            start, end = section.start, section.end
    return max(start, passage.start - _WINDOW), min(end, passage.end + _WINDOW)


def _score(
    question: Question, document: Document, evidence: Evidence, series: Series, rank: int
) -> float:
    """Return how well a series answers, about [0, 1.3].

    What leads to it (its sentence and its nearest heading) counts most, then the headings
    above it and the opening of its paragraph, then the items; a series of the number of
    items asked for gains, another loses; so does one near the best evidence.
    """
    text = document.text
    path = _path(document, max(series.lead_start, series.items[0].start - 1))
    lead = text[series.lead_start : series.lead_end] + (path[-1].heading if path else "")
    wide = " ".join(section.heading + section.byline for section in path) + document.title
    wide += _paragraph_before(text, series.items[0].start)
    heads = " ".join(text[item.body : item.head] for item in series.items)
    near = coverage(question.terms, f"{lead}")
    everything = coverage(question.terms, f"{wide} {lead} {heads}")
    items = coverage(question.terms, f"{lead} {heads}")
    score = 0.4 * near + 0.3 * everything + 0.2 * items
    if question.count:
        fits = len(series.items) == question.count and names_items(question, text, series)
        score += 0.35 if fits else -0.3
    score -= _outline_loss(question, document, series, heads)
    if announces(question, text, series):
        score += _ANNOUNCED + (0.05 if heads.count(question.noun[-2:]) > 1 else 0.0)
    if _is_of_another(question, text[series.lead_start : series.lead_end], document.title + heads):
        score -= 1.0
    if bool(_DENIES.search(question.text)) != bool(_DENIES.search(lead)):
        score -= 0.4  # 哪些企业不能申报 asks for none of what those need that can
    if question.noun.endswith("问题") and not _TROUBLE.search(f"{lead}{heads}"):
        score -= 0.4
    if _holds_heading_asked(question, text, series):
        score -= 0.5  # 哪些主要目标 asks for what stands below that item, not for its siblings
    passage = evidence.passage
    if series.lead_start < passage.end and passage.start < series.items[-1].end:
        score += 0.2 / (1 + 0.5 * rank)
    return score


def names_items(question: Question, text: str, series: Series) -> bool:
    """Whether what leads to a series or most of its items name what is asked for.

    哪五个中心 asks for no five steps towards one 中心; of what may be called 方面 all are some.
    """
    noun = question.noun[-2:]
    if len(noun) < 2 or _ANY.fullmatch(noun) or announces(question, text, series):
        return True
    named = sum(noun in text[item.body : item.head] for item in series.items)
    return 2 * named >= len(series.items)


def announces(question: Question, text: str, series: Series) -> bool:
    """Whether what leads to a series names what is asked for: 应具备下列条件：, 二、主要任务."""
    noun, lead = question.noun[-2:], text[series.lead_start : series.lead_end].strip()
    if len(noun) < 2 or noun not in lead:
        return False
    heads = len(lead) <= _SHORT_LEAD and lead.endswith(noun)
    return heads or bool(_FOLLOWS.search(lead))


def _outline_loss(question: Question, document: Document, series: Series, heads: str) -> float:
    """Return what a series loses as the outline of a document where no parts are asked for."""
    loss = 0.0
    if not _OUTLINE_ASKED.search(question.text):
        generic = len(_GENERIC.findall(heads))
        loss += 0.0 if not generic else 0.25 if generic == 1 else 0.5
        lead = document.text[series.lead_start : series.lead_end].strip()
        titles = {s.heading for s in document.sections if s.level == 0} | {document.title}
        named = len(question.noun) > 1 and question.noun[-2:] in lead
        loss += 0.3 if lead in titles and not named else 0.0  # parts of an article are no 做法
    if len(series.items) > _MANY and not question.count and question.kind is Kind.LIST:
        loss += 0.3  # the table of contents of a long document
    return loss


def _is_of_another(question: Question, lead: str, around: str) -> bool:
    """Whether the 条件 of another one are led to: 专利代理机构 for 专利代理师."""
    words = [t for t in question.terms if t.kind is TermKind.WORD and t.key != question.noun]
    if question.noun[-2:] not in OWNED or not words:
        return False
    key, said = words[-1].key, comparable(lead)
    if key in said or words[0].key in said:
        return False
    other = any(len(key[:-cut]) > 1 and key[:-cut] in said for cut in (1, 2))
    return other or key[-2:] not in comparable(f"{lead}{around}")


def _holds_heading_asked(question: Question, text: str, series: Series) -> bool:
    """Whether one item's heading is the last thing the question names, or names all of it.

    我国的有利条件与制约因素 stands above what 有利条件有哪些 asks for.
    """
    if not question.terms:
        return False
    key = question.terms[-1].key
    heads = [comparable(text[item.body : item.head]) for item in series.items]
    if any(head.endswith(key) and len(head) <= len(key) + 4 for head in heads):
        return True
    lead = comparable(text[series.lead_start : series.lead_end])
    return len(key) >= _NAME and key not in lead and sum(key in head for head in heads) == 1


def _path(document: Document, offset: int) -> list[Section]:
    return [s for s in document.sections if s.start <= offset < s.end]


def _paragraph_before(text: str, offset: int) -> str:
    low = max(0, offset - _PARAGRAPH)
    start = text.rfind("\n", low, offset)
    return text[start + 1 if start >= 0 else low : offset]
