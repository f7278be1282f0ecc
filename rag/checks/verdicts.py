"""The checks of one statement, one after another, and their verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.checks.alignment import Case, cases, content, flat, trimmed
from rag.checks.names import named, unknown_name
from rag.checks.polarity import (
    cut_off,
    cut_short,
    denied,
    other_side,
    planned,
    taken_back,
    turned_round,
)
from rag.checks.values import changed_limit, missing_value, other_limit, other_step, other_value
from rag.checks.wording import dropped_item, far, invented, moved, narrower, spliced
from rag.language.sentences import comparable
from rag.types import Verdict

_PARTS = re.compile(r"[。！？；;!?]+[”’」』）》)]*|\n+")
_ORDINAL = re.compile(r"[(第其]?[一二三四五六七八九十\d]+(?:是|要|[)、,.])?")
_POINTS_BACK = re.compile(r"这|该|其(?![一二三四五])|此|它|他|她|上述|前者|后者")
_LONG, _LONG_VALUE = 6, 13  # characters of a part that says something by itself


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of checking one statement: ``passed`` names the checks that it passed."""

    verdict: Verdict
    reason: str = ""
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Problem:
    check: str
    reason: str
    verdict: Verdict = Verdict.UNSUPPORTED


def examine(statement: str, quotes: Sequence[str], above: str = "") -> Finding:
    """Check a statement (without markers) against its quotes.

    Each sentence and each ；-clause of it has to be held by one place: exact words, or words
    that keep every value, name, negation and limit and say no more.
    """
    if not quotes:
        return Finding(Verdict.UNSUPPORTED, "没有引用")
    text = statement.strip()
    whole = _exact(text, quotes)
    if whole is not None:
        return whole
    parts = _parts(text)
    if len(parts) > 1 and _is_glued(parts, quotes):
        return Finding(Verdict.PARTLY, "由互不相连的几处原文拼成")
    findings = [_examine_part(part, quotes, above) for part in parts]
    order = (Verdict.UNSUPPORTED, Verdict.PARTLY, Verdict.SUPPORTED)
    return min(findings, key=lambda f: order.index(f.verdict), default=Finding(Verdict.SUPPORTED))


def _parts(text: str) -> list[str]:
    return [part for part in _PARTS.split(text) if comparable(part)] or [text]


def _is_glued(parts: Sequence[str], quotes: Sequence[str]) -> bool:
    """Whether a part of one quote follows a part of another without its own beginning."""
    last = None
    for part in parts:
        mine = trimmed(flat(part))
        if len(comparable(part)) < (_LONG_VALUE if re.search(r"\d", mine) else _LONG):
            continue
        home = next((n for n, quote in enumerate(quotes) if mine in flat(quote)), None)
        if home is not None and last is not None and home != last:
            before = re.split(r"[。.!?\n]", flat(quotes[home]).partition(mine)[0])[-1]
            headless = content(_ORDINAL.sub("", before)) or _POINTS_BACK.match(part)
            if headless and not named(part):
                return True
        last = home if home is not None else last
    return False


def _examine_part(part: str, quotes: Sequence[str], above: str) -> Finding:
    if (exact := _exact(part, quotes)) is not None:
        return exact
    problem = _whole_problem(part, quotes, above)
    if problem is None:
        return Finding(Verdict.SUPPORTED, "", _NAMES)
    passed = _NAMES[: _NAMES.index(problem.check)] if problem.check in _NAMES else ()
    return Finding(problem.verdict, problem.reason, passed)


def _exact(text: str, quotes: Sequence[str]) -> Finding | None:
    """Return the finding for words that stand in a quote as they are; None if they do not.

    Words cut off from the 不 before them, a number from its limit, a series from its last
    items or one case from the 或 and other case after it are exact and still mislead.
    """
    mine, found = trimmed(flat(text)), []
    for quote in quotes:
        source = flat(quote)
        for match in re.finditer(re.escape(mine), source) if mine else ():
            if not (_cuts_number(source, match.start()) or _cuts_number(source, match.end())):
                found.append(_exact_finding(text, quote, match))
    held = (finding for finding in found if finding.verdict is Verdict.SUPPORTED)
    return next(held, found[0] if found else None)


def _cuts_number(source: str, at: int) -> bool:
    return bool(re.search(r"[\d.]$", source[:at]) and re.match(r"[\d.]", source[at:]))


def _exact_finding(text: str, quote: str, match: re.Match[str]) -> Finding:
    mine, before, after = match[0], match.string[: match.start()], match.string[match.end() :]
    if problem := missing_value(text, quote):
        return Finding(Verdict.UNSUPPORTED, problem, ("原文",))
    if problem := cut_off(before):
        return Finding(Verdict.UNSUPPORTED, problem, ("原文", "数值"))
    if problem := changed_limit(text, quote):
        return Finding(Verdict.PARTLY, problem, ("原文", "数值", "否定"))
    if problem := cut_short(before, mine) or taken_back(mine, after):
        return Finding(Verdict.PARTLY, problem, ("原文", "数值", "否定", "限定"))
    if "、" in text and after.startswith("、") and not text.endswith(("等", "、")):
        item = re.split(r"[、,;。和]", after[1:])[0]
        return Finding(Verdict.PARTLY, f"列举不全，漏了“{item[:20]}”", ("原文", "数值", "否定"))
    if other := re.match(r"[，,]?(或(?!许|将)者?[^，,;；。]{1,20})", after):
        return Finding(Verdict.PARTLY, f"漏了另一种情形“{other[1]}”", ("原文", "数值", "否定"))
    return Finding(Verdict.SUPPORTED, "", ("原文", "数值", "否定", "限定", "列举"))


_CHECKS: tuple[tuple[str, Verdict, Callable[[Case], str]], ...] = (
    ("数值", Verdict.UNSUPPORTED, other_value),
    ("限定", Verdict.UNSUPPORTED, other_limit),
    ("变化", Verdict.UNSUPPORTED, other_step),
    ("名称", Verdict.UNSUPPORTED, unknown_name),
    ("否定", Verdict.UNSUPPORTED, denied),
    ("方向", Verdict.UNSUPPORTED, turned_round),
    ("增减", Verdict.UNSUPPORTED, other_side),
    ("定义", Verdict.UNSUPPORTED, narrower),
    ("归属", Verdict.UNSUPPORTED, moved),
    ("拼接", Verdict.UNSUPPORTED, spliced),
    ("出处", Verdict.PARTLY, far),
    ("措辞", Verdict.UNSUPPORTED, invented),
    ("打算", Verdict.PARTLY, planned),
    ("列举", Verdict.PARTLY, dropped_item),
)
_NAMES = tuple(name for name, _, _ in _CHECKS)


def _problem(case: Case) -> _Problem | None:
    """Return the first check that a case does not pass."""
    for name, verdict, check in _CHECKS:
        if reason := check(case):
            return _Problem(name, reason, verdict)
    return None


def _whole_problem(part: str, quotes: Sequence[str], above: str) -> _Problem | None:
    """Return None where one stretch holds a part, else what is wrong with the nearest one."""
    problems = []
    for case in cases(part, quotes, above):
        problem = _problem(case)
        if problem is None:
            return None
        problems.append(problem)
    return problems[0] if problems else _Problem("出处", "引文没有内容")
