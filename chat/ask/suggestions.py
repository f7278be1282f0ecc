"""Sample questions read off the documents: asked headings, definitions, figures, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rag.types import Document

MAX_TITLE_CHARS = 26
MAX_HEADING_CHARS = 30

_DEFINITION = re.compile(
    r"(?:^|[。；\n])(?:所谓)?“?([\u4e00-\u9fffA-Za-z]{2,12})”?，?(?:是指|指的是)", re.MULTILINE
)
# A clause that states one figure: whose, what is counted, the number, its unit. Without
# the place the question would mean nothing outside of its document.
_FIGURE = re.compile(
    r"(?:^|[。；，\n])((?:全[国省市区县]|我国|[\u4e00-\u9fff]{2,4}[省市区县州])[\u4e00-\u9fff“”]{4,20}?)"
    r"(?:约|近|了)?\d[\d.,]*(?:多|余)?[万亿]?"
    r"([个项家元人座条处台辆架场次批]|[万亿]元|公里)([\u4e00-\u9fff]{0,4})(?=[，。；、（\n])",
    re.MULTILINE,
)
_COUNTED = re.compile("达|超过|突破|共|建成|发布|开放|培育|推出|落地|实施|征集|设立|规模|累计")
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十百]+[、．.章节条 ]"
    r"|[（(][一二三四五六七八九十\d]+[）)]|\d+[、．.])\s*"
)
_LISTED = re.compile(
    r"([\u4e00-\u9fff]{2,10}?(?:措施|任务|目标|要求|原则|路径|举措|问题|挑战|建议|领域|方向|机制|"
    r"做法|经验|特点|条件|步骤))"
)
# A heading that tells what to do is not the name of a list.
_ACTION = re.compile("完善|健全|建立|打造|强化|推动|加强|构建|培育|优化|推进|深化|拓展|加快|支持")
# Half a sentence before "是指", no name of anything.
_UNNAMED = re.compile(
    "是|^(?:无论|不论|不管|如果|因为|但|而|或|和|与)|(?:一般|通常|主要|[还也都就不])$"
)
_DEICTIC = re.compile("其|该|这|那|此|本|上述|有关|各|并|已|再|就")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and the document it was read off."""

    question: str
    doc_id: str


def suggest(documents: Sequence[Document], limit: int) -> list[Suggestion]:
    """Return up to ``limit`` questions, taken in turn from each document; deterministic."""
    queues = [_questions(document) for document in documents]
    rounds = zip_longest(*queues)
    flat = (found for round_ in rounds for found in round_ if found is not None)
    unique: dict[str, Suggestion] = {}
    for found in flat:
        unique.setdefault(found.question, found)
        if len(unique) >= limit:
            break
    return list(unique.values())


def _questions(document: Document) -> Iterator[Suggestion]:
    """Yield the questions of one document, one of each kind in turn."""
    kinds = zip_longest(
        _definitions(document), _asked(document), _headings(document), _figures(document)
    )
    for question in (found for round_ in kinds for found in round_ if found):
        yield Suggestion(question, document.doc_id)


def _definitions(document: Document) -> Iterator[str]:
    """Yield a question for every term the text defines."""
    for match in _DEFINITION.finditer(document.text):
        if not _DEICTIC.match(match[1]) and not _UNNAMED.search(match[1]):
            yield f"什么是{match[1].removeprefix('所谓')}？"


def _asked(document: Document) -> Iterator[str]:
    """Yield the headings that are questions already, as in a question and answer sheet."""
    for heading in _outline(document):
        if heading.endswith(("？", "?")) and 5 < len(heading) <= MAX_HEADING_CHARS:
            yield heading.rstrip("?？") + "？"


def _figures(document: Document) -> Iterator[str]:
    """Yield a question for every clause that states what is counted and how many."""
    for match in _FIGURE.finditer(document.text):
        if _COUNTED.search(match[1]) and not _DEICTIC.match(match[1]):
            yield f"{match[1]}多少{match[2]}{match[3]}？"


def _headings(document: Document) -> Iterator[str]:
    """Yield a question for every heading that names a list of things."""
    title = document.title.strip("《》")
    if not 2 < len(title) <= MAX_TITLE_CHARS:
        return
    for heading in _outline(document):
        if (listed := _LISTED.fullmatch(heading)) and not _ACTION.match(heading):
            yield f"《{title}》提出了哪些{listed[1]}？"


def _outline(document: Document) -> Iterable[str]:
    """Yield the headings below the article level without their numbering."""
    for section in document.sections:
        if section.level > 0:
            yield _NUMBERING.sub("", section.heading).strip()
