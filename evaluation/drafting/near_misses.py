"""Questions that look answerable and are not: another year, another place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from evaluation.drafting.draft import Draft
from rag.language.places import find_places
from rag.language.values import years

_PLACES = ("大同", "芜湖", "绵阳", "桂林", "赣州", "洛阳", "温州", "海口", "遵义", "宝鸡")
_CITY = re.compile(r"(?:(?<=^)|(?<=[《，]))[\u4e00-\u9fff]{2}(?=[市省县])")
_TITLED = re.compile(r"《[^》]*》")
_YEARS_OFF = (3, -3, 4, -4, 5, -5, 6, 7, 8)


def near_misses(drafts: Sequence[Draft], held: Callable[[str], bool]) -> Iterator[Draft]:
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
    for year in sorted(years(_TITLED.sub("", draft.question))):
        for off in _YEARS_OFF:
            other = str(int(year) + off)
            if not held(f"{other}年"):
                return _missed(draft, f"{year}年", f"{other}年")
    return None


def _other_place(draft: Draft, held: Callable[[str], bool], at: int) -> Draft | None:
    for place in (*find_places(draft.question), *_CITY.findall(draft.question)):
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
