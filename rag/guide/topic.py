"""What a guide is narrowed to, and how near an item is to it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rag.guide.findings import Findings
from rag.language.sentences import comparable
from rag.language.terms import Term, coverage, find_terms

_NEAR = 0.72  # share of the topic's terms that an item or its document's name must hold
_OF_DOCUMENT = 0.55  # what the name of its document counts for an item
_MOST_CENTRAL = 12


@dataclass(frozen=True)
class Topic:
    """A topic in words ("" for the whole library) and what is central to the library.

    ``central`` are terms with their weight in (0, 1], the most widely used first.
    """

    words: str
    names: dict[str, str]
    central: tuple[tuple[str, float], ...] = field(default=())

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The key terms of the topic."""
        return find_terms(self.words)

    def nearness(self, text: str, doc_id: str) -> float:
        """Return how near an item of a document is to the topic, in [0, 1]; 1 for no topic."""
        if not self.words:
            return 1.0
        if comparable(self.words) in comparable(text):
            return 1.0
        return max(self._share(text), _OF_DOCUMENT * self._named(doc_id))

    def holds(self, text: str, doc_id: str) -> bool:
        """Whether an item belongs to the topic: its words do, or its document's name does."""
        return not self.words or self._share(text) >= _NEAR or self._named(doc_id) >= _NEAR

    def centrality(self, text: str) -> float:
        """Return how much of what is central to the library a text speaks of, in [0, 1]."""
        return max((weight for term, weight in self.central if term in text), default=0.0)

    def _share(self, text: str) -> float:
        return coverage(self.terms, text)

    def _named(self, doc_id: str) -> float:
        return self._share(self.names.get(doc_id, ""))


_GENERIC = re.compile(
    r"[\u4e00-\u9fff]{2,3}[省市](?!场)|建议|办理|情况|问题|互联网|年?远景|目标|年|中共中央|国民经济|社会|关于|加快|推进|促进|推动|发展|规划|指导|意见|实施|方案|行动|计划|管理|办法|建设|指南|印发|通知|国家|中华人民共和国|中国|"
    r"国务院|办公厅|工业和信息化部|五年|三年|第[一二三四五六七八九十]+[个批]?|进一步|深化|深入|高质量|工作|若干|措施|规定|条例|"
    r"全面|加强|支持|开展|做好|申报|项目|技术|产业|应用|体系|标准|规范|试行|征求|通用|要求|总体|纲要|“?十[一二三四五]五”?|的|和|与|及|在|"
    r"[^\u4e00-\u9fff]+"
)


def central_terms(findings: Sequence[Findings]) -> tuple[tuple[str, float], ...]:
    """Return the terms that name most documents, widest first.

    Candidates are the terms that some document defines and the words that set titles apart;
    a document of that name counts three times as much as one that only names such a title.
    """
    labels = {found.label: found for found in findings}
    known = {one.name for found in findings for one in found.definitions if len(one.name) >= 3}
    words: Counter[str] = Counter()
    for found in labels.values():
        titles = {found.label, *(title.text for title in found.titles)}
        words.update({word for title in titles for word in _GENERIC.split(title) if len(word) > 3})
    known |= {word for word, count in words.items() if count > 2 and len(word) <= 8}
    counts: Counter[str] = Counter()
    for found in labels.values():
        titles_of = " ".join(title.text for title in found.titles)
        for term in known:
            counts[term] += 3 if term in found.label else 1 if term in titles_of else 0
    most = [(term, count) for term, count in counts.most_common(_MOST_CENTRAL) if count > 2]
    top = math.log2(1 + most[0][1]) if most else 1.0
    return tuple((term, math.log2(1 + count) / top) for term, count in most)
