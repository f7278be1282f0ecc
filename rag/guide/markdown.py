"""A guide as Markdown with numbered sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rag.guide.dates import in_words
from rag.guide.figure import told_once
from rag.guide.guide import Guide
from rag.guide.quotes import Quote, on_one_line

Item = TypeVar("Item")
_MOST = 12
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def guide_markdown(guide: Guide) -> str:
    """Return the best items of every section and the sources they are quoted from."""
    notes = _Notes(guide)
    parts = [f"# {_title(guide)}", f"依据资料库中的 {guide.documents} 份资料；每一条都引自原文。"]
    for heading, lines in _sections(guide, notes):
        if lines:
            parts.append(f"## {heading}\n\n" + "\n".join(lines))
    parts.append("## 出处\n\n" + "\n".join(notes.lines))
    return "\n\n".join(parts) + "\n"


def _title(guide: Guide) -> str:
    return f"背景导读：{_safe(guide.topic)}" if guide.topic else "背景导读"


class _Notes:
    """Numbers the quotes in the order in which they are cited."""

    def __init__(self, guide: Guide) -> None:
        self._titles = guide.titles
        self._numbers: dict[Quote, int] = {}

    def mark(self, *quotes: Quote) -> str:
        """Return the markers of some quotes, numbering new ones."""
        for one in quotes:
            self._numbers.setdefault(one, len(self._numbers) + 1)
        return "".join(f"[^{self._numbers[one]}]" for one in quotes)

    @property
    def lines(self) -> list[str]:
        """One line for each quote: where it stands and what it says."""
        return [
            f"[^{number}]: 《{_safe(self._titles.get(one.doc_id, one.doc_id))}》"
            f"{one.start}–{one.end}：{_safe(one.text)}"
            for one, number in self._numbers.items()
        ]


def _safe(text: str) -> str:
    """Return text of a document on one line, without anything that Markdown would act on."""
    return _SPECIAL.sub(r"\\\1", on_one_line(text))


def _sections(guide: Guide, notes: _Notes) -> Iterator[tuple[str, Sequence[str]]]:
    told = sorted(guide.timeline[:_MOST], key=lambda entry: entry.event.date)
    yield (
        "时间线",
        [
            f"- **{in_words(e.event.date)}** {_safe(e.event.what.text)}"
            + notes.mark(*e.event.proof)
            for e in told
        ],
    )
    yield (
        "各地做法",
        [
            f"- **{_safe(case.place.text)}** {_safe(case.done.text)}{notes.mark(case.done)}"
            + "".join(f" → {_safe(one.text)}{notes.mark(one)}" for one in case.outcomes)
            for case in guide.cases[:_MOST]
        ],
    )
    yield (
        "关键数据",
        _each(
            told_once(guide.figures),
            lambda f: f"- {f.date[:4]}：{_safe(f.told.text)}{notes.mark(f.told)}",
        ),
    )
    yield (
        "术语",
        _each(
            guide.terms,
            lambda t: (
                f"- **{_safe(t.definition.name)}** {_safe(t.definition.sentence.text)}"
                + notes.mark(t.definition.sentence, *t.uses[:2])
            ),
        ),
    )
    yield (
        "谁说了什么",
        _each(
            guide.voices,
            lambda v: f"- **{_safe(v.who.text)}** {_safe(v.said.text)}{notes.mark(v.said)}",
        ),
    )
    yield (
        "文件之间",
        _each(
            guide.network.edges,
            lambda e: f"- {e.kind.value}：{_safe(e.words.text)}{notes.mark(e.words)}",
        ),
    )
    yield (
        "先读什么",
        [
            f"{number}. **{step.stage}** 《{_safe(step.title)}》"
            f"（约 {step.minutes} 分钟）：{step.why}" + notes.mark(step.proof)
            for number, step in enumerate(guide.path, 1)
        ],
    )
    yield (
        "自测",
        [
            f"{number}. {_safe(one.text)}\n   答：{_safe('；'.join(one.expected[:8]))}"
            + notes.mark(*one.proof[:3])
            for number, one in enumerate(guide.questions, 1)
        ],
    )


def _each(items: Sequence[Item], line: Callable[[Item], str]) -> list[str]:
    return [line(one) for one in items[:_MOST]]
