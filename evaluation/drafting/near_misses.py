"""Questions that look answerable and are not: another year, another place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from evaluation.drafting.draft import Draft
from rag.language.places import find_places
from rag.language.values import years

_PLACES = ("大同", "芜湖", "绵阳", "桂林", "赣州", "洛阳", "温州", "海口", "遵义", "宝鸡")
_CITY = re.compile(r"(?:(?<=^)|(?<=[《，]))[\u4e00-\u9fff]{2}(?=[市省县])")
# What follows a place that is only part of a name: 福建省 cannot become 桂林省.
_PART_OF_NAME = re.compile(r"[省区县州村镇乡湾路江河海山港盟旗大学特]")
_TITLED = re.compile(r"《[^》]*》")
_PLACES_NAMED = 2  # so many belong together, such as a province and its city
_YEARS_OFF = (3, -3, 4, -4, 5, -5, 6, 7, 8)


def near_misses(drafts: Iterable[Draft], held: Callable[[str], bool]) -> Iterator[Draft]:
    """Yield answerable drafts with a year or a place that no document names.

    ``held`` tells whether any document of the library holds a text.
    """
    for at, draft in enumerate(drafts):
        found = _other_year(draft, held) if at % 2 else _other_place(draft, held, at)
        found = found or _other_place(draft, held, at) or _other_year(draft, held)
        if found:
            yield found


def _other_year(draft: Draft, held: Callable[[str], bool]) -> Draft | None:
    # The year in the name of a document is part of the name: another one names nothing.
    titles = years("".join(_TITLED.findall(draft.question)))
    for year in sorted(years(draft.question) - titles):
        for off in _YEARS_OFF:
            other = str(int(year) + off)
            if not held(f"{other}年"):
                return _missed(draft, f"{year}年", f"{other}年")
    return None


def _other_place(draft: Draft, held: Callable[[str], bool], at: int) -> Draft | None:
    named = find_places(draft.question)
    for place in (*named, *_CITY.findall(draft.question)) if len(named) < _PLACES_NAMED else ():
        if _PART_OF_NAME.match(draft.question.partition(place)[2]):
            continue
        for step in range(len(_PLACES)):
            other = _PLACES[(at + step) % len(_PLACES)]
            if not held(other):
                return _missed(draft, place, other)
    return None


def _missed(draft: Draft, was: str, now: str) -> Draft | None:
    question = draft.question.replace(was, now)
    if question == draft.question:
        return None
    return Draft(question, "nearmiss", note=f"似是而非：把“{was}”换成资料里没有的“{now}”")
