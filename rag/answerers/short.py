"""The short answer of a piece: by rules, by the reader's span, or as the sentence decides."""

from __future__ import annotations

import re
from collections import Counter

from rag.answerers.clauses import fitting
from rag.answerers.pieces import Piece
from rag.checks.polarity import NEGATION
from rag.kinds import Kind
from rag.language.sentences import Span, bigrams
from rag.language.terms import coverage
from rag.language.values import ValueKind, find_values
from rag.question import Question
from rag.reading.branches import all_branches, outcome
from rag.reading.limits import stated
from rag.reading.spans import find_span
from rag.reading.turns import names_less

VALUES = (Kind.NUMBER, Kind.DATE)
_WHOLE = (ValueKind.CODE, ValueKind.DATE, ValueKind.NUMBER, ValueKind.TITLE)
_SURE = 0.3  # score of a reader's span below which it is no answer
_SEVERAL = re.compile(r"[、，；和与及]")
# Whether something may, can or must be done is asked.
_MODAL_ASKED = re.compile(
    r"可不可以|能不能|是否(?:可以|能|允许|需要|必须|应当)?|能否|可否|需不需要|要不要|"
    r"可以|能够?|允许|需要|必须|应当|要"
)
# What stands before the meaning in a definition: 场景是指 of 场景是指….
_SAID = re.compile(
    r"^(?:[^，。；]{2,16}?，?(?=是指|指的是|就是))?(?:是指|指的是|就是|即是|是|即)(?=[^，。；]{4})"
)
# What forbids or spares, and what allows or demands; 不得不 and 不可或缺 do neither.
_NO = (
    r"不得(?!不)|不能(?!不)|不可以|不可(?!或缺|分)|不准|不允许|禁止|严禁|不予|不需要|无需|无须|不必"
)
_YES = r"(?<!不)可以|(?<!不)允许|(?<!不)应当|必须|(?<!不)需要"
# Why something is so is told by whole clauses, as what it is.
_IN_CLAUSES = (Kind.REASON,)
_BEGINS = re.compile(r"(?:[，。；：“（]|(?<!不)是指?|指|即|为|由于|因为?|旨在|在于)$")
_STOP = re.compile(r"[。；！]")
_CLAUSE_STOPS = frozenset("，。；：！”）")
# What before a span says that it is not so: 并不是 of 并不是没有废物.
_NOT_SO = re.compile(
    r"(?:不是|并非|而非|不意味着|不等于|不属于|不包括|不代表|没有|从未|尚未|并未|除|不|未)(?:指)?$"
)
_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|--?|—)")
_REST = re.compile(r"[^，。；、：]{1,16}(?=[，。；：]|$)")  # what is not allowed, to its end
# Two characters that can be what is done: not 同时, nor one of them and 在.
_VERB = re.compile(
    r"(?!同时|直接|单独|继续|再次|一起|自行|[在于从向对被把将]|.[在于从向对被把将])[\u4e00-\u9fff]{2}"
)
_DONE = re.compile("(?:办理|解决|负责|承担|执行|实施|落实)$")
_PLACE_ALONE = re.compile(r"[\u4e00-\u9fff]{1,6}[省市县区州镇乡村]")
_ELSE = "自|从|于|按|经|凭|依|到|跟|往"  # 应当自执业之日起备案 allows no 执业
_DENIES = re.compile(rf"{NEGATION.pattern}|除")
_SAME_SUBJECT = 0.7  # share of the words before 可以 that the text must name before its own
_NEARBY = 4  # characters between 不得 and what is not allowed


def find_short(question: Question, piece: Piece) -> str | None:
    """Return the short answer that a piece holds, as it stands there; None if it has none."""
    if question.kind is Kind.YES_NO:
        return _decided(question, piece.text)
    reading, at = piece.evidence.reading, piece.evidence.passage.start - piece.start
    hint = None
    if reading and reading.end > reading.start and reading.span_score >= _SURE:
        hint = (at + reading.start, at + reading.end)
    inside = hint is not None and hint[0] >= 0 and hint[1] <= len(piece.text)
    span = find_span(question, piece.text, 0, len(piece.text), hint if inside else None)
    if span and (question.kind in VALUES or not inside):
        fits = fitting(question, piece.text, span.start, span.end)
        return _of_branches(question, piece.text, fits) if fits else None
    held = outcome(question, piece.text) if hint and inside else None
    if hint and held and not (held[0] <= hint[0] and hint[1] <= held[1]):
        return piece.text[slice(*held)]  # the reader's span is of another branch, or of two
    if (
        question.kind in VALUES
        or not (hint and inside)
        or (not held and names_less(question, piece.text, hint[0]))
    ):
        return None
    fits = fitting(question, piece.text, *_snapped(piece.text, *hint))
    return _as_asked(question, piece.text, *fits) if fits else None


def _of_branches(question: Question, text: str, chosen: Span) -> str:
    """Return a value, with those of the other branches where the question means no branch."""
    spans = all_branches(question, text, chosen)
    whole = [one if one == chosen else stated(question.text, text, *one) for one in spans]
    return "；".join(dict.fromkeys(text[slice(*one)] for one in whole))


def _as_asked(question: Question, text: str, start: int, end: int) -> str | None:
    """Return a reader's span in the form in which its kind of question is answered."""
    if _NOT_SO.search(text[:start]):
        return None
    if question.kind is Kind.LIST and _NUMBERED.match(text):
        return None  # one item of several
    if question.kind is Kind.LIST and not _SEVERAL.search(text[start:end]):
        return _series(text, start, end)
    if question.kind is Kind.NAME:
        if _PLACE_ALONE.fullmatch(text[start:end]) or _DONE.search(text[start:end]):
            return None  # who does something is no place, nor what is done
        end = _all_named(text, start, end)
    defines = bool(question.defines)
    if defines:  # what a thing is is not told by the first clause of it
        stop = _STOP.search(text, end - 1)
        end = stop.start() if stop else len(text)
        if said := _SAID.match(text[start:end]):
            start += said.end()
    if (defines or question.kind in _IN_CLAUSES) and not _is_whole(text, start, end):
        return None
    return _closed(text[start:end])


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a span begins and ends with a clause, or with what follows 是指 or 由于."""
    begins = not start or bool(_BEGINS.search(text[:start]))
    return begins and (end >= len(text) or bool(_CLAUSE_STOPS & {text[end - 1], text[end]}))


def _closed(text: str) -> str | None:
    """Return a text without a quote or bracket at its end of which only half is there."""
    for opening, closing in ("“”", "（）", "《》"):
        if text.count(opening) != text.count(closing):
            text = text.strip(opening + closing)
            if text.count(opening) != text.count(closing):
                return None
    return text.strip("，；、：") or None


def _series(text: str, start: int, end: int) -> str | None:
    """Return the items that follow the first one; None for one that is not the first.

    One item of several would pass for all of them.
    """
    if text[:start].endswith(("、", "，", "和")) or not text.startswith("、", end):
        return None
    stop = re.search(r"[，。；：:\n]|等(?!级|候|待)", text[end:])
    return text[start : end + stop.start()] if stop else text[start:]


def _all_named(text: str, start: int, end: int) -> int:
    """Return where the last of several names of one form ends: 刘院士、钱院士."""
    form = re.escape(text[max(start, end - 2) : end])
    more = re.match(rf"(?:[、和][^，。；、和]{{1,10}}?{form})+", text[end:])
    return end + more.end() if more else end


def _decided(question: Question, text: str) -> str | None:
    """Return 不得开放 or 可以延长 where the text says just that of what is asked, else None."""
    modal = _MODAL_ASKED.search(question.text)
    if modal is None:
        return None
    done = question.text[modal.end() :]
    found: dict[str, str] = {}
    for words in (_NO, _YES):
        for at in range(len(done) - 1):
            verb = re.escape(done[at : at + 2])
            if not _VERB.fullmatch(done[at : at + 2]):
                continue
            for said in re.finditer(
                rf"(?:{words})(?!{_ELSE})[^，。；、]{{0,{_NEARBY}}}?{verb}", text
            ):
                if _is_said_of(question, modal.start(), _STOP.split(text[: said.start()])[-1]):
                    found.setdefault(words, said.group() + _rest(done, text, said.end()))
    return next(iter(found.values())) if len(found) == 1 else None


def _is_said_of(question: Question, modal: int, before: str) -> bool:
    """Whether the words before 可以 in a sentence name what the question asks it of.

    What 非本市企业, 除涉密数据外 or 未满18周岁 leads to is not said of those asked about.
    """
    named = [term for term in question.terms if term.start < modal]
    denied = Counter(_DENIES.findall(before)) != Counter(_DENIES.findall(question.text[:modal]))
    return not denied and (not named or coverage(named, before) >= _SAME_SUBJECT)


def _rest(asked: str, text: str, at: int) -> str:
    """Return the rest of a clause where it goes on with what was asked: 营利性幼儿园."""
    rest = _REST.match(text, at)
    return rest.group() if rest and bigrams(rest.group()) & bigrams(asked) else ""


def _snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span so that it cuts through no value: 27号 becomes 甬政发〔2025〕27号."""
    for value in find_values(text, *_WHOLE):
        if value.start < end and start < value.end:
            start, end = min(start, value.start), max(end, value.end)
    return start, end
