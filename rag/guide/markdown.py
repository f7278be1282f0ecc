"""A guide as Markdown with numbered sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.guide.case import Case
from rag.guide.chronicle import Entry
from rag.guide.dates import in_words
from rag.guide.figure import told_once
from rag.guide.guide import Guide
from rag.guide.lexicon import TermEntry
from rag.guide.path import Step
from rag.guide.questions import TestQuestion
from rag.guide.quotes import Quote, on_one_line

_MOST = 12  # items of a section
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

    def quoted(self, one: Quote) -> str:
        """Return a quote with its marker."""
        return _safe(one.text) + self.mark(one)

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


def _sections(guide: Guide, notes: _Notes) -> Iterator[tuple[str, list[str]]]:
    """Yield the heading and the lines of every section, in the order of the notes."""
    events = sorted(guide.timeline[:_MOST], key=lambda entry: entry.event.date)
    yield "时间线", [_event(one, notes) for one in events]
    yield "各地做法", [_case(one, notes) for one in guide.cases[:_MOST]]
    figures = told_once(guide.figures)[:_MOST]
    yield "关键数据", [f"- {one.date[:4]}：{notes.quoted(one.told)}" for one in figures]
    yield "术语", [_term(one, notes) for one in guide.terms[:_MOST]]
    voices = guide.voices[:_MOST]
    yield "谁说了什么", [f"- **{_safe(one.who.text)}** {notes.quoted(one.said)}" for one in voices]
    edges = guide.network.edges[:_MOST]
    yield "文件关系", [f"- {one.kind.value}：{notes.quoted(one.words)}" for one in edges]
    yield "先读什么", [f"{n}. {_step(one, notes)}" for n, one in enumerate(guide.path, 1)]
    yield "自测", [f"{n}. {_question(one, notes)}" for n, one in enumerate(guide.questions, 1)]


def _event(entry: Entry, notes: _Notes) -> str:
    event = entry.event
    return f"- **{in_words(event.date)}** {_safe(event.what.text)}{notes.mark(*event.proof)}"


def _case(case: Case, notes: _Notes) -> str:
    done = f"- **{_safe(case.place.text)}** {notes.quoted(case.done)}"
    return done + "".join(f" → {notes.quoted(one)}" for one in case.outcomes)


def _term(entry: TermEntry, notes: _Notes) -> str:
    told = entry.definition
    marks = notes.mark(told.sentence, *entry.uses[:2])
    return f"- **{_safe(told.name)}** {_safe(told.sentence.text)}{marks}"


def _step(step: Step, notes: _Notes) -> str:
    named = f"**{step.stage}** 《{_safe(step.title)}》（约 {step.minutes} 分钟）"
    return f"{named}：{step.why}{notes.mark(step.proof)}"


def _question(one: TestQuestion, notes: _Notes) -> str:
    answer = _safe("；".join(one.expected[:8]))
    return f"{_safe(one.text)}\n   答：{answer}{notes.mark(*one.proof[:3])}"
