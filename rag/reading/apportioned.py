"""Values that a sentence gives in turn: 省、市级中心分别给予200万元、50万元."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.language.values import Value
from rag.question import Question

_GIVES, _WITHHOLDS = 2.0, -2.0  # fitness of the value that is the thing's, and of the others
_LABEL = re.compile(r"[（(]([^（）()]{2,12})[）)]")  # 500万元（国家级）
_IN_TURN = "分别"
_LEVEL = r"国家|省|市|区|县"
_JOINT = re.compile(r"[、和与及]")
_YEAR = r"(?:19|20)\d\d"
# What names a thing: its year or level, else its last two characters; of the last thing, its
# first two.
_TAILS = tuple(map(re.compile, (rf"({_YEAR})年?$", rf"({_LEVEL})级?$", r"([\u4e00-\u9fff]{2})$")))
_HEADS = tuple(map(re.compile, (rf"^({_YEAR})年", rf"^({_LEVEL})级", r"^([\u4e00-\u9fff]{2})")))


def apportioned(question: Question, sentence: str, value: Value, values: list[Value]) -> float:
    """Return what a value gains as the one of the thing asked about, or loses as another's.

    Things and values stand in the same order around 分别, or each value bears a label. 0 where
    the sentence gives one value, or the question names none of the things or several.
    """
    owners = _labelled(sentence, values) or _in_turn(sentence, values)
    named = {owner for owner in owners.values() if _is_named(owner, question.text)}
    if value.start not in owners or len(named) != 1:
        return 0.0
    return _GIVES if owners[value.start] in named else _WITHHOLDS


def _is_named(owner: str, asked: str) -> bool:
    """Whether a question names an owner; a level with its 级: 省 of 省级, not of 山东省."""
    return f"{owner}级" in asked if re.fullmatch(_LEVEL, owner) else owner in asked


def _labelled(sentence: str, values: list[Value]) -> dict[int, str]:
    """Return start -> label of the values that bear one, where several do."""
    found = {}
    for value in values:
        if label := _LABEL.match(sentence, value.end):
            found[value.start] = label.group(1)
    return found if len(set(found.values())) > 1 else {}


def _in_turn(sentence: str, values: list[Value]) -> dict[int, str]:
    """Return start -> thing of the values that follow 分别, in the order of the things before."""
    for match in re.finditer(_IN_TURN, sentence):
        run = _run(sentence, [value for value in values if value.start >= match.end()])
        things = _JOINT.split(re.split(r"[；。]", sentence[: match.start()])[-1].rstrip("，"))
        if len(run) < 2 or len(things) < len(run):
            continue
        *earlier, last = things[-len(run) :]
        names = [*(_name(thing, _TAILS) for thing in earlier), _name(last, _HEADS)]
        if all(names):
            return dict(zip((value.start for value in run), names, strict=True))
    return {}


def _name(thing: str, patterns: Iterable[re.Pattern[str]]) -> str:
    """Return what the first pattern that fits finds in a thing, "" where none does."""
    found = (match.group(1) for pattern in patterns if (match := pattern.search(thing)))
    return next(found, "")


def _run(sentence: str, values: list[Value]) -> list[Value]:
    """Return the first values that only 、 or 和 part."""
    run = values[:1]
    for value in values[1:]:
        between = _LABEL.sub("", sentence[run[-1].end : value.start])
        if not _JOINT.fullmatch(between.strip()):
            break
        run.append(value)
    return run
