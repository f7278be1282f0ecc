"""The reading path: where to start, what next, why, and how long it takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.guide.chronicle import mention_counts, title_key
from rag.guide.findings import Findings
from rag.guide.quotes import Quote
from rag.guide.topic import Topic

CHARS_PER_MINUTE = 400  # of attentive reading of Chinese prose
_LONGEST_FIRST, _MOST_STEPS = 20_000, 8


@dataclass(frozen=True, slots=True)
class Step:
    """One document to read; ``why`` gives the reason, ``proof`` quotes what bears it out.

    ``minutes`` is for the whole document, ``chapters`` are its headings of the first level.
    """

    doc_id: str
    title: str
    stage: str
    why: str
    proof: Quote
    minutes: int
    chapters: tuple[Quote, ...]


def reading_path(findings: Sequence[Findings], topic: Topic) -> tuple[Step, ...]:
    """Return the documents to read in order, each with another reason."""
    counts = mention_counts(findings)
    near = [found for found in findings if _nearness(found, topic) > 0]
    steps: list[Step] = []
    taken: set[str] = set()
    for stage, why, worth, proof in _STAGES:
        ranked = sorted(
            (
                (worth(found, counts[title_key(found.label)]) * _nearness(found, topic), found)
                for found in near
            ),
            key=lambda pair: (-pair[0], pair[1].doc_id),
        )
        chosen = next(
            (
                f
                for score, f in ranked
                if score > 0 and title_key(f.label) not in taken and proof(f)
            ),
            None,
        )
        if chosen is None or (found_proof := proof(chosen)) is None:
            continue
        taken.add(title_key(chosen.label))
        number = counts[title_key(chosen.label)]
        steps.append(_step(chosen, stage, why(chosen, number), found_proof))
    return tuple(steps[:_MOST_STEPS])


def _nearness(found: Findings, topic: Topic) -> float:
    """Return how near a document is to the topic, or to what is central where there is none."""
    if topic.words:
        heads = " ".join(heading.words.text for heading in found.outline)
        told = f"{found.label} {heads}"
        if topic.holds(told, found.doc_id):
            return topic.nearness(told, found.doc_id)
        said = (
            *(definition.sentence for definition in found.definitions),
            *(event.what for event in found.events),
            *(figure.told for figure in found.figures),
        )
        return 0.4 if any(topic.holds(one.text, "") for one in said) else 0.0
    return 0.3 + topic.centrality(found.label)


def _step(found: Findings, stage: str, why: str, proof: Quote) -> Step:
    lowest = min((heading.level for heading in found.outline if heading.level), default=0)
    chapters = tuple(heading.words for heading in found.outline if heading.level == lowest)
    minutes = max(1, math.ceil(found.chars / CHARS_PER_MINUTE))
    return Step(found.doc_id, found.label, stage, why, proof, minutes, chapters[:10])


def _first(found: Findings) -> Quote | None:
    return found.intro


def _short(found: Findings) -> float:
    return 1.0 if found.chars <= _LONGEST_FIRST else 0.4


def _is_article(found: Findings) -> float:
    return {"news": 2.0, "faq": 1.8, "research": 1.2}.get(found.kind, 0.5)


def _told(found: Findings) -> int:
    return sum(map(len, (found.events, found.cases, found.voices, found.definitions)))


def _counted(found: Findings) -> str:
    """Return in words how much a document tells of what happened."""
    counts = (
        (len(found.events), "件事"),
        (len(found.cases), "个案例"),
        (len(found.voices), "家之言"),
        (len(found.definitions), "个术语"),
    )
    return "、".join(f"{count} {what}" for count, what in counts if count)


Worth = Callable[[Findings, int], float]
_STAGES: tuple[
    tuple[str, Callable[[Findings, int], str], Worth, Callable[[Findings], Quote | None]], ...
] = (
    (
        "先读",
        lambda f, n: f"把来龙去脉讲在一处：{_counted(f)}",
        lambda f, n: _is_article(f) * _short(f) * min(3.0, 0.3 * _told(f)),
        _first,
    ),
    (
        "弄懂词语",
        lambda f, n: f"给出 {len(f.definitions)} 个术语的定义",
        lambda f, n: min(8, len(f.definitions)) * _short(f),
        lambda f: f.definitions[0].sentence if f.definitions else None,
    ),
    (
        "读最常被引的文件",
        lambda f, n: f"资料库里有 {n} 份文件提到它",
        lambda f, n: float(n) * (1.0 if n > 1 else 0.0),
        _first,
    ),
    (
        "读最新的部署",
        lambda f, n: (
            f"是其中较新的文件（{f.date[:4]} 年），"
            f"提出 {sum(g.kind == 'goal' for g in f.events)} 项目标"
        ),
        lambda f, n: (
            (max(0, int(f.date[:4]) - 2010) if f.date[:4].isdigit() else 0)
            * float(any(g.kind == "goal" for g in f.events))
        ),
        lambda f: next((g.what for g in f.events if g.kind == "goal"), None),
    ),
    (
        "看各地做法",
        lambda f, n: f"写了 {len(f.cases)} 个地方的做法和成效",
        lambda f, n: min(6.0, float(sum(bool(c.outcomes) for c in f.cases))),
        lambda f: next((c.done for c in f.cases if c.outcomes), None),
    ),
    (
        "看数据",
        lambda f, n: f"有 {sum(not g.target for g in f.figures)} 项注明年份的数据",
        lambda f, n: min(10.0, float(sum(not g.target for g in f.figures))),
        lambda f: next((g.told for g in f.figures if not g.target), None),
    ),
    (
        "听不同的声音",
        lambda f, n: f"记下 {len({v.who.text for v in f.voices})} 位作者或官员、机构的看法",
        lambda f, n: float(len({v.who.text for v in f.voices})),
        lambda f: f.voices[0].said if f.voices else None,
    ),
)
