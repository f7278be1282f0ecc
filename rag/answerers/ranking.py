"""The sentences of the evidence, ranked for a question: by what they name, tell and are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from rag.answerers.assigned import only_assigns
from rag.answerers.bearing import gives_other_figure, governed_by_other, of_other_sites
from rag.answerers.labels import is_heading, is_labelled
from rag.answerers.marks import has_mark
from rag.answerers.pieces import Candidate, Piece, is_furniture, says_something, with_antecedent
from rag.answerers.short import VALUES
from rag.kinds import Kind
from rag.language.places import is_local, is_national
from rag.language.synonyms import synonyms_in
from rag.language.terms import TermKind, coverage
from rag.question import Question
from rag.reading.asked import CONTACT_ASKED, MONEY, MONEY_ASKED, TITLE_ASKED
from rag.reading.aspects import tells_aspect
from rag.reading.limits import asks_most, states_most
from rag.reading.named import unnamed_measure
from rag.reading.setting import headings
from rag.reading.type_fit import definition_fit, tells_plan

Place = tuple[str, int]
# An item that is a label and its value.
_VALUE_ITEM = re.compile(r"：[^，。；：]{0,4}\d[^，。；：]{0,12}[；。]$")
# Share of its score that a sentence keeps
_OTHER_FIGURE = 0.25  # with a figure of another year or place
_OTHER_SETTING = 0.5  # that speaks of another year or place
_LOCAL = 0.6  # about one place where the country is asked about
_GOAL = 0.6  # that sets as a goal what is asked as an outcome
_UNLIMITED = 0.6  # without a limit where one is asked for
_NO_SUM = 0.6  # without money where a sum is asked for
_PART = 0.5  # that counts one part, 科技金融方面（共5项）, where all are asked for
_UNSUMMED = 0.8  # that does not say 共 there
_OLDER = 0.8  # of an older issue of a yearly document
_NO_ATTRIBUTE = 0.8  # without the 目标 that X的目标是什么 asks for
_OTHER_ASPECT = 0.5  # that tells another thing of the subject: the reward for the 条件
_ONE_ITEM = 0.6  # that is one item of a list where more than a value is asked for
_HEADING = 0.6  # that only heads others
_LABELLED = 1.25  # that is labelled with what is asked for: 主任：张三
_FURNITURE = 0.3  # that is the title or the salutation
_DEFINING = 0.35  # what a sentence that defines gains at most
_DEFINES = 0.9  # fit of a sentence that says 是指
# How many there are in all is asked, told, and told of one part only.
_ALL_ASKED = re.compile(r"(?:共|合计|总计)(?:有|计)?(?:多少|几)")
_ALL = re.compile(r"(?:共|合计|总计)(?:有|计)?[^，。；：]{0,6}?\d")
_OF_PART = re.compile(r"方面(?:的举措)?[（(]?共?有?\d")
# The 目标 that X的目标是什么 asks for.
_ATTRIBUTE = re.compile(r"的[\u4e00-\u9fff]{0,4}([\u4e00-\u9fff]{2})(?:是什么|有哪些|是哪些)")
# The year that the title of a yearly document begins with.
_ISSUE = re.compile(r"((?:19|20)\d\d)年度?")
_SHORTEST_NAME = 3  # characters with which both a question and a sentence begin
_WHOLE = re.compile("[全该本此各]")  # begins words for all of what was named before
_NAMED_AMONG = 12  # best sentences that are compared by what they name
_UNNAMED = 0.3  # of its score that a figure keeps whose sentence names nothing asked about
_NAMED_AT_ALL = 0.3  # share of the words asked about that the best sentence must hold


def ranked(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates best first; of equal sentences one; headings alone come last.

    Lines of a table of contents and those without a word are left out.
    """
    seen: dict[Place, Candidate] = {}
    named, newest = _named(question, candidates), _newest(question, candidates)
    unasked = _unasked(question, candidates)
    elsewhere = of_other_sites(question, [candidate.piece for candidate in candidates])
    parallel = _parallel(question, candidates) | set(map(_place, elsewhere))
    for candidate in candidates:
        piece = candidate.piece
        key = _place(piece)
        score = (candidate.score + _defines(question, piece)) * named.get(key, 1.0)
        score *= _setting_share(question, piece) * _figure_share(question, piece)
        if key in parallel:
            score *= _OTHER_FIGURE
        if _issue_of(piece) < newest.get(_series_of(piece), ""):
            score *= _OLDER
        if _lacks_attribute(question, piece):
            score *= _NO_ATTRIBUTE
        if key in unasked:
            score *= _OTHER_ASPECT
        score *= _line_share(question, piece)
        if _says_nothing_asked(question, piece):
            score *= _FURNITURE
        if key not in seen or seen[key].score < score:
            seen[key] = Candidate(piece, score)
    told = [one for one in seen.values() if says_something(one.piece.text)]
    return sorted(told, key=lambda candidate: -candidate.score)


def _defines(question: Question, piece: Piece) -> float:
    """Return what a sentence gains where it defines what is asked about."""
    if not question.defines:
        return 0.0
    fit = definition_fit(question, piece.text)
    return _DEFINING * fit if question.kind is Kind.DEFINITION or fit >= _DEFINES else 0.0


def _setting_share(question: Question, piece: Piece) -> float:
    """Return the share kept by a sentence of another year or place than asked about."""
    if gives_other_figure(question, piece):
        return _OTHER_FIGURE
    if governed_by_other(question, piece):
        return _OTHER_SETTING
    return _LOCAL if is_national(question.text) and is_local(_whereabouts(piece)) else 1.0


def _figure_share(question: Question, piece: Piece) -> float:
    """Return the share kept by a goal, or by what is no limit or sum where one is asked for."""
    if question.kind is not Kind.NUMBER:
        return 1.0
    unlimited = asks_most(question.text) and not states_most(piece.text)
    goal = tells_plan(question, piece.text)
    part = 1.0
    if _ALL_ASKED.search(question.text):
        summed = _ALL.search(piece.text)
        part = _PART if _OF_PART.search(piece.text) else 1.0 if summed else _UNSUMMED
    sum_asked = not (question.unit or question.percent) and MONEY_ASKED.search(question.text)
    no_sum = sum_asked and not MONEY.search(piece.text)
    return part * (
        (_GOAL if goal else 1.0) * (_UNLIMITED if unlimited else 1.0) * (_NO_SUM if no_sum else 1.0)
    )


def _named(question: Question, candidates: Sequence[Candidate]) -> dict[Place, float]:
    """Return factors in [.3, 1], of figures and names: who names less than the best one loses.

    What their headings name counts as named by them; a line labelled with what is asked for
    stands for all that its document is about.
    """
    if question.kind not in (Kind.NUMBER, Kind.NAME):
        return {}
    words = [term for term in question.terms if term.kind is TermKind.WORD]
    held = {
        _place(one.piece): coverage(
            words, f"{headings(one.piece.evidence.passage)}\n{with_antecedent(one.piece).text}"
        )
        for one in candidates[:_NAMED_AMONG]
        if not is_labelled(question, one.piece)
    }
    most = max(held.values(), default=0.0)
    if most < _NAMED_AT_ALL:
        return {}
    return {key: max(_UNNAMED, share / most) for key, share in held.items()}


def _parallel(question: Question, candidates: Sequence[Candidate]) -> set[Place]:
    """Return the sentences that tell of another of several things told of in turn.

    政府主导型… and 企业主导型…, where a sentence of the same passage begins as the question
    does: 平台撮合型…. Only of questions for a value.
    """
    if question.kind not in VALUES:
        return set()
    first = max(candidates, key=lambda one: _alike(question, one.piece), default=None)
    if first is None or (length := _alike(question, first.piece)) < _SHORTEST_NAME:
        return set()
    name, passage = question.text[:length], first.piece.evidence.passage.passage_id
    return {
        _place(one.piece)
        for one in candidates
        if one.piece.evidence.passage.passage_id == passage
        and not _WHOLE.match(one.piece.text)
        and name[0] != one.piece.text[0]
        and one.piece.text[length - 1 : length] == name[-1]
    }


def _alike(question: Question, piece: Piece) -> int:
    """Return with how many characters both a question and a piece begin."""
    pairs = zip(question.text, piece.text, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _newest(question: Question, candidates: Sequence[Candidate]) -> dict[str, str]:
    """Return series -> newest issue of each yearly series, where no year is asked for."""
    found: dict[str, str] = {}
    if question.years:
        return found
    for candidate in candidates:
        series, issue = _series_of(candidate.piece), _issue_of(candidate.piece)
        found[series] = max(found.get(series, ""), issue)
    return found


def _series_of(piece: Piece) -> str:
    """Return a title without the year it begins with: 政府工作报告 of 2025年政府工作报告."""
    return _ISSUE.sub("", piece.document.title)


def _issue_of(piece: Piece) -> str:
    """Return the year a title begins with: 2025 of 2025年政府工作报告."""
    issue = _ISSUE.match(piece.document.title)
    return issue.group(1) if issue else ""


def _lacks_attribute(question: Question, piece: Piece) -> bool:
    """Whether neither a piece nor its headings name the 目标 that X的目标是什么 asks for."""
    asked = _ATTRIBUTE.search(question.text)
    if asked is None or question.kind in VALUES:
        return False
    said = f"{headings(piece.evidence.passage)}\n{piece.text}"
    words = [asked[1], *(other for _, others in synonyms_in(asked[1]) for other in others)]
    return not any(word in said for word in words)


def _unasked(question: Question, candidates: Sequence[Candidate]) -> set[Place]:
    """Return the sentences that tell another aspect or measure, where others tell the one asked."""
    if CONTACT_ASKED.search(question.text):
        return set()  # every number to call is named alike
    others = {
        _place(one.piece)
        for one in candidates
        if not tells_aspect(question, one.piece.text) or unnamed_measure(question, one.piece.text)
    }
    return others if len(others) < len({_place(one.piece) for one in candidates}) else set()


def _says_nothing_asked(question: Question, piece: Piece) -> bool:
    """Whether a piece is the title or salutation, or who is responsible, and not asked for."""
    titled = is_furniture(piece) and not TITLE_ASKED.search(question.text)
    return titled or only_assigns(question, piece)


def _line_share(question: Question, piece: Piece) -> float:
    """Return the share kept by a line that only heads others, or is one item of them."""
    if is_labelled(question, piece):
        return _LABELLED
    return (_HEADING if is_heading(piece) else 1.0) * (
        _ONE_ITEM if _is_one_item(question, piece) else 1.0
    )


def _is_one_item(question: Question, piece: Piece) -> bool:
    """Whether a piece is one of several items of a list: 1.申请表；. No value with its label."""
    told = question.kind in (*VALUES, Kind.NAME, Kind.PLACE, Kind.YES_NO)
    if told or not has_mark(piece) or _VALUE_ITEM.search(piece.text):
        return False
    before = piece.document.text[max(0, piece.start - 4) : piece.start]
    return piece.text.endswith("；") or before.rstrip().endswith("；")


def _place(piece: Piece) -> Place:
    """Return document and first character of a piece: those of equal sentences are equal."""
    return piece.document.doc_id, piece.start


def _whereabouts(piece: Piece) -> str:
    """Return what tells the place that a piece is about: its words, title and region."""
    about = piece.document.metadata
    region = "" if about.region == "全国" else about.region
    return f"{piece.text}\n{piece.document.title}\n{region}"
