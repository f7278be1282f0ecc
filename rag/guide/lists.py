"""Complete enumerations under a heading, for questions such as 基本原则有哪些."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answerers.lists.enumerations import find_series
from rag.answerers.lists.series import item_display
from rag.guide.quotes import Quote, quote
from rag.types import Document

_ASKED = re.compile(
    r"(?P<asked>基本原则|主要原则|工作原则|主要目标|总体目标|重点任务|主要任务|保障措施|主要特征|基本特征|主要问题|主要做法|发展趋势|趋势|重点领域)[：:。]?$"
)
_NO_POINT = re.compile(r"^[一二三四五六七八九]是|指导思想|基本原则|主要目标")
_LONGEST_HEAD, _MOST = 24, 8


@dataclass(frozen=True, slots=True)
class PointList:
    """The points that a document lists as its 基本原则 or the like, all of them."""

    asked: Quote
    points: tuple[Quote, ...]


def find_lists(document: Document) -> list[PointList]:
    """Return the lists of a document whose heading says what they list."""
    found: dict[str, PointList] = {}
    for series in find_series(document, 0, len(document.text)):
        lead = document.text[series.lead_start : series.lead_end]
        named = _ASKED.search(lead)
        if named is None or not 2 <= len(series.items) <= _MOST:
            continue
        points = []
        for item in series.items:
            start, end = item_display(document.text, item)
            stop = re.search("[。，：:；]", document.text[start:end])
            points.append(quote(document, start, start + stop.start() if stop else end))
        if all(_is_point(point.text) for point in points):
            low = series.lead_start + named.start("asked")
            asked = quote(document, low, series.lead_start + named.end("asked"))
            known = found.get(asked.text)
            if known is None or len(known.points) < len(points):
                found[asked.text] = PointList(asked, tuple(points))
    return list(found.values())


def _is_point(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST_HEAD and not _NO_POINT.search(text)
