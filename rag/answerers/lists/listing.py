"""Complete lists: the enumeration that a question asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.answerers.draft import Draft, Row
from rag.answerers.lists.enumerations import find_series
from rag.answerers.lists.section import compose_section
from rag.answerers.lists.series import Series, item_display
from rag.answerers.pieces import Piece, Sources
from rag.kinds import Kind
from rag.language.sentences import comparable
from rag.language.terms import Term, coverage
from rag.question import Question
from rag.reading.spans import find_span
from rag.types import Document, Evidence, Section

_WINDOW = 8000  # characters around a passage in which its enumeration may stand
_ACCEPT = {Kind.LIST: 0.5, Kind.METHOD: 0.72, Kind.OVERVIEW: 0.6, Kind.FACT: 0.6}
_MAX_ITEMS = 20
_SURE = 0.72  # score of a series that no sentence outdoes
_CLEAR, _FAR_BETTER = 0.65, 0.08  # of a sentence that answers alone, and its lead
_STEPS = re.compile(r"环节|流程|步骤|阶段|链条|循环|闭环|路径")
_GENERIC = re.compile(r"总体要求|保障措施|组织实施|附则|总则")
_OUTLINE_ASKED = re.compile(r"部分|章|内容|结构|框架|组成")


@dataclass(frozen=True, slots=True)
class _Scored:
    series: Series
    evidence: Evidence
    document: Document
    score: float


def compose_list(question: Question, sources: Sources) -> Draft | None:
    """Return the enumeration that fits, all of its items; a chain A—B—C; else None."""
    chain = _chain(question, sources) if question.kind is Kind.LIST else None
    asked = replace(question, terms=_focused(question))
    found = _all_series(asked, sources)
    if question.kind is Kind.FACT:
        found = [item for item in found if _is_named(question, item)]
    best = max(found, key=lambda item: item.score, default=None)
    section = compose_section(question, sources) if question.kind is Kind.LIST else None
    if section and not (best and _inside(section, best)):
        return section
    if best is None or best.score < _ACCEPT[question.kind]:
        return chain
    unsure = question.kind is Kind.LIST and best.score < _SURE
    if unsure and _said_elsewhere(sources, best):
        return chain
    if chain and chain.fit >= best.score:
        return chain
    rows, shown = [], []
    for item in best.series.items[:_MAX_ITEMS]:
        start, end = item_display(best.document.text, item)
        piece = Piece(best.document, best.evidence, item.start, end)
        rows.append(Row((piece,), shown=(start, end)))
        shown.append(best.document.text[start:end].strip())
    lead = Piece(best.document, best.evidence, best.series.lead_start, best.series.lead_end)
    return Draft(
        rows=tuple(rows),
        short="；".join(shown),
        layout="list",
        lead=lead if 8 <= len(lead.text) <= 120 else None,
        fit=min(1.0, best.score),
        structural=min(0.9, best.score) if question.count == len(rows) else 0.0,
    )


def _said_elsewhere(sources: Sources, best: _Scored) -> bool:
    """Whether one sentence outside the series answers far better than any other.

    优先在制造、能源、交通、医疗、农业五个行业布局 answers, the headings of the document do not.
    """
    first, second = [*sources.candidates()[:2], None, None][:2]
    if first is None or second is None or first.score < _CLEAR:
        return False
    return not _covers(best, first.piece) and first.score - second.score >= _FAR_BETTER


def _covers(item: _Scored, piece: Piece) -> bool:
    """Whether a sentence leads to a series or is one of its item heads."""
    if piece.document.doc_id != item.document.doc_id:
        return False
    spans = [(i.start, i.head) for i in item.series.items]
    spans.append((item.series.lead_start, item.series.lead_end))
    return any(start < piece.end and piece.start < end for start, end in spans)


def _inside(section: Draft, item: _Scored) -> bool:
    """Whether a series stands in the section that a draft was made from."""
    first, last = section.pieces[0], section.pieces[-1]
    same = first.document.doc_id == item.document.doc_id
    return same and first.start <= item.series.items[0].start < last.end


def _is_named(question: Question, item: _Scored) -> bool:
    """Whether the heading above a series is what X是什么 asks for: 基本原则, 主要目标."""
    if not question.terms or not question.text.rstrip("？?。").endswith(
        ("是什么", "有什么", "为何")
    ):
        return False
    lead = item.document.text[item.series.lead_start : item.series.lead_end]
    return comparable(lead).endswith(question.terms[-1].key)


def _focused(question: Question) -> tuple[Term, ...]:
    """Return the terms with those outside the clause that asks at three tenths of their weight."""
    stops = [m.start() for m in re.finditer(r"[，；：。]", question.text)]
    start = max((at for at in stops if at < question.asked_at), default=-1)
    end = min((at for at in stops if at >= question.asked_at), default=len(question.text))
    inside = [term for term in question.terms if start < term.start < end]
    if not inside:
        return question.terms
    return tuple(
        term if term in inside else replace(term, weight=0.3 * term.weight)
        for term in question.terms
    )


def _chain(question: Question, sources: Sources) -> Draft | None:
    """Return a chain such as 甲—乙—丙 from the best sentence that has one."""
    best: tuple[float, str, Piece] | None = None
    for candidate in sources.candidates()[:12]:
        text = candidate.piece.text
        span = find_span(question, text, 0, len(text))
        if span is None:
            continue
        named = coverage(question.terms, text[span.end : span.end + 10].split("，")[0])
        if not named and not _STEPS.search(question.text):
            continue
        score = candidate.score + 0.3 * named
        if best is None or score > best[0]:
            best = (score, text[span.start : span.end], candidate.piece)
    if best is None:
        return None
    return Draft(rows=(Row((best[2],)),), short=best[1], fit=min(1.0, 0.3 + best[0]))


def _all_series(question: Question, sources: Sources) -> list[_Scored]:
    found: dict[tuple[str, int, int], _Scored] = {}
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
                found[key] = _Scored(series, evidence, document, score)
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
        score += 0.35 if len(series.items) == question.count else -0.3
    if _GENERIC.search(heads) and not _OUTLINE_ASKED.search(question.text):
        score -= 0.25
    if _holds_heading_asked(question, text, series):
        score -= 0.5  # 哪些主要目标 asks for what stands below that item, not for its siblings
    passage = evidence.passage
    if series.lead_start < passage.end and passage.start < series.items[-1].end:
        score += 0.2 / (1 + 0.5 * rank)
    return score


def _holds_heading_asked(question: Question, text: str, series: Series) -> bool:
    """Whether one item's heading is, numbering aside, the last thing the question names."""
    if not question.terms:
        return False
    key = question.terms[-1].key
    heads = (comparable(text[item.body : item.head]) for item in series.items)
    return any(head.endswith(key) and len(head) <= len(key) + 4 for head in heads)


def _path(document: Document, offset: int) -> list[Section]:
    return [s for s in document.sections if s.start <= offset < s.end]


def _paragraph_before(text: str, offset: int, limit: int = 500) -> str:
    start = text.rfind("\n", max(0, offset - limit), offset)
    return text[start + 1 if start >= 0 else max(0, offset - limit) : offset]
